import type { DensitySource } from '#core/protocol/density-source'
import type { Experiment, Seeds } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import type { DistanceName } from '#core/protocol/distances'
import type { RemoteErrorData } from '#core/protocol/messages'
import type { StudyEvent } from '#core/protocol/study'
import type { BackendName } from '../backends/create-backend'
import type { Film } from '../film'
import type { QuestionJob } from './questions'

/** A share of the particles: those with numbers first ... first + count - 1. */
export interface Share {
  readonly first: number
  readonly count: number
}

/** Everything a worker needs for its share of a run. */
export interface PartJob {
  readonly kind: 'part'
  readonly revision: number
  readonly experiment: Experiment
  readonly seeds: Seeds
  readonly backend: BackendName
  readonly worker: number
  readonly share: Share
  readonly film: Film
  /** Step of the last checkpoint to go on from; 0 for a new run */
  readonly from: number
  /** A quick first picture: the share of the first particles, run to one step. */
  readonly preview: {
    readonly share: Share
    readonly step: number
    readonly positions: SharedArrayBuffer
  } | null
}

/** Fills the film's window with the states of one of its numbers. */
export interface WindowJob {
  readonly kind: 'window'
  readonly revision: number
  readonly window: number
}

/** One worker's share of a reel: particles of an SDE, or a density on a grid. */
export interface ReelJob {
  readonly kind: 'reel'
  /** Number of the reel, so that reports find it */
  readonly reel: number
  readonly what: 'particles' | 'grid'
  readonly experiment: Experiment
  readonly seeds: Seeds
  readonly worker: number
  /** Particles, or all cells of the grid */
  readonly share: Share
  readonly film: Film
  /** An integer; not 0: the reel is not wanted any more */
  readonly stop: SharedArrayBuffer
  /** Step of the last checkpoint to go on from; 0 for a new run */
  readonly from: number
}

/** Fills the window of a reel's film likewise. */
export interface ReelWindowJob {
  readonly kind: 'reel-window'
  readonly reel: number
  readonly window: number
}

/** Whole trajectories of a few particles from given starts, computed beside the run. */
export interface PathsJob {
  readonly kind: 'paths'
  readonly id: number
  readonly experiment: Experiment
  readonly seeds: Seeds
  /** `run`: the document's own particles; `flow`: the probability flow from their starts; `lattice`: from a lattice */
  readonly what: 'run' | 'flow' | 'lattice'
  readonly particles: readonly number[]
}

/** log p_t on a grid over one axis at every step. */
export interface RidgelineJob {
  readonly kind: 'ridgeline'
  readonly id: number
  readonly experiment: Experiment
  readonly axis: number
  readonly origin: number
  readonly spacing: number
  readonly count: number
  /** Of an equation: which density */
  readonly source: DensitySource
}

/** A row of a distance curve: the distance of the run to the exact p_t at one step. */
export interface DistanceJob {
  readonly kind: 'distance'
  readonly id: number
  /** Rows of one curve come under one number; the first says of what. */
  readonly curve: number
  readonly of: {
    readonly experiment: Experiment
    readonly seeds: Seeds
    readonly measure: DistanceName
  } | null
  readonly step: number
  /** [n, d] of the run's first particles */
  readonly positions: Float32Array
  /** The flow goes along; such steps rise. */
  readonly onward: boolean
}

/** log density along the flow from the start of one particle. */
export interface LikelihoodJob {
  readonly kind: 'likelihood'
  readonly id: number
  readonly experiment: Experiment
  readonly seeds: Seeds
  readonly particle: number
}

/** Work beside the run, with a number: answered by `values`, `answer` or `broken`. */
export type AsideJob = PathsJob | RidgelineJob | DistanceJob | LikelihoodJob | QuestionJob

/** Begins the document's convergence study; told event by event under its number. */
export interface StudyJob {
  readonly kind: 'study'
  readonly study: number
  readonly experiment: Experiment
  readonly seeds: Seeds
}

/** Ends a study at its next event. */
export interface StopStudyJob {
  readonly kind: 'stop-study'
  readonly study: number
}

/** The networks that later jobs may name */
export interface NetworksJob {
  readonly kind: 'networks'
  readonly table: NetworkTable
}

export type WorkerJob =
  NetworksJob | PartJob | WindowJob | ReelJob | ReelWindowJob | AsideJob | StudyJob | StopStudyJob

export type StudyReport =
  | { readonly kind: 'study-event'; readonly study: number; readonly event: StudyEvent }
  /** `problem` is one sentence when it could not be done */
  | { readonly kind: 'study-ended'; readonly study: number; readonly problem: string | null }

export type ReelReport =
  | { readonly kind: 'reel-progress'; readonly reel: number }
  /** `sentence` is null where a number was not finite. */
  | {
      readonly kind: 'reel-failed'
      readonly reel: number
      readonly step: number
      readonly t: number
      readonly sentence: string | null
    }

export type WorkerReport =
  | ReelReport
  | { readonly kind: 'progress'; readonly revision: number }
  | { readonly kind: 'previewed'; readonly revision: number }
  | { readonly kind: 'failed'; readonly revision: number; readonly step: number; readonly t: number }
  | { readonly kind: 'values'; readonly id: number; readonly values: Float32Array | Float64Array }
  /** The output of the call that the question is named by */
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'broken'; readonly id: number; readonly error: RemoteErrorData }
  | StudyReport

/** What a worker is born with: the revision that is wanted, polled between steps so that an old run stops at once. */
export interface WorkerBirth {
  readonly wanted: SharedArrayBuffer
}
