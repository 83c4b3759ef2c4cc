import { entry } from '#core/params/entry'
import type { Backend, Slot } from '../backend'
import { evaluateDrift } from '../drift'
import type { Capabilities, Sampler } from '../sampler'

const capabilities = {
  noise: 'required',
  equation: 'dynamics',
  order: { ode: null, sde: 1.5 },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * SRA1 (Rössler 2010, table 6.2), for additive noise, with I1 = W(t') - W(t) and I10 = integral of W(s) - W(t) ds:
 * p  = x + 3/4 b(x, t) dt + 3/2 c(t') I10/h,
 * x' = x + (1/3 b(x, t) + 2/3 b(p, t + 3/4 dt)) dt + c(t') I1 + (c(t) - c(t')) I10/h.
 */
function method(pieces: number): Sampler {
  return {
    capabilities,
    *run(problem, backend, from) {
      const { times, dynamics } = problem
      const { x, carried } = from
      const [first, second, stage, increment, area, piece] = [
        backend.allocate(),
        backend.allocate(),
        backend.allocate(),
        backend.allocate(),
        backend.allocate(),
        backend.allocate(),
      ]
      try {
        let nfe = from.nfe
        for (let step = from.step; step + 1 < times.length; step++) {
          const t = times[step]!
          const next = times[step + 1]!
          const dt = next - t
          const between = t + 0.75 * dt
          drawPath(backend, { increment, area, piece }, { step, from: t, to: next }, pieces)
          const b = evaluateDrift(problem, backend, first, x, t)
          const [c, later] = [dynamics.noise(t), dynamics.noise(next)]
          backend.combine(
            stage,
            [1 + 0.75 * b.linear * dt, x],
            [0.75 * b.score * dt, first],
            [1.5 * later, area],
          )
          const p = evaluateDrift(problem, backend, second, stage, between)
          nfe += b.evaluations + p.evaluations
          const [one, two] = [dt / 3, (2 * dt) / 3]
          backend.combine(
            x,
            [1 + one * b.linear, x],
            [one * b.score, first],
            [two * p.linear, stage],
            [two * p.score, second],
          )
          backend.combine(x, [1, x], [later, increment], [c - later, area])
          yield { step: step + 1, t: next, nfe, x, carried }
        }
      } finally {
        for (const slot of [first, second, stage, increment, area, piece]) backend.free(slot)
      }
    },
  }
}

/**
 * increment <- I1 and area <- I10/h of one step of length h. The path is asked for at the ends of equal pieces; the
 * integral is the trapezoidal sum over them plus what the bridge over a piece adds, N(0, piece^3/12), from a draw of its
 * own. So I1 and I10 have their joint law for any number of pieces; the path itself decides I10 up to
 * h^1.5/(sqrt(12) pieces) only, which is what an order measured on one path sees.
 */
function drawPath(
  backend: Backend,
  { increment, area, piece }: { readonly increment: Slot; readonly area: Slot; readonly piece: Slot },
  { step, from, to }: { readonly step: number; readonly from: number; readonly to: number },
  pieces: number,
): void {
  const root = Math.sqrt(Math.abs(to - from))
  const share = root / Math.sqrt(pieces)
  const place = (i: number): number => (i === pieces ? to : from + ((to - from) * i) / pieces)
  for (let i = 0; i < pieces; i++) {
    backend.normals(piece, { step, from: place(i), to: place(i + 1), piece: i })
    // An increment counts for what is left of the step after the middle of its piece.
    const left = 1 - (i + 0.5) / pieces
    if (i === 0) {
      backend.combine(increment, [share, piece])
      backend.combine(area, [share * left, piece])
    } else {
      backend.combine(increment, [1, increment], [share, piece])
      backend.combine(area, [1, area], [share * left, piece])
    }
  }
  backend.normals(piece, { step, from, to, draw: 1 })
  backend.combine(area, [1, area], [root / (Math.sqrt(12) * pieces), piece])
}

export const sra1 = {
  ...entry({
    kind: 'sra1',
    title: 'SRA1',
    doc: 'Two score evaluations per step and the integral of the Brownian path: strong order 1.5.',
    source: 'Rössler 2010, table 6.2',
    params: {
      pieces: {
        kind: 'number',
        label: 'Pieces of the path',
        symbol: 'm',
        doc: 'Parts of a step over which the path is summed. Any number is exact in law; on a fixed path more pieces settle the integral better, at one draw each.',
        default: 1,
        min: 1,
        max: 200,
        soft: [1, 32],
        scale: 'log',
        step: 1,
        integer: true,
        minor: true,
      },
    },
    make: (values) => method(values.pieces),
  }),
  capabilities,
}
