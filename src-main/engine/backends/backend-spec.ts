import type { ScoreModel } from '#core/scores/score-model'
import type { Ensemble } from './ensemble'
import type { PathNoise } from './path-noise'

/** What a backend is made for: one partition of one run. */
export interface BackendSpec {
  readonly score: ScoreModel
  /** Particles first ... first + count - 1 */
  readonly first: number
  readonly count: number
  readonly startSeed: number
  readonly noise: PathNoise
  readonly ensemble: Ensemble
}
