import type { Architecture } from '../network/architecture'

/**
 * What one step of any loss asks of a network, whatever the loss: with raw output F and its derivative F' along
 * tangents of the input, the mean over rows of weight |F - target|^2 + sum_k slopeWeight v_k . F'_k + constant. So a
 * trainer knows nothing of scores.
 */
export interface Batch {
  readonly count: number
  /** [n, inputWidth] */
  readonly inputs: Float64Array
  /** [n, d] */
  readonly targets: Float64Array
  /** [n] */
  readonly weights: Float64Array
  /** [n], or nothing where it is 0; it has no gradient and only makes the loss the one that was asked for */
  readonly constants?: Float64Array
  readonly slopes?: {
    /** Directions in the data's space, each [n, d]; the input moves along them at unit rate */
    readonly directions: readonly Float64Array[]
    /** [n] */
    readonly weights: Float64Array
  }
}

export interface Optimiser {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** Decoupled (Loshchilov & Hutter 2019): weights shrink by rate * weightDecay a step; 0 is Adam */
  readonly weightDecay: number
  /** Largest gradient norm; longer gradients are shortened. 0 means no bound. */
  readonly clip: number
  /** The moving average's decay d; its first steps use (1 + step) / (10 + step) where that is smaller */
  readonly emaDecay: number
}

export interface TrainerSpec {
  readonly architecture: Architecture
  readonly optimiser: Optimiser
  /** Flat */
  readonly weights: Float32Array | Float64Array
}

/** Everything that a trainer keeps between steps, as copies. Flat arrays of one length. */
export interface TrainerState {
  /** Steps taken */
  readonly step: number
  readonly weights: Float32Array | Float64Array
  /** Adam's moments */
  readonly first: Float32Array | Float64Array
  readonly second: Float32Array | Float64Array
  /** Exponential moving average of the weights */
  readonly average: Float32Array | Float64Array
}

export interface StepResult {
  /** Of the batch, at the weights before the step */
  readonly loss: number
  /** L2 norm before it was shortened */
  readonly gradientNorm: number
}

export interface TrainerInfo {
  readonly name: 'reference' | 'wasm' | 'tensorflow'
  /** e.g. `relaxed-simd`, `tfjs-node-gpu` */
  readonly build: string
  readonly precision: 'float32' | 'float64'
}

/** A backend that trains one network: `reference`, `wasm` or `tensorflow`. */
export interface Trainer {
  readonly info: TrainerInfo
  /** Whether losses with a divergence can be trained */
  readonly slopes: boolean
  /** Gradient of the batch's loss, then one step of Adam at a rate, then the average. */
  step(batch: Batch, rate: number): StepResult
  /** Raw outputs [n, d] for inputs [n, inputWidth], with the weights or their average */
  forward(which: 'weights' | 'average', out: Float64Array, inputs: Float64Array, n: number): void
  state(): TrainerState
  restore(state: TrainerState): void
  dispose(): void
}
