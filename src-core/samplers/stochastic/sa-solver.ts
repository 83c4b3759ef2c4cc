import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Slot, Term } from '../backend'
import { phi } from '../exponential'
import { type Level, levelAt, predict } from '../level'
import type { Capabilities, Sampler } from '../sampler'
import { standsForReverseSde } from './own-noise'
import { strengthTex } from '../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 3,
} as const satisfies Capabilities

interface Settings {
  readonly predictor: number
  readonly corrector: number
  readonly tau: number
  /** Where tau acts, as fractions of the process's time */
  readonly low: number
  readonly high: number
}

/**
 * Weights of data predictions at the levels `nodes` for the step from -> to with noise strength tau: the integral of
 * (1 + tau^2) e^{...} times the Lagrange polynomials through the nodes (Xue et al. 2023, equations 14 and 17), divided by
 * alpha'. Up to three nodes. Two nodes get the authors' change of O(h^3), which spares coarse grids.
 */
function adamsWeights(from: Level, to: Level, nodes: readonly Level[], tau: number): number[] {
  const h = to.lambda - from.lambda
  const k = (1 + tau * tau) * h
  const u = nodes.map((node) => (node.lambda - from.lambda) / h)
  // Integrals over 0..1 of e^{-k (1 - u)} k u^j du
  const moments = [k * phi(1, -k), k * phi(2, -k), 2 * k * phi(3, -k)]
  const weights = u.map((own, i) => {
    const others = u.filter((_, j) => j !== i)
    const scale = others.reduce((product, other) => product * (own - other), 1)
    const [a, b] = others
    const powers = b !== undefined && a !== undefined ? [a * b, -a - b, 1] : a !== undefined ? [-a, 1] : [1]
    return powers.reduce((sum, power, j) => sum + power * moments[j]!, 0) / scale
  })
  if (nodes.length === 2) {
    const change = (k * (0.5 - phi(2, -k))) / Math.abs(u[0]! - u[1]!)
    weights[0]! += change
    weights[1]! -= change
  }
  return weights
}

/**
 * SA-Solver (Xue et al. 2023, algorithm 1): a stochastic Adams predictor, and a corrector that uses the prediction made
 * at the predicted point, with the same noise, when the next step begins; so the state after the last step is the
 * predictor's, as in the authors' code, and there is one evaluation per step. The order falls towards both ends of the
 * run. tau is the noise strength lambda of the reverse family: 0 the flow, 1 the reverse SDE.
 */
function method({ predictor, corrector, tau, low, high }: Settings): Sampler {
  return {
    capabilities,
    equation: strengthTex.tau(tau),
    check: standsForReverseSde,
    *run({ process, times }, backend, start) {
      const { x, carried } = start
      const last = times.length - 1
      const level = (step: number): Level => levelAt(process, times[step]!)
      const strength = (step: number): number => {
        const place = (times[step]! - process.tMin) / (process.tMax - process.tMin)
        return place >= low && place <= high ? tau : 0
      }
      const held = (i: number): Slot => carried[i] ?? backend.allocate()
      // Data predictions, newest first; then the corrected state that the last step set out from.
      let past = [backend.allocate(), held(0), held(1)]
      const origin = held(2)
      const noise = backend.allocate()
      /** x <- the step out of `origin`, from one level to the next, through the predictions at `nodes` */
      const adams = (step: number, nodes: readonly number[], predictions: readonly Slot[]): void => {
        const [from, to, t] = [level(step), level(step + 1), strength(step)]
        const h = to.lambda - from.lambda
        const weights = adamsWeights(from, to, nodes.map(level), t)
        backend.normals(noise, { step, from: from.t, to: to.t })
        const terms: Term[] = weights.map((weight, i) => [to.alpha * weight, predictions[i]!])
        backend.combine(
          x,
          [(to.sigma / from.sigma) * Math.exp(-t * t * h), origin],
          [to.sigma * Math.sqrt(-Math.expm1(-2 * t * t * h)), noise],
          ...terms,
        )
      }
      const back = (step: number, count: number): number[] =>
        Array.from({ length: count }, (_, i) => step - i)
      try {
        let nfe = start.nfe
        for (let step = start.step; step < last; step++) {
          predict(backend, past[0]!, x, level(step), 'data')
          nfe++
          if (step > 0 && corrector > 0) {
            const order = Math.min(corrector, last - step + 2, step + 1)
            adams(step - 1, back(step, order), past)
          }
          backend.combine(origin, [1, x])
          adams(step, back(step, Math.min(predictor, last - step, step + 1)), past)
          past = [past[2]!, past[0]!, past[1]!]
          yield { step: step + 1, t: times[step + 1]!, nfe, x, carried: [past[1]!, past[2]!, origin] }
        }
      } finally {
        for (const slot of [...past, origin, noise]) backend.free(slot)
      }
    },
  }
}

const order = { kind: 'number', default: 2, max: 3, step: 1, integer: true } as const

export const saSolver = {
  ...entry({
    kind: 'sa-solver',
    title: 'SA-Solver',
    doc: 'A stochastic Adams method, predictor and corrector, with noise only in the middle of the run.',
    source: 'Xue et al. 2023, algorithm 1',
    params: {
      tau: {
        kind: 'number',
        label: 'Noise strength',
        symbol: '\\tau',
        doc: 'The noise strength lambda of the reverse family in the part of the run where it acts.',
        default: 1,
        min: 0,
        max: 2,
        soft: [0, 1],
        step: 0.01,
      },
      low: {
        kind: 'number',
        label: 'Noise from time',
        doc: 'No noise is added closer to the data than this fraction of the process’s time.',
        default: 0.2,
        min: 0,
        max: 1,
        step: 0.01,
      },
      high: {
        kind: 'number',
        label: 'Noise to time',
        doc: 'No noise is added closer to the prior than this fraction of the process’s time.',
        default: 0.8,
        min: 0,
        max: 1,
        step: 0.01,
      },
      predictor: {
        ...order,
        label: 'Predictor order',
        doc: 'Predictions that the predictor interpolates.',
        min: 1,
      },
      corrector: {
        ...order,
        label: 'Corrector order',
        doc: 'Predictions that the corrector interpolates; 0 leaves it out.',
        min: 0,
      },
    },
    make(values) {
      if (values.low >= values.high)
        throw new Invalid('low', `is ${values.low}; a number below high (${values.high}) was expected`)
      return method(values)
    },
  }),
  capabilities,
}
