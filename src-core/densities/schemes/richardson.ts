import type { DensityRun, DensityState, Scheme } from './scheme'
import type { Transport } from '../transport'

/**
 * Two runs of one scheme beside each other, with the given steps and with halves of them; what is yielded is
 * (2^k fine - coarse) / (2^k - 1) for a scheme of order k in time, one order more (Richardson 1911). The runs are not
 * mixed, so each stays what its scheme promises; the result need not be positive.
 */
export function* richardson(
  scheme: Scheme,
  problem: Transport,
  times: Float64Array,
  from: DensityState,
): DensityRun {
  const halved = Float64Array.from({ length: 2 * times.length - 1 }, (_, k) =>
    k % 2 === 0 ? times[k / 2]! : 0.5 * (times[(k - 1) / 2]! + times[(k + 1) / 2]!),
  )
  const coarse = scheme.run(problem, times, from)
  const fine = scheme.run(problem, halved, { ...from, step: 2 * from.step })
  const factor = 2 ** scheme.facts.order.time
  const p = new Float64Array(from.p.length)
  for (;;) {
    const a = coarse.next()
    fine.next()
    const b = fine.next()
    if (a.done === true || b.done === true) return
    for (let i = 0; i < p.length; i++) p[i] = (factor * b.value.p[i]! - a.value.p[i]!) / (factor - 1)
    yield { step: a.value.step, t: a.value.t, p }
  }
}
