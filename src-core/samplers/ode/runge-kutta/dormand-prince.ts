import { entry } from '#core/params/entry'
import type { Slot, Term } from '../../backend'
import { evaluateDrift } from '../../drift'
import type { Capabilities, Sampler } from '../../sampler'
import { slotOf } from '../one-step'

const capabilities = {
  noise: 'none',
  equation: 'dynamics',
  order: { ode: 5, sde: null },
  evaluationsPerStep: null,
  couplesParticles: true,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/** Dormand & Prince 1980; Hairer, Nørsett & Wanner 1993, table II.5.2. */
const nodes = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1] as const
const rows: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
]
/** Weights of order 4, whose result stands beside that of order 5 (the last row) to estimate the error. */
const fourth = [5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40]

/** PI control (Gustafsson 1991; Hairer & Wanner 1996, section IV.2): h' = h 0.9 err^(-0.7/5) err_before^(0.4/5). */
const safety = 0.9
const proportional = 0.4 / 5
const integral = 0.7 / 5

interface Options {
  readonly relative: number
  readonly absolute: number
}

/**
 * Dormand–Prince 5(4) in the process's own time, with the result of order 5. Between two times of the grid it takes as
 * many steps as the error asks for, so a grid of one step is the method on its own; evaluations of refused steps count.
 * The error is the root mean square over the whole ensemble in units of max(absolute, relative |x|). Each interval of
 * the grid begins afresh (at most a hundredth of the whole range), so that a run resumes anywhere with the same steps.
 */
function dormandPrinceSampler({ relative, absolute }: Options): Sampler {
  return {
    capabilities,
    *run(problem, backend, from) {
      const { times } = problem
      const { x, carried } = from
      const k = nodes.map(() => backend.allocate())
      const [score, stage, lower] = [backend.allocate(), backend.allocate(), backend.allocate()]
      let nfe = from.nfe
      /** out <- b(at, t) */
      const slope = (out: Slot, at: Slot, t: number): void => {
        const drift = evaluateDrift(problem, backend, score, at, t)
        backend.combine(out, [drift.linear, at], [drift.score, score])
        nfe += drift.evaluations
      }
      const sum = (out: Slot, h: number, row: readonly number[]): void => {
        const terms = row.map((a, i): Term => [h * a, slotOf(k, i)]).filter(([a]) => a !== 0)
        backend.combine(out, [1, x], ...terms)
      }
      const range = Math.abs(times.at(-1)! - times[0]!)
      const interval = (start: number, end: number): void => {
        let t = start
        let h = Math.sign(end - start) * Math.min(Math.abs(end - start), range / 100)
        let before = 1
        slope(slotOf(k, 0), x, t)
        while (t !== end) {
          const ends = Math.abs(end - t) <= Math.abs(h) * (1 + 1e-9)
          if (ends) h = end - t
          for (let i = 1; i < nodes.length; i++) {
            sum(stage, h, rows[i]!)
            slope(slotOf(k, i), stage, i < 5 ? t + nodes[i]! * h : ends ? end : t + h)
          }
          // `stage` now holds the result of order 5.
          sum(lower, h, fourth)
          const error = Math.max(backend.errorNorm(stage, lower, x, { relative, absolute }).mean, 1e-10)
          if (error <= 1) {
            t = ends ? end : t + h
            backend.combine(x, [1, stage])
            backend.combine(slotOf(k, 0), [1, slotOf(k, 6)])
            h *= Math.min(10, Math.max(0.2, safety * error ** -integral * before ** proportional))
            before = error
          } else {
            const shrink = Number.isFinite(error) ? Math.max(0.2, safety * error ** -integral) : 0.2
            h *= shrink
            // Below this no step changes t: whatever is not finite is left for the engine to report.
            if (t + h === t) {
              backend.combine(x, [1, stage])
              return
            }
          }
        }
      }
      try {
        for (let step = from.step; step + 1 < times.length; step++) {
          interval(times[step]!, times[step + 1]!)
          yield { step: step + 1, t: times[step + 1]!, nfe, x, carried }
        }
      } finally {
        for (const slot of [...k, score, stage, lower]) backend.free(slot)
      }
    },
  }
}

export const dormandPrince = {
  ...entry({
    kind: 'dormand-prince',
    title: 'Dormand–Prince 5(4)',
    short: 'Dormand–Prince',
    doc: 'Chooses its steps between the times of the grid by the error of all particles; known as RK45 or dopri5.',
    source: 'Dormand & Prince 1980; Hairer, Nørsett & Wanner 1993, table II.5.2',
    params: {
      relative: {
        kind: 'number',
        label: 'Relative tolerance',
        doc: 'Error of one step against the size of x; smaller is slower and more exact.',
        default: 0.001,
        min: 1e-12,
        max: 0.5,
        soft: [1e-8, 0.1],
        scale: 'log',
        step: 0.0001,
      },
      absolute: {
        kind: 'number',
        label: 'Absolute tolerance',
        doc: 'Error of one step that is borne however small x is.',
        default: 0.001,
        min: 1e-14,
        max: 0.5,
        soft: [1e-8, 0.1],
        scale: 'log',
        step: 0.0001,
      },
    },
    make: dormandPrinceSampler,
  }),
  capabilities,
}
