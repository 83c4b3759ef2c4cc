import type { Backend } from '#core/samplers/backend'
import type { ScoreModel } from '#core/scores/score-model'
import type { BackendSpec } from './backend-spec'
import { referenceBackend } from './reference'

export type BackendName = 'reference' | 'wasm'

export interface BackendChoice {
  readonly name: BackendName
  /** One sentence: why this one and no faster one. */
  readonly reason: string
}

/** The fastest backend that can run a score here. */
export function chooseBackend(_score: ScoreModel): BackendChoice {
  return { name: 'reference', reason: 'Plain TypeScript in float64.' }
}

export function createBackend(_name: BackendName, spec: BackendSpec): Backend {
  return referenceBackend(spec)
}
