import type { GenerativeSubject, Seeds } from '#core/experiment/document'
import type { HistoryJson } from '#core/learning/history/history'
import type { NetworkTable } from '#core/learning/network-table'
import type { Choice } from '#core/params/param'
import type { TrainerName } from '../tensors/create-trainer'
import type { TrainingError } from '#core/protocol/training'

/** Everything that a thread needs to train one network, from the start or from where a file left it. */
export interface BeginTraining {
  readonly kind: 'begin'
  readonly subject: GenerativeSubject
  /** The witness `training-run` */
  readonly witness: Choice
  readonly seeds: Seeds
  /** Networks that it may learn from, for distillation */
  readonly networks: NetworkTable
  /** Where checkpoints stand and go; null: none are kept */
  readonly file: string | null
  /** Folder of its film; null: no moments are kept */
  readonly film: string | null
  /** Multiplies the scheduled rate */
  readonly factor: number
  /** Which trainer; the fastest that can train it when absent */
  readonly backend?: TrainerName
  /** Where the native packages of Settings are */
  readonly native?: string
  /** Begins at once, or waits to be told */
  readonly going: boolean
}

export type TrainerJob =
  BeginTraining | { readonly kind: 'go' | 'pause' } | { readonly kind: 'rate'; readonly factor: number }

export type TrainerReport =
  /** Weights are the moving average, in shared memory; those of the seed, or of the checkpoint */
  | {
      readonly kind: 'begun'
      readonly step: number
      readonly weights: Float32Array
      readonly backend: string
      readonly reason: string
      /** What it had told up to this step */
      readonly history: HistoryJson
    }
  /** Steps first ... first + n - 1; `seconds` is what they took */
  | {
      readonly kind: 'steps'
      readonly first: number
      readonly loss: Float64Array
      readonly gradientNorm: Float64Array
      readonly rate: Float64Array
      readonly seconds: number
    }
  /** `keep`: it is in the film now, whose steps do not depend on the clock */
  | {
      readonly kind: 'weights'
      readonly step: number
      readonly weights: Float32Array
      readonly keep: boolean
    }
  | { readonly kind: 'error'; readonly error: TrainingError }
  | { readonly kind: 'saved'; readonly step: number }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'ended'; readonly step: number; readonly sentence: string | null }
  /** It cannot be begun: something in the document or its file is wrong */
  | { readonly kind: 'refused'; readonly sentence: string }
