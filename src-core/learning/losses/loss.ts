import type { Architecture } from '../network/architecture'
import type { Batch } from '../training/trainer'
import type { NoisyRows } from './rows'
import type { Weighting } from './weighting'

/** A loss for one network: it turns noisy rows into what a trainer is asked. */
export interface Loss {
  /** Whether the divergence of the network is in it, for which a trainer needs slopes */
  readonly slopes: boolean
  batch(rows: NoisyRows, step: number): Batch
}

export interface LossContext {
  readonly architecture: Architecture
  readonly weighting: Weighting
}
