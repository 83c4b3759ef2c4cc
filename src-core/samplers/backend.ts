/**
 * What a sampler may do with particles. A backend owns arrays of shape [n, d] ("slots") and offers few operations on
 * whole arrays; a sampler computes its scalar coefficients in float64 and never touches an element. So a sampler is
 * written once, runs on every backend, and takes the same steps wherever the particles are split.
 */
export type Slot = number & { readonly slot: unique symbol }

/**
 * The path noise of step `step`, which leads from time `from` to time `to`: (W(to) - W(from)) / sqrt|to - from|,
 * so N(0, 1).
 */
export interface NoiseRequest {
  readonly step: number
  readonly from: number
  readonly to: number
  /** Draws beyond the first of a step that belong to no Brownian path (corrector, churn) are numbered 1, 2, ... 59 */
  readonly draw?: number
  /**
   * A step that asks for its path in several requests numbers them 0, 1, ... 255: noise that is independent by step
   * tells them apart by it.
   */
  readonly piece?: number
}

/** coefficient times slot */
export type Term = readonly [coefficient: number, slot: Slot]

export type Reduction =
  /** sum over all elements of a * b */
  | 'dot'
  /** largest |a - b| */
  | 'max-difference'
  /** sum over the particles of the Euclidean length of a */
  | 'length'
  /** how many elements of a are infinite or NaN */
  | 'not-finite'

/** A Langevin proposal of step size `size` at the noise level (alpha, sigma) */
export interface Proposal {
  readonly alpha: number
  readonly sigma: number
  readonly size: number
  /** Keys the uniform number by which a particle accepts. */
  readonly step: number
}

/** Tolerance of an element: max(absolute, relative * the larger of |b| and |before|). */
export interface Tolerance {
  readonly absolute: number
  readonly relative: number
}

/** A difference in units of its tolerance; 1 is just bearable. */
export interface ErrorNorm {
  /** Root of the mean square over all elements of the ensemble */
  readonly mean: number
  /** The largest root of the mean square over one particle's coordinates */
  readonly largest: number
}

export interface BackendInfo {
  readonly name: 'reference' | 'wasm' | 'tensorflow' | 'webgpu'
  readonly precision: 'float32' | 'float64'
  /** Distinguishes builds whose last bits differ, e.g. `simd`, `relaxed-simd`. */
  readonly build: string
}

export interface Backend {
  readonly info: BackendInfo
  /** Particles of this partition; n */
  readonly count: number
  /** Number of the first of them in the whole ensemble. */
  readonly first: number
  /** d */
  readonly dimension: 1 | 2 | 3
  allocate(): Slot
  free(slot: Slot): void
  /** out <- grad log p_t(x) at the noise level (alpha, sigma); sigma > 0 */
  score(out: Slot, x: Slot, alpha: number, sigma: number): void
  /** out <- sum of the terms, fused; out may be one of them */
  combine(out: Slot, ...terms: Term[]): void
  /** out <- along * a + across * J a with J the quarter turn (-a_y, a_x), about the z axis in 3-D; out may be a; d >= 2 */
  rotate(out: Slot, a: Slot, along: number, across: number): void
  /**
   * x <- y for the particles that accept y = x + size * score(x) + sqrt(2 size) z, by the rule of Metropolis and
   * Hastings for the target p_t; `here` and `there` are the scores at x and y.
   */
  metropolis(
    x: Slot,
    y: Slot,
    scores: { readonly here: Slot; readonly there: Slot },
    proposal: Proposal,
  ): void
  /** out <- a piece of the path noise; the same for the same request, whatever was asked before */
  normals(out: Slot, request: NoiseRequest): void
  /** out <- the initial noise N(0, 1), keyed by (start seed, particle, coordinate) */
  initial(out: Slot): void
  /** Over all partitions of the ensemble, in a fixed order of summation; b defaults to a. */
  reduce(kind: Reduction, a: Slot, b?: Slot): number
  /** |a - b| in units of the tolerance of each element; over all partitions, in a fixed order of summation. */
  errorNorm(a: Slot, b: Slot, before: Slot, tolerance: Tolerance): ErrorNorm
  /** Copies [n, d] out of or into a slot, converting precision. */
  read(slot: Slot, into: Float32Array | Float64Array): void
  write(slot: Slot, from: Float32Array | Float64Array): void
  dispose(): void
}
