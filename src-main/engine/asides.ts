import { particlesOf } from '#core/experiment/subject'
import type { LabDocument } from '#core/experiment/document'
import { Invalid } from '#core/params/invalid'
import type { Calls } from '#core/protocol/contract'
import type { Handlers } from '#core/protocol/server'
import { errorFrom } from '#core/protocol/remote-error'
import { likelihoodProbes } from './workers/likelihood'
import type { AsideJob, DistanceJob, WorkerReport } from './workers/messages'
import { latestOnly } from './latest-only'
import type { Pool } from './workers/pool'
import { type QuestionName, questionNames } from './workers/questions'

/** Most particles whose whole paths are asked for at once. */
const MOST_PATHS = 400

export interface Asides {
  paths(pool: Pool, document: LabDocument, input: Calls['paths']['input']): Promise<Calls['paths']['output']>
  ridgeline(
    pool: Pool,
    document: LabDocument,
    input: Calls['ridgeline']['input'],
  ): Promise<Calls['ridgeline']['output']>
  /** A row of a distance curve */
  distance(pool: Pool, job: Omit<DistanceJob, 'kind' | 'id'>): Promise<Float32Array>
  likelihood(
    pool: Pool,
    document: LabDocument,
    input: Calls['likelihood']['input'],
  ): Promise<Calls['likelihood']['output']>
  /** A handler for each question that is answered whole; `open` gives the document of a revision or throws. */
  questions(pool: Pool, open: (revision: number) => LabDocument): Pick<Handlers, QuestionName>
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
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  const ask = (pool: Pool, job: (id: number) => AsideJob): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      pool.postAside(job(id))
    })
  const values = async (pool: Pool, job: (id: number) => AsideJob): Promise<Float32Array | Float64Array> =>
    (await ask(pool, job)) as Float32Array | Float64Array
  const send = async (pool: Pool, job: (id: number) => AsideJob): Promise<Float32Array> =>
    Float32Array.from(await values(pool, job))
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
    async ridgeline(pool, { experiment }, { axis, grid, source = 'grid' }) {
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
        source,
      }))
      return { values }
    },
    distance: (pool, job) => send(pool, (id) => ({ ...job, kind: 'distance', id })),
    async likelihood(pool, { experiment, seeds }, { particle }) {
      const most = particlesOf(experiment.subject)
      if (!Number.isInteger(particle) || particle < 0 || particle >= most)
        throw new Invalid('particle', `is not usable; a number from 0 to ${most - 1} was expected`)
      const found = await values(pool, (id) => ({ kind: 'likelihood', id, experiment, seeds, particle }))
      const count = found.length / 6
      const row = (which: number): Float64Array =>
        Float64Array.from(found.subarray(which * count, (which + 1) * count))
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
    questions(pool, open) {
      const handler = (name: QuestionName) => {
        const inTurn = latestOnly()
        return async (input: { readonly revision: number }): Promise<unknown> => {
          const { experiment, seeds } = open(input.revision)
          return inTurn(() => ask(pool, (id) => ({ kind: 'question', id, name, input, experiment, seeds })))
        }
      }
      // What `answers` gives under a name is the output of the call.
      return Object.fromEntries(questionNames.map((name) => [name, handler(name)])) as unknown as Pick<
        Handlers,
        QuestionName
      >
    },
    lattice: (pool, { experiment, seeds }) =>
      send(pool, (id) => ({ kind: 'paths', id, experiment, seeds, what: 'lattice', particles: [] })),
    settle(report) {
      if (report.kind !== 'values' && report.kind !== 'answer' && report.kind !== 'broken') return false
      const job = waiting.get(report.id)
      waiting.delete(report.id)
      if (report.kind === 'values') job?.resolve(report.values)
      else if (report.kind === 'answer') job?.resolve(report.answer)
      else job?.reject(errorFrom(report.error))
      return true
    },
    fail(reason) {
      for (const job of waiting.values()) job.reject(new Error(`The engine stopped: ${reason}.`))
      waiting.clear()
    },
  }
}
