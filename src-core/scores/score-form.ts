/**
 * The forms from which the exact score of p_t is computed at any (alpha, sigma). Plain typed arrays, so that a form
 * can be handed to a worker or a kernel as it is. Weights sum to one.
 */
export interface MixtureForm {
  readonly form: 'mixture'
  readonly dimension: 1 | 2 | 3
  /** [k] */
  readonly weights: Float64Array
  /** [k, d] */
  readonly means: Float64Array
  /**
   * Covariances as eigen-decomposition S_k = R_k diag(v_k) R_k^T, so that alpha^2 S_k + sigma^2 I is diagonal in a
   * basis that does not change with time. Columns of R are eigenvectors; R is row-major [k, d, d], v is [k, d].
   */
  readonly rotations: Float64Array
  readonly variances: Float64Array
  /** One variance for all components and directions: the kernels' fast path; undefined where they differ. */
  readonly isotropicVariance?: number
}

/** Uniform on disjoint axis-parallel boxes, each with its own mass: checkerboard, letters. */
export interface BoxesForm {
  readonly form: 'boxes'
  readonly dimension: 1 | 2 | 3
  /** [k] */
  readonly weights: Float64Array
  /** [k, d] corners */
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Positive cell averages on a regular grid: an energy exp(-U) or an image. Row-major, last axis fastest. */
export interface CellsForm {
  readonly form: 'cells'
  readonly dimension: 1 | 2 | 3
  /** Cells per axis [d] */
  readonly counts: Int32Array
  /** Centre of the first cell [d], and cell width [d] */
  readonly origin: Float64Array
  readonly width: Float64Array
  /** Masses, sum one */
  readonly masses: Float64Array
}

/** Points with weight 1/n each (the empirical measure); its score uses a neighbour search of stated error. */
export interface PointsForm {
  readonly form: 'points'
  readonly dimension: 1 | 2 | 3
  /** [n, d] */
  readonly points: Float64Array
}

export type ScoreForm = MixtureForm | BoxesForm | CellsForm | PointsForm
