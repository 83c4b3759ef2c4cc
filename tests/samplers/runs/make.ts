import { odeSamplers } from '#core/catalog/ode-samplers'
import { withDefaults } from '#core/params/defaults'
import type { ParamValue } from '#core/params/param'
import { endAtZero } from '#core/samplers/end-at-zero'
import type { Sampler } from '#core/samplers/sampler'

/** A sampler of the catalogue, with parameters other than its defaults. */
export function odeSampler(kind: string, values: Readonly<Record<string, ParamValue>> = {}): Sampler {
  const found = odeSamplers.find((candidate) => candidate.kind === kind)
  if (found === undefined) throw new Error(`the catalogue has no sampler ${kind}`)
  return found.make(withDefaults(found.params, { kind, ...values }))
}

/** The same with the step to sigma = 0 that its authors end with. */
export const toZero = (sampler: Sampler): Sampler => sampler.toZero ?? endAtZero(sampler)
