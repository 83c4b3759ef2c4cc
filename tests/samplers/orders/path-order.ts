import { distributionFromMixture } from '#core/distributions/from-mixture'
import type { Dynamics } from '#core/dynamics/dynamics'
import { reverseDynamics } from '#core/dynamics/reverse'
import { uniform } from '#core/processes/grids/in-time'
import { logSnrClock } from '#core/processes/log-snr-clock'
import type { Process } from '#core/processes/process'
import { vpLinear } from '#core/processes/vp-linear'
import type { Backend, Slot } from '#core/samplers/backend'
import type { Sampler } from '#core/samplers/sampler'
import { sra1 } from '#core/samplers/stochastic/sra1'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import type { ScoreModel } from '#core/scores/score-model'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { made } from '#tests/samplers/runs/made'

/**
 * The part of a VP process in which strong orders are measured: paths have chosen their mode there. Earlier a path
 * beside the ridge between two modes falls to the other one under the smallest change, and one such path is all of the
 * error.
 */
const process: Process = { ...made(vpLinear, { tMin: 0.01 }), tMax: 0.1 }
const timesOf = (steps: number): Float64Array => made(uniform, { steps }).times(process)

/** The reference is 16 times finer than the finest. */
export const grids = [16, 32, 64, 128, 256]
const finest = 16 * 256
const count = 128

/** An SDE with additive noise, and where its paths start. */
export interface PathProblem {
  readonly score: ScoreModel
  readonly dynamics: Dynamics
  /** [count, d] */
  readonly start: Float64Array
}

/** The reverse SDE of a mixture, from draws of p_T. */
export function reverseSde(form: MixtureForm): PathProblem {
  const start = new Float64Array(count * form.dimension)
  const mixed = { ...form, ...noised(form, process.alpha(process.tMax), process.sigma(process.tMax)) }
  distributionFromMixture(mixed).sample(start, 5, 0)
  return { score: mixtureScore(form), dynamics: reverseDynamics(process, 1), start }
}

/** p_t of a mixture is one too. */
function noised(form: MixtureForm, alpha: number, sigma: number): Pick<MixtureForm, 'means' | 'variances'> {
  return {
    means: form.means.map((m) => alpha * m),
    variances: form.variances.map((v) => alpha * alpha * v + sigma * sigma),
  }
}

/**
 * dX = sin(4 X) dT + dW over T = 1: the drift bends so much that the error of order 1.5, which comes from its second
 * derivative, is seen above that of order 2. On the mixtures it is smaller by a factor of ten on these grids.
 */
export function steepDrift(): PathProblem {
  const score: ScoreModel = {
    dimension: 1,
    accuracy: 'no density has this drift',
    target: null,
    at: () => ({
      score: (out, x) => x.forEach((value, i) => (out[i] = Math.sin(4 * value))),
      logDensity: (out) => out.fill(NaN),
    }),
  }
  const rate = 1 / (process.tMax - process.tMin)
  return {
    score,
    dynamics: {
      direction: 'reverse',
      linear: () => 0,
      score: () => -rate,
      noise: () => Math.sqrt(rate),
      deterministic: false,
      equation: '',
    },
    start: Float64Array.from({ length: count }, (_, i) => (2 * Math.PI * i) / count),
  }
}

/** The Brownian path of seed 3 at the finest times, drawn once: the draws of a step are differences of it. */
function pathOf(backend: Backend): Pick<Backend, 'normals'> {
  const size = count * backend.dimension
  const times = timesOf(finest)
  const places = Array.from(times, () => new Float64Array(size))
  const slot = backend.allocate()
  for (let step = 0; step < finest; step++) {
    const [from, to] = [times[step]!, times[step + 1]!]
    backend.normals(slot, { step, from, to })
    const z = new Float64Array(size)
    backend.read(slot, z)
    const root = Math.sqrt(Math.abs(to - from))
    places[step + 1] = places[step]!.map((w, i) => w + root * z[i]!)
  }
  backend.free(slot)
  const { tMax, tMin } = process
  const at = (t: number): Float64Array | undefined => {
    const place = ((tMax - t) / (tMax - tMin)) * finest
    return Math.abs(place - Math.round(place)) < 1e-6 ? places[Math.round(place)] : undefined
  }
  return {
    normals(out, request) {
      const { from, to } = request
      const [a, b] = [at(from), at(to)]
      // A stage between the finest times asks the tree itself, which has the same path there.
      if (a === undefined || b === undefined) return backend.normals(out, request)
      const root = Math.sqrt(Math.abs(to - from))
      backend.write(
        out,
        b.map((w, i) => (w - a[i]!) / root),
      )
    },
  }
}

/** Strong errors of a method over `grids`, on one path; SRA1 sums the integral of the path over the finest cells. */
export function pathErrors(problem: PathProblem): (kind: string, sampler: Sampler) => number[] {
  const { score, dynamics, start } = problem
  const base = referenceBackend({
    score,
    first: 0,
    count,
    startSeed: 2,
    noise: { kind: 'tree', seed: 3, clock: logSnrClock(process) },
    ensemble: single(count),
  })
  const path = pathOf(base)
  const endOf = (sampler: Sampler, steps: number): Float64Array => {
    const { equation } = sampler.capabilities
    const backend: Backend = {
      ...base,
      normals(out, request) {
        if (request.draw === undefined) path.normals(out, request)
        else if (equation === 'own') base.normals(out, request)
        // What lies between the finest cells is left out of the path for all grids alike.
        else base.combine(out)
      },
    }
    const x = backend.allocate()
    backend.write(x, start)
    let last: Slot = x
    const run = { process, dynamics, times: timesOf(steps) }
    const from = { step: 0, t: process.tMax, nfe: 0, x, carried: [] }
    for (const state of sampler.run(run, backend, from)) last = state.x
    const out = new Float64Array(start.length)
    backend.read(last, out)
    backend.free(x)
    return out
  }
  const reference = endOf(made(sra1), finest)
  return (kind, sampler) =>
    grids.map((steps) => {
      const method = kind === 'sra1' ? made(sra1, { pieces: finest / steps }) : sampler
      const x = endOf(method, steps)
      return x.reduce((sum, value, i) => sum + Math.abs(value - reference[i]!), 0) / x.length
    })
}
