import { particlesOf } from '#core/experiment/subject'
import type { LabDocument, Subject } from '#core/experiment/document'
import { Invalid } from '#core/params/invalid'
import type { Calls } from '#core/protocol/contract'
import { invertibleModel } from './observers/inversion'
import { integrandOf } from './observers/ito-bench'
import { checkPush } from './observers/path-weights'
import { payoffOf } from './equations/backward'
import { unpackBackward } from './workers/backward'
import { unpackBound, unpackInversion } from './workers/discrete'
import { unpackItoBench } from './workers/ito-bench'
import { unpackPathWeights } from './workers/path-weights'
import { likelihoodProbes } from './workers/likelihood'
import type { AsideJob, WorkerReport } from './workers/messages'
import { distanceColumns } from './workers/distance'
import { latestOnly } from './latest-only'
import { judges } from './observers/distances'
import type { Pool } from './workers/pool'

/** Most particles whose whole paths are asked for at once. */
const MOST_PATHS = 400

/** Most points that are encoded at once. */
const MOST_INVERTED = 2000

export interface Asides {
  paths(pool: Pool, document: LabDocument, input: Calls['paths']['input']): Promise<Calls['paths']['output']>
  ridgeline(
    pool: Pool,
    document: LabDocument,
    input: Calls['ridgeline']['input'],
  ): Promise<Calls['ridgeline']['output']>
  distance(
    pool: Pool,
    document: LabDocument,
    input: Calls['distance']['input'],
  ): Promise<Calls['distance']['output']>
  likelihood(
    pool: Pool,
    document: LabDocument,
    input: Calls['likelihood']['input'],
  ): Promise<Calls['likelihood']['output']>
  inversion(
    pool: Pool,
    document: LabDocument,
    input: Calls['inversion']['input'],
  ): Promise<Calls['inversion']['output']>
  bound(pool: Pool, document: LabDocument): Promise<Calls['bound']['output']>
  pathWeights(
    pool: Pool,
    document: LabDocument,
    input: Calls['pathWeights']['input'],
  ): Promise<Calls['pathWeights']['output']>
  backward(
    pool: Pool,
    document: LabDocument,
    input: Calls['backward']['input'],
  ): Promise<Calls['backward']['output']>
  itoBench(
    pool: Pool,
    document: LabDocument,
    input: Calls['itoBench']['input'],
  ): Promise<Calls['itoBench']['output']>
  /** [N + 1, rows, columns, 2] of the lattice that the flow carries */
  lattice(pool: Pool, document: LabDocument): Promise<Float32Array>
  /** True when the report was the answer to a job from here. */
  settle(report: WorkerReport): boolean
  /** The worker died: everything under way fails. */
  fail(reason: string): void
}

/** Work beside the run, on the pool's last thread: jobs have numbers, answers are matched by them. */
export function asides(): Asides {
  let nextId = 1
  const distances = latestOnly()
  const weights = latestOnly()
  const waiting = new Map<
    number,
    { resolve(values: Float32Array | Float64Array): void; reject(error: Error): void }
  >()
  const ask = (pool: Pool, job: (id: number) => AsideJob): Promise<Float32Array | Float64Array> =>
    new Promise((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      pool.postAside(job(id))
    })
  const send = async (pool: Pool, job: (id: number) => AsideJob): Promise<Float32Array> =>
    Float32Array.from(await ask(pool, job))
  return {
    async paths(pool, { experiment, seeds }, { dynamics, particles }) {
      const most = particlesOf(experiment.subject)
      if (particles.length > MOST_PATHS || particles.some((p) => !Number.isInteger(p) || p < 0 || p >= most))
        throw new Invalid(
          'particles',
          `is not usable; at most ${MOST_PATHS} numbers from 0 to ${most - 1} were expected`,
        )
      const what = dynamics === 'run' ? 'run' : 'flow'
      const values = await send(pool, (id) => ({ kind: 'paths', id, experiment, seeds, what, particles }))
      return { values, steps: particles.length === 0 ? 0 : values.length / particles.length }
    },
    async ridgeline(pool, { experiment }, { axis, grid }) {
      const [count = 0, origin = 0, spacing = 0] = [grid.counts[0], grid.origin[0], grid.spacing[0]]
      if (!(count >= 2 && count <= 4096))
        throw new Invalid('grid.counts', 'is not usable; 2 to 4096 nodes were expected')
      const values = await send(pool, (id) => ({
        kind: 'ridgeline',
        id,
        experiment,
        axis,
        origin,
        spacing,
        count,
      }))
      return { values }
    },
    async distance(pool, { experiment, seeds }, { measure }) {
      if (!Object.hasOwn(judges, measure))
        throw new Invalid('measure', `is "${measure}", which is no distance that is known here`)
      const values = await distances(() =>
        send(pool, (id) => ({ kind: 'distance', id, experiment, seeds, measure })),
      )
      const column = (which: number): Float32Array => values.filter((_, i) => i % distanceColumns === which)
      const flow = column(2)
      return {
        steps: column(0),
        run: column(1),
        flow: flow.some(Number.isNaN) ? null : flow,
        floor: column(3),
        toData: column(4),
        particles: Math.min(judges[measure].points, particlesOf(experiment.subject)),
      }
    },
    async likelihood(pool, { experiment, seeds }, { particle }) {
      const most = particlesOf(experiment.subject)
      if (!Number.isInteger(particle) || particle < 0 || particle >= most)
        throw new Invalid('particle', `is not usable; a number from 0 to ${most - 1} was expected`)
      const values = await ask(pool, (id) => ({ kind: 'likelihood', id, experiment, seeds, particle }))
      const count = values.length / 6
      const row = (which: number): Float64Array =>
        Float64Array.from(values.subarray(which * count, (which + 1) * count))
      return {
        exact: row(0),
        integral: row(1),
        estimate: row(2),
        estimateError: row(3),
        discrete: row(4),
        priorGap: row(5)[0] ?? 0,
        probes: likelihoodProbes,
      }
    },
    async inversion(pool, { experiment, seeds }, { particles }) {
      if (!Number.isInteger(particles) || particles < 1 || particles > MOST_INVERTED)
        throw new Invalid('particles', `is not usable; a number from 1 to ${MOST_INVERTED} was expected`)
      // Refused here, where the sentence keeps its place in the document.
      invertibleModel(experiment.subject)
      const values = await ask(pool, (id) => ({ kind: 'inversion', id, experiment, seeds, particles }))
      return unpackInversion(values)
    },
    async bound(pool, { experiment, seeds }) {
      return unpackBound(await ask(pool, (id) => ({ kind: 'bound', id, experiment, seeds })))
    },
    async pathWeights(pool, { experiment, seeds }, { push }) {
      checkPush(push)
      refuseWithoutNoise(experiment.subject)
      return weights(async () =>
        unpackPathWeights(await ask(pool, (id) => ({ kind: 'path-weights', id, experiment, seeds, push }))),
      )
    },
    async backward(pool, { experiment, seeds }, { payoff, step }) {
      if (!Number.isInteger(step) || step < 0)
        throw new Invalid('step', 'is not usable; a number of a step was expected')
      // Refused here, where the sentence keeps its place.
      payoffOf(payoff)
      return unpackBackward(
        await ask(pool, (id) => ({ kind: 'backward', id, experiment, seeds, payoff, step })),
      )
    },
    async itoBench(pool, { experiment, seeds }, { integrand }) {
      refuseWithoutNoise(experiment.subject)
      integrandOf(integrand)
      return unpackItoBench(
        await ask(pool, (id) => ({ kind: 'ito-bench', id, experiment, seeds, integrand })),
      )
    },
    lattice: (pool, { experiment, seeds }) =>
      send(pool, (id) => ({ kind: 'paths', id, experiment, seeds, what: 'lattice', particles: [] })),
    settle(report) {
      if (report.kind !== 'values' && report.kind !== 'broken') return false
      const job = waiting.get(report.id)
      waiting.delete(report.id)
      if (report.kind === 'values') job?.resolve(report.values)
      else job?.reject(new Error(report.message))
      return true
    },
    fail(reason) {
      for (const job of waiting.values()) job.reject(new Error(`The engine stopped: ${reason}.`))
      waiting.clear()
    },
  }
}

function refuseWithoutNoise({ kind }: Subject): void {
  if (kind !== 'sde')
    throw new Invalid(
      'experiment.subject.kind',
      `is "${kind}"; "sde" was expected, since this is about paths of an equation with noise`,
    )
}
