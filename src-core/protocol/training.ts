import type { Choice } from '#core/params/param'

/** How a training stands. Nothing is lost in any of these: the last good weights are those that are shown. */
export type TrainingState =
  /** Weights from the seed, or from a checkpoint that was found; not begun here */
  'ready' | 'running' | 'paused' | 'done' | 'failed' | 'recovering'

/**
 * Error at one moment of a training, at log-SNR levels. `score`: mean of sigma^2 |s_theta - s|^2 over p_t. `jump`, of a
 * distilled network: mean square of where it jumps less where its teacher's flow leads, over the data's variance.
 */
export interface TrainingError {
  readonly step: number
  /** [levels] */
  readonly values: Float64Array
  /** Mean over the levels: of a score the range of MATHEMATICS section 6, of a jump the process's own */
  readonly total: number
}

/** One training as the page draws it. Curves are thinned to a few hundred points, evenly in steps. */
export interface TrainingView {
  /** Names what is trained on what: the same for documents that ask for the same. */
  readonly key: string
  /** A few words: network, loss */
  readonly title: string
  /** Pane of the document that asks for it, 0 the base, 1 the first variant; null: one that was begun before */
  readonly pane: number | null
  /** How it differs from the document's own, in words; empty for that itself */
  readonly difference: string
  /** The witness `training-run` that asks for it */
  readonly witness: Choice
  /** What its errors are errors of */
  readonly measure: 'score' | 'jump'
  readonly state: TrainingState
  /** What happened, what was kept, what to try; null where there is nothing to say */
  readonly sentence: string | null
  readonly step: number
  readonly steps: number
  /** Learning rate of the last step, by the schedule and the factor */
  readonly rateNow: number
  /** What the person multiplied the schedule by */
  readonly rateFactor: number
  readonly stepsPerSecond: number
  /** Name of the backend that trains, and why no faster one */
  readonly backend: string
  readonly backendReason: string
  readonly at: Float64Array
  readonly loss: Float64Array
  readonly gradientNorm: Float64Array
  readonly rate: Float64Array
  /** [levels] of `errors`, rising */
  readonly logSnr: Float64Array
  readonly errors: readonly TrainingError[]
  /** Steps whose weights are kept for the film, rising */
  readonly snapshots: Float64Array
  /** Step of the last checkpoint on disk; null: none */
  readonly saved: number | null
}

export interface Trainings {
  readonly revision: number
  /** Key of the document's own; null where its experiment has none */
  readonly own: string | null
  /** Why the document's own cannot be trained; null when it can */
  readonly problem: string | null
  readonly trainings: readonly TrainingView[]
}

export type TrainingAction =
  | { readonly kind: 'start' | 'pause' | 'stop' | 'restart' }
  /** Ends it and takes it from the list, where no pane asks for it; its checkpoint stays */
  | { readonly kind: 'dismiss' }
  /** Multiplies the schedule of the learning rate from now on; 0.001 to 1000 */
  | { readonly kind: 'rate'; readonly factor: number }

/** A network to be looked at: of a training by its key, null the document's own; at a step of its film, null the newest */
export interface NetworkWish {
  readonly revision: number
  readonly training: string | null
  readonly step: number | null
}

/** Whose field is drawn beside the exact one: the run's own score, or the document's training at some step. */
export type LearnedWish =
  | { readonly of: 'run' }
  /** As in `NetworkWish` */
  | { readonly of: 'training'; readonly training: string | null; readonly step: number | null }

/** How right the network of a training is; everything against the exact score of the same data. */
export interface LearnedReport {
  /** Steps that the weights had been trained for */
  readonly step: number
  /** Mean of sigma^2 |s_theta - s|^2 over p_t, per level, rising log-SNR; `total` is their mean */
  readonly logSnr: Float64Array
  readonly errors: Float64Array
  readonly total: number
  /** Root mean square over p_t of sigma^2 (d s_2/d x_1 - d s_1/d x_2), per level; null where data is on a line */
  readonly curl: Float64Array | null
  /** sigma^2 |s_theta - s|^2 by decile of log p_t over all levels, [10], least dense first */
  readonly deciles: Float64Array
  /** The losses on this one network at one level, and what theory says they differ by */
  readonly losses: readonly LossNumber[]
  /** log-SNR at which `losses` were taken */
  readonly lossLogSnr: number
}

/** A loss, its own number, and the explicit loss that follows from it. */
export interface LossNumber {
  readonly name: string
  readonly value: number
  /** Standard error from the number of points */
  readonly error: number
  /** TeX of what it is in terms of the explicit loss */
  readonly relation: string
  /** `value` less the constant of the relation: all of these agree where the relation holds */
  readonly explicit: number
}

/** Signed error over x_1 and log-SNR, rows from noise to data: sigma (s_theta - s) along the exact score. */
export interface ErrorMap {
  readonly step: number
  /** x_1 in scaled coordinates, [columns]; the other coordinates stand at the data's mean */
  readonly x: Float64Array
  readonly logSnr: Float64Array
  /** [rows, columns] */
  readonly values: Float32Array
  /** sigma^2-weighted density at the same places, 0 to 1 of its row's maximum */
  readonly density: Float32Array
}

/** End points of one run. */
export interface SamplePanel {
  /** Whose they are, and how they were made */
  readonly title: string
  readonly method: string
  readonly of: 'exact' | 'learned'
  /** [n, d] */
  readonly values: Float32Array
  /** Sliced W_2 to draws from the law at the level where the sampler stops */
  readonly distance: number
}

/** End points of runs from the same noise: of the exact and of the learned score, or of a student beside its teacher. */
export interface LearnedSamples {
  readonly step: number
  readonly panels: readonly SamplePanel[]
  /** Sliced W_2 between two sets of draws of that size */
  readonly floor: number
}

/** What goes wrong in a run, each source switched on alone and off alone. */
export interface ErrorBudget {
  readonly step: number
  readonly sources: readonly {
    readonly name: string
    readonly doc: string
    /** Sliced W_2 with this source alone, less that with none */
    readonly alone: number
    /** Sliced W_2 with all, less that with all but this */
    readonly without: number
  }[]
  /** Sliced W_2 with none of them, and with all */
  readonly none: number
  readonly all: number
  /** What the sources alone do not add up to */
  readonly interaction: number
}
