import { heatSpectrumFrom } from '#core/densities/waves/spectrum'
import { Invalid } from '#core/params/invalid'
import type { SpectrumView } from '#core/protocol/spectrum'
import type { EquationModel } from './equation-model'

/** The waves of a field at its steps, for a run that began with `start`; null for what does not flow through time. */
export function spectrumOf(
  { plan, subject }: EquationModel,
  start: Float64Array,
): (p: Float64Array, t: number) => SpectrumView {
  const none = (sentence: string) => (): SpectrumView => ({ kind: 'none', sentence })
  if (plan === null || subject.kind !== 'field')
    return none('The law of waves is about heat that flows; another subject is open.')
  try {
    const spectrum = heatSpectrumFrom(plan.problem, start)
    return (p, t) => ({
      kind: 'spectrum',
      k: spectrum.k,
      start: spectrum.start,
      now: spectrum.of(p),
      law: spectrum.law(t),
    })
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return none(`Each wave has a law of its own only ${reason(error.problem)}.`)
  }
}

/** The spectral solver's refusal without what it says of schemes */
function reason(problem: string): string {
  const found = /which takes (.*); another scheme/.exec(problem)
  return found === null ? `where the waves are known here: ${problem}` : `for ${found[1]}`
}
