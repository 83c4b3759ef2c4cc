import { type VariationalBound, variationalBound } from '#core/measures/bound/variational-bound'
import { generativeOf } from '#core/experiment/subject'
import type { Seeds, Subject } from '#core/experiment/document'
import type { Model } from '../assemble'

/** Draws behind each term: most of the work is as many scores a level. */
const work = 400_000

/**
 * DDPM's bound of the chain that the document's grid visits, with the document's score. The variance of a step is the
 * sampler's where it has that choice, else the posterior's.
 */
export function boundOf(
  { process, times, score, distribution, dynamics }: Model,
  subject: Subject,
  seeds: Seeds,
): VariationalBound {
  const { sampler } = generativeOf(subject, 'the bound')
  const falling = dynamics.direction === 'reverse' ? times : times.slice().reverse()
  return variationalBound(process, falling, score, distribution, {
    variance: sampler['variance'] === 'forward' ? 'forward' : 'posterior',
    draws: Math.max(200, Math.min(20_000, Math.floor(work / times.length))),
    seed: seeds.data,
  })
}
