import type { Backend } from '#core/samplers/backend'
import type { Model } from '#main/engine/assemble'
import { single } from '#main/engine/backends/ensemble'
import { drawKey } from '#main/engine/backends/path-noise'
import { referenceBackend } from '#main/engine/backends/reference'

/** What a run asks of an array of noise. */
export interface NoiseDraws {
  /** Rows of n draws in the whole run */
  readonly rows: number
  /** `drawKey` of the draws of a step, pieces of the path first; one where the run draws nothing */
  readonly order: readonly number[]
}

/** Found out by running the sampler on no particles at all, which asks for the same draws. */
export function noiseDraws({ process, dynamics, sampler, score, times }: Model): NoiseDraws {
  const keys = new Set<number>()
  let steps = times.length - 1
  const base = referenceBackend({
    score,
    first: 0,
    count: 0,
    startSeed: 0,
    noise: { kind: 'independent', seed: 0 },
    ensemble: single(0),
  })
  const backend: Backend = {
    ...base,
    normals(_, request) {
      keys.add(drawKey(request))
      // A step to no noise may be one more than the grid has.
      steps = Math.max(steps, request.step + 1)
    },
  }
  const start = { step: 0, t: times[0]!, nfe: 0, x: backend.allocate(), carried: [] }
  for (const _ of sampler.run({ process, dynamics, times }, backend, start));
  base.dispose()
  const order = keys.size === 0 ? [0] : [...keys].sort((a, b) => a - b)
  return { rows: steps * order.length, order }
}
