import { HeatWaves } from '../waves/heat-waves'
import { type Scheme, type SchemeFacts, startOf } from './scheme'

const facts = {
  order: { space: Infinity, time: Infinity },
  positive: 'no',
  unstableBeyondBound: false,
  crossTerms: false,
  carries: 1,
} as const satisfies SchemeFacts

/**
 * Every wave of the first state times e^(-D k^2 t), from the fast Fourier, sine or cosine transform that the ends ask
 * for. Each state comes from the first one, so that errors do not add up; it is carried.
 */
export const spectral: Scheme = {
  kind: 'spectral',
  title: 'Spectral',
  doc: 'Each wave fades at its own rate, without any error in time. A jump in the start rings for a moment.',
  source: 'Fourier 1822; Trefethen 2000, chapters 3 and 8',
  params: {},
  facts,
  stepBound: () => Infinity,
  *run(problem, times, from) {
    const p = startOf(from, times)
    const waves = new HeatWaves(problem)
    const { size } = waves.basis
    // From a state taken off a film, the waves are made again from the very first one, to the same bits.
    const start = from.carried?.[0] ?? p.slice()
    const began = from.carried === undefined ? from.t : times[0]!
    const first = new Float64Array(size)
    waves.analyse(first, start)
    const room = new Float64Array(size)
    let source: Float64Array | null = null
    if (problem.source !== undefined) {
      const made = new Float64Array(p.length)
      problem.source(made, began)
      source = new Float64Array(size)
      waves.basis.analyse(source, made)
    }
    for (let step = from.step; step + 1 < times.length; step++) {
      const next = times[step + 1]!
      waves.after(p, first, next - began, source, room)
      yield { step: step + 1, t: next, p, carried: [start] }
    }
  },
}
