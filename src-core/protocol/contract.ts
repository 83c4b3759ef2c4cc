import type { CatalogJson } from '#core/catalog/catalog'
import type { LabDocument } from '#core/experiment/document'
import type { BackendInfo } from '#core/samplers/backend'
import type { BackwardEstimates, BackwardPicture } from './backward'
import type { Compute } from './compute'
import type { DensitySource } from './density-source'
import type { DistanceCurve, DistanceWish } from './distances'
import type { EntropyCourse } from './entropy'
import type { AtRest, FirstPassage, PassageWish } from './first-passage'
import type { ItoAnswer } from './ito-bench'
import type { PathWeights } from './path-weights'
import type { SpectrumView } from './spectrum'
import type { Study } from './study'
import type {
  ErrorBudget,
  ErrorMap,
  LearnedReport,
  LearnedSamples,
  LearnedWish,
  NetworkWish,
  TrainingAction,
  Trainings,
} from './training'
import type { VisitedTable } from './visited'
import type { WeakForm } from './weak-form'
import type { WrongScoreCost, WrongScoreWish } from './wrong-score'

/** Bumped when a page of one build could misunderstand an engine of another. */
export const protocolVersion = 1

/** Facts of a run that do not change while its film plays; all arrays have N + 1 entries in visited order. */
export interface RunInfo {
  /** Number that the page gave the document; frames of older revisions are dropped. */
  readonly revision: number
  readonly dimension: 1 | 2 | 3
  readonly particles: number
  readonly times: Float64Array
  readonly alpha: Float64Array
  readonly sigma: Float64Array
  readonly logSnr: Float64Array
  /** Score evaluations when the step is reached */
  readonly nfe: Float64Array
  /**
   * `time`: an equation without noise levels. It goes from left to right, and alpha, sigma, logSnr, nfe are empty.
   */
  readonly direction: 'reverse' | 'forward' | 'time'
  readonly deterministic: boolean
  /** TeX */
  readonly equation: string
  readonly backend: BackendInfo
  /** Why this backend and no faster one. */
  readonly backendReason: string
  readonly workers: number
  /** s^2 of the scaled coordinates */
  readonly dataVariance: number
  readonly box: { readonly low: readonly number[]; readonly high: readonly number[] }
  readonly scoreAccuracy: string
  /** KL(p_T || prior) in nats, by quadrature or closed form; null where it was not computed. */
  readonly startMismatch: number | null
  /** The grid on which the density, or the field, is computed besides the particles; null where there is none */
  readonly grid: GridFacts | null
}

export interface GridFacts {
  readonly counts: readonly number[]
  /** The name of the method and what it promises of positivity, sentences */
  readonly scheme: string
  readonly statement: string
  /** A density has a mass of 1; a field has any total, and particles where the document asks for them */
  readonly what: 'density' | 'field'
  /** It stands still: there is no time to play */
  readonly stands?: boolean
  /** What all particles beside it together stand for; 1 where it is absent */
  readonly total?: number
}

/** A density on the cells of a grid at one step, and what it is held against. */
export interface GridState {
  readonly mass: number
  readonly least: number
  readonly most: number
  /** Total variation and Kullback-Leibler divergence in nats to the closed form; null where none is known */
  readonly toExact: { readonly totalVariation: number; readonly divergence: number } | null
  /** The same from the particles' histogram to this density, and the floor that sampling gives; null without particles */
  readonly fromParticles: {
    readonly totalVariation: number
    readonly divergence: number
    readonly floor: number
  } | null
  /** Balance of the region that was asked for */
  readonly region: RegionState | null
}

export interface RegionState {
  /** Integral of the grid's density */
  readonly mass: number
  /** What flows in through the boundary per unit of time */
  readonly inflow: number
  /** Share of the particles inside; null without particles */
  readonly particles: number | null
  /** Integral of the closed form; null where none is known */
  readonly exact: number | null
}

/** A scalar that is shown beside what it is compared with. */
export interface WitnessNumber {
  readonly name: string
  readonly value: number
  /** What it is compared with: exact value, sampling floor, tolerance */
  readonly against: number
  readonly againstName: string
  readonly agrees: boolean
}

/** How the particles are shared out among the modes of the data. */
export interface ModeShares {
  /** Share of the particles nearest to each mode, and its weight */
  readonly shares: readonly number[]
  readonly weights: readonly number[]
  /** Standard deviation of the share of as many exact draws, for each mode */
  readonly deviations: readonly number[]
  /** Total variation between them, and what as many exact draws would show */
  readonly variation: number
  readonly floor: number
  /** Share of the modes that hold at least a tenth of their weight */
  readonly coverage: number
}

/** A regular grid in stage coordinates, last axis fastest; nodes at origin + i * spacing. */
export interface GridSpec {
  readonly counts: readonly number[]
  readonly origin: readonly number[]
  readonly spacing: readonly number[]
}

/** What the stage needs at one step; the page asks for the newest and gets whole frames of one step. */
export interface FrameRequest {
  readonly revision: number
  readonly step: number
  readonly wants: {
    readonly particles: boolean
    /** Density on a grid over the view, or on the cells of its own grid */
    readonly density: GridSpec | null
    /** Which density; the exact one where this is absent, or the grid's where none is known */
    readonly source?: DensitySource
    /** Corners [low, high] of a rectangle, or ends of an interval, whose balance is wanted, data coordinates */
    readonly region?: { readonly low: readonly number[]; readonly high: readonly number[] } | null
    /** Score vectors on a grid over the view */
    readonly score: GridSpec | null
    /** A learned field on the nodes of `score`, beside the exact one */
    readonly learned: LearnedWish | null
    /** Lattice carried by the probability flow */
    readonly mesh: boolean
    readonly statistics: boolean
    /** The waves of heat beside their law */
    readonly spectrum?: boolean
  }
}

export interface Frame {
  readonly revision: number
  readonly step: number
  readonly t: number
  /** Particles drawn; fewer than `RunInfo.particles` while a slider moves. They are numbers 0 ... shown - 1. */
  readonly shown: number
  /** [shown, d] data coordinates */
  readonly particles: Float32Array | null
  readonly density: {
    readonly grid: GridSpec
    readonly values: Float32Array
    /** Largest value, or the largest size of a difference */
    readonly max: number
    /** Least value, where it may be negative */
    readonly least?: number
    /**
     * Top of the colours over the whole run, once it is known: the largest size at a quarter of the horizon, of a
     * difference at its end as well
     */
    readonly top?: number
    /** Which density this is; the exact one where it is absent */
    readonly source?: DensitySource
  } | null
  /** [cells, d] grad log p_t, or the current of an equation without a score */
  readonly score: { readonly grid: GridSpec; readonly values: Float32Array } | null
  /** [cells, d] of a learned or perturbed score at the nodes of `score`, which is the exact one then */
  readonly learned: Float32Array | null
  /** [rows, columns, d] */
  readonly mesh: { readonly rows: number; readonly columns: number; readonly values: Float32Array } | null
  /** The density on its own grid, where one is computed; with the statistics */
  readonly grid: GridState | null
  /** Of an SDE or a field, where it was wanted */
  readonly spectrum?: SpectrumView
  /** Why the grid beside a diffusion model stopped before the end, a sentence; its earlier steps stay on film. */
  readonly gridProblem?: string
  readonly statistics: {
    readonly mean: readonly number[]
    readonly deviation: readonly number[]
    readonly witnesses: readonly WitnessNumber[]
    /** Null for data without modes, and while the noise blurs them together */
    readonly modes: ModeShares | null
  } | null
}

export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly revision: number; readonly filmed: number; readonly steps: number }
  | { readonly kind: 'done'; readonly revision: number }
  /** The last good picture stays; `step` is the first that failed. */
  | { readonly kind: 'failed'; readonly revision: number; readonly step: number; readonly sentence: string }
  /** A worker died and its part is being computed again. */
  | { readonly kind: 'recovering'; readonly revision: number; readonly sentence: string }

/** Every call: name -> input, output. Errors arrive as objects (`RemoteError`). */
export interface Calls {
  hello: {
    input: { readonly protocol: number }
    output: {
      readonly versions: Readonly<Record<string, string>>
      readonly host: 'electron' | 'local' | 'memory'
      readonly catalog: CatalogJson
      /** The document that the engine holds, for a page that comes back. */
      readonly document: LabDocument
      readonly revision: number
      readonly run: RunInfo | null
      /** Networks that ship with the lab, by the name that a document gives them */
      readonly networks: readonly string[]
      /** Presets that ship with the lab */
      readonly presets: readonly {
        readonly name: string
        readonly watch: string
        readonly group?: string
        readonly document: LabDocument
      }[]
    }
  }
  /** Validates and starts a document; the one before goes on until this is accepted. Fails with `Invalid`. */
  open: {
    input: { readonly document: unknown; readonly revision: number }
    output: { readonly document: LabDocument; readonly run: RunInfo }
  }
  /**
   * Whole trajectories of some particles: [particles, N + 1, d]. `twin` is the probability flow from the same
   * starts; `flow` the same for a run that is already an ODE.
   */
  paths: {
    input: {
      readonly revision: number
      readonly dynamics: 'run' | 'probability-flow'
      readonly particles: readonly number[]
    }
    output: { readonly values: Float32Array; readonly steps: number }
  }
  /**
   * log density in nats along the probability flow from one particle's start, at every step [N + 1]: exact, by the
   * integral of the exact divergence, by Hutchinson's estimate with its standard error over `probes`, and by the change
   * of variables of Euler's steps. `priorGap` is what quoting the Gaussian prior in place of the true p_T takes away.
   */
  likelihood: {
    input: { readonly revision: number; readonly particle: number }
    output: {
      readonly exact: Float64Array
      readonly integral: Float64Array
      readonly estimate: Float64Array
      readonly estimateError: Float64Array
      readonly discrete: Float64Array
      readonly priorGap: number
      readonly probes: number
    }
  }
  /**
   * Draws of the data encoded as noise by the document's own sampler along the flow, and decoded again; all [n, d].
   * `exact` is where the flow itself takes the data. Mean and largest distance of the returned points from the data,
   * mean distance of the latent points from the exact ones. Fails with `Invalid` for samplers that bring noise.
   */
  inversion: {
    input: { readonly revision: number; readonly particles: number }
    output: {
      readonly data: Float32Array
      readonly latent: Float32Array
      readonly exact: Float32Array
      readonly returned: Float32Array
      readonly mean: number
      readonly largest: number
      readonly encodingMean: number
      readonly nfe: number
    }
  }
  /**
   * The variational bound of the chain that the grid visits, in nats: the prior's term, then one for each step from
   * noise to data, then that of the data itself, each at the time it starts from; and the entropy that it bounds.
   */
  bound: {
    input: { readonly revision: number }
    output: {
      readonly t: Float64Array
      readonly values: Float64Array
      readonly errors: Float64Array
      readonly total: number
      readonly totalError: number
      readonly entropy: number
    }
  }
  /** Girsanov's weights along the paths of an SDE, re-weighted to a steady push. Fails with `Invalid` for others. */
  pathWeights: {
    input: { readonly revision: number; readonly push: number }
    output: PathWeights
  }
  /** What the wrong score of a diffusion model costs at one share of noise. Fails with `Invalid` for a right one. */
  wrongScore: { input: WrongScoreWish; output: WrongScoreCost }
  /** The expected payoff of a stochastic equation, for the payoff of the document, on a grid. Fails with `Invalid`. */
  backward: { input: { readonly revision: number }; output: BackwardPicture }
  /** The same at a step of the run by paths from some places, beside the grid's numbers there. */
  backwardPaths: {
    input: { readonly revision: number; readonly step: number }
    output: BackwardEstimates
  }
  /** Entropy and de Bruijn's identity along a run whose density is on a grid. Fails with `Invalid` for others. */
  entropy: { input: { readonly revision: number }; output: EntropyCourse }
  /** Mean times until paths of an SDE leave a region, by grid and by paths. Fails with `Invalid`. */
  firstPassage: { input: PassageWish; output: FirstPassage }
  /** The density at rest of an SDE, and the rates at which it is reached. Fails with `Invalid` for others. */
  atRest: { input: { readonly revision: number }; output: AtRest }
  /** Both sides of d/dt E phi = E L phi along the particles of an SDE. Fails with `Invalid`. */
  weakForm: { input: { readonly revision: number; readonly phi: string }; output: WeakForm }
  /** Left and mid-point sums of a formula in w, t against Brownian motion on an SDE's horizon. Fails with `Invalid`. */
  itoBench: {
    input: { readonly revision: number; readonly integrand: string }
    output: ItoAnswer
  }
  /** The steps that the run takes and their coefficients, of a discrete chain too. */
  timesteps: { input: { readonly revision: number }; output: VisitedTable }
  /** Exact density and score at points x [n, d] and a step. */
  probe: {
    input: { readonly revision: number; readonly step: number; readonly x: Float64Array }
    output: { readonly logDensity: Float64Array; readonly score: Float64Array }
  }
  /**
   * Exact density of one coordinate at every step, on a grid: [N + 1, count]; the ridgeline and the marginal. Empty
   * where it has no closed form. Of an equation on a line: of its grid, or of the closed form or the difference
   * where `source` asks for one and it is known.
   */
  ridgeline: {
    input: {
      readonly revision: number
      readonly axis: number
      readonly grid: GridSpec
      readonly source?: DensitySource
    }
    output: { readonly values: Float32Array }
  }
  /** Starts, pauses, ends or hurries a training, by its key; null: the document's own. Fails with `Invalid`. */
  train: {
    input: { readonly revision: number; readonly training: string | null; readonly action: TrainingAction }
    output: Record<string, never>
  }
  /** Takes in weights as a .safetensors file; the reference is what a document names them by. Fails with `Invalid`. */
  importNetwork: {
    input: { readonly name: string; readonly bytes: Uint8Array }
    output: { readonly reference: string }
  }
  /** A training's weights as a .safetensors file. */
  exportNetwork: {
    input: NetworkWish
    output: { readonly name: string; readonly bytes: Uint8Array }
  }
  /** Keeps the weights as imported ones, so that a document can name them: as a score, or as a teacher. */
  keepNetwork: { input: NetworkWish; output: { readonly reference: string } }
  /** How right a training is, or the network that the document's score names; takes a second or so. */
  learnedReport: { input: NetworkWish; output: LearnedReport }
  errorMap: { input: NetworkWish; output: ErrorMap }
  learnedSamples: { input: NetworkWish; output: LearnedSamples }
  errorBudget: { input: NetworkWish; output: ErrorBudget }
  /** What can compute here, what is refused and why, and the native package. */
  compute: { input: Record<string, never>; output: Compute }
  fetchNative: { input: { readonly action: 'start' | 'cancel' }; output: Record<string, never> }
  /** Reads or writes a file that the host's dialog or command line named; the page never sees a path. */
  save: { input: { readonly document: LabDocument }; output: { readonly name: string } }
}

export type CallName = keyof Calls

/** Every stream: what the page asks for (newest wins, may be changed while it runs) and what arrives. */
export interface Streams {
  frames: { request: FrameRequest; item: Frame }
  status: { request: Record<string, never>; item: RunState }
  /** The document's convergence study, growing; it begins when the stream is opened and ends with it. */
  convergence: { request: { readonly revision: number }; item: Study }
  /** A distance of the run to the exact density, growing with its film. */
  distance: { request: DistanceWish; item: DistanceCurve }
  /** Every training of the engine, as they go on; the document's own is named. */
  training: { request: { readonly revision: number }; item: Trainings }
}

export type StreamName = keyof Streams
