import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Slot, Term } from '../../backend'
import { type Level, levelAt, predict } from '../../level'
import type { Capabilities, Sampler, SamplingProblem } from '../../sampler'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  needs: 'equal steps of time',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 4,
  history: 3,
} as const satisfies Capabilities

/** Adams–Bashforth of order 1 to 4 on equal steps: weights of the noise predictions, newest first. */
const adams = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
] as const

type Start = 'runge-kutta' | 'euler'

/**
 * PNDM (Liu, Ren, Lin & Zhao 2022): classical methods average noise predictions as if the steps were equal, and the
 * average moves x by the transfer of DDIM, phi(x, eps) = (alpha'/alpha) x + (sigma' - alpha' sigma / alpha) eps
 * (equation 11). F-PNDM (algorithm 2) starts with three pseudo Runge–Kutta steps of four evaluations each; PLMS, as
 * Stable Diffusion coded it, starts with one pseudo improved Euler step and rising orders.
 */
function make(start: Start): Sampler {
  return {
    capabilities,
    check,
    *run({ process, times }, backend, from) {
      const { x } = from
      const steps = times.length - 1
      let past: Slot[] = from.carried.slice(0, Math.min(from.step, 3))
      const spare: Slot[] = from.carried.slice(past.length)
      while (past.length + spare.length < 4) spare.push(backend.allocate())
      const [middle, other, sum] = [backend.allocate(), backend.allocate(), backend.allocate()]
      const transfer = (out: Slot, a: Level, b: Level, eps: readonly Term[]): void => {
        const move = b.sigma - (b.alpha * a.sigma) / a.alpha
        backend.combine(
          out,
          [b.alpha / a.alpha, x],
          ...eps.map(([weight, slot]): Term => [move * weight, slot]),
        )
      }
      const rungeKutta = (eps: Slot, here: Level, to: Level): void => {
        const half = levelAt(process, 0.5 * (here.t + to.t))
        transfer(middle, here, half, [[1, eps]])
        predict(backend, other, middle, half, 'noise')
        backend.combine(sum, [1 / 6, eps], [1 / 3, other])
        transfer(middle, here, half, [[1, other]])
        predict(backend, other, middle, half, 'noise')
        backend.combine(sum, [1, sum], [1 / 3, other])
        transfer(middle, here, to, [[1, other]])
        predict(backend, other, middle, to, 'noise')
        transfer(x, here, to, [
          [1, sum],
          [1 / 6, other],
        ])
      }
      const improvedEuler = (eps: Slot, here: Level, to: Level): void => {
        transfer(middle, here, to, [[1, eps]])
        predict(backend, other, middle, to, 'noise')
        transfer(x, here, to, [
          [0.5, eps],
          [0.5, other],
        ])
      }
      try {
        let nfe = from.nfe
        for (let step = from.step; step < steps; step++) {
          const here = levelAt(process, times[step]!)
          const to = levelAt(process, times[step + 1]!)
          const eps = spare.pop()
          if (eps === undefined) throw new Error('PNDM ran out of arrays')
          predict(backend, eps, x, here, 'noise')
          nfe += 1
          if (start === 'runge-kutta' && step < 3) {
            rungeKutta(eps, here, to)
            nfe += 3
          } else if (start === 'euler' && step === 0) {
            improvedEuler(eps, here, to)
            nfe += 1
          } else {
            const known = [eps, ...past]
            const weights = adams[known.length - 1] ?? adams[3]
            transfer(
              x,
              here,
              to,
              weights.map((weight, j): Term => [weight, known[j]!]),
            )
          }
          const known = [eps, ...past]
          past = known.slice(0, 3)
          spare.push(...known.slice(3))
          yield { step: step + 1, t: to.t, nfe, x, carried: past }
        }
      } finally {
        for (const slot of [...past, ...spare, middle, other, sum]) backend.free(slot)
      }
    },
  }
}

/** The averages are right on equal steps only. */
function check({ times }: SamplingProblem): void {
  const steps = times.length - 1
  const h = (times[steps]! - times[0]!) / steps
  for (let i = 1; i <= steps; i++)
    if (Math.abs(times[i]! - times[i - 1]! - h) > 1e-6 * Math.abs(h))
      throw new Invalid('grid.kind', 'has unequal steps; "uniform" was expected by this sampler')
}

export const pndm = {
  ...entry({
    kind: 'pndm',
    title: 'PNDM',
    doc: 'One evaluation per step in the long run: averages of past noise predictions move x as DDIM does. Equal steps only.',
    source: 'Liu, Ren, Lin & Zhao 2022, algorithm 2 and equation 11',
    params: {
      start: {
        kind: 'choice',
        label: 'First steps',
        doc: 'Three pseudo Runge–Kutta steps of four evaluations (the paper), or one improved Euler step (PLMS).',
        default: 'runge-kutta',
        options: [
          { value: 'runge-kutta', label: 'Runge–Kutta (F-PNDM)' },
          { value: 'euler', label: 'improved Euler (PLMS)' },
        ],
      },
    },
    make: ({ start }) => make(start as Start),
  }),
  capabilities,
}
