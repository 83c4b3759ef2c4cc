import type { DensityRun, DensityState, Scheme, SchemeFacts } from './scheme'
import type { Transport } from '../transport'

/**
 * Two runs of one scheme beside each other, with the given steps and with halves of them; what is yielded is
 * (2^k fine - coarse) / (2^k - 1) for a scheme of order k in time, one order more (Richardson 1911). The runs are not
 * mixed, so each stays what its scheme promises; both are carried. The result need not be positive.
 */
export function richardson(scheme: Scheme): Scheme {
  const facts: SchemeFacts = {
    ...scheme.facts,
    order: { space: scheme.facts.order.space, time: scheme.facts.order.time + 1 },
    positive: 'no',
    carries: 2,
  }
  return {
    kind: `richardson-${scheme.kind}`,
    title: `${scheme.title}, extrapolated`,
    doc: `${scheme.title} with whole and with half steps, joined so that the leading error in time cancels. Witness numbers come from it.`,
    source: `Richardson 1911; ${scheme.source}`,
    params: {},
    facts,
    stepBound: (problem, t) => scheme.stepBound(problem, t),
    run: (problem, times, from) => extrapolate(scheme, problem, times, from),
  }
}

function* extrapolate(
  scheme: Scheme,
  problem: Transport,
  times: Float64Array,
  from: DensityState,
): DensityRun {
  const halved = Float64Array.from({ length: 2 * times.length - 1 }, (_, k) =>
    k % 2 === 0 ? times[k / 2]! : 0.5 * (times[(k - 1) / 2]! + times[(k + 1) / 2]!),
  )
  const [whole, half] = from.carried ?? [from.p, from.p]
  const coarse = scheme.run(problem, times, { step: from.step, t: from.t, p: whole! })
  const fine = scheme.run(problem, halved, { step: 2 * from.step, t: from.t, p: half! })
  const factor = 2 ** scheme.facts.order.time
  const p = new Float64Array(from.p.length)
  for (;;) {
    const a = coarse.next()
    fine.next()
    const b = fine.next()
    if (a.done === true || b.done === true) return
    for (let i = 0; i < p.length; i++) p[i] = (factor * b.value.p[i]! - a.value.p[i]!) / (factor - 1)
    yield { step: a.value.step, t: a.value.t, p, carried: [a.value.p, b.value.p] }
  }
}
