/** What the particles' distance to the exact density can be measured by, along a run. */
export const distanceList = [
  {
    name: 'sliced-w2',
    title: 'Sliced W₂',
    doc: 'Transport cost of one-dimensional projections; data units. Sees everything, modes far apart most.',
  },
  {
    name: 'sliced-w1',
    title: 'Sliced W₁',
    doc: 'The same with the plain distance as cost: outliers weigh less.',
  },
  {
    name: 'energy',
    title: 'Energy distance',
    doc: 'Root of the energy distance over all directions; 0 for equal distributions only.',
  },
  {
    name: 'mmd',
    title: 'MMD',
    doc: 'Root of the mean discrepancy with a Gaussian kernel, its width the median distance of exact draws.',
  },
  {
    name: 'sinkhorn',
    title: 'Sinkhorn',
    doc: 'Root of the Sinkhorn divergence, entropy 5 % of the variance; transport between the points themselves.',
  },
  {
    name: 'frechet',
    title: 'Fréchet',
    doc: 'Transport between the Gaussians of the same moments: blind to everything beyond mean and covariance.',
  },
  {
    name: 'kl-grid',
    title: 'KL on a grid',
    doc: 'KL divergence of the particles from the exact shares of a grid’s cells, in nats; cells with less than one expected particle count as one.',
  },
  {
    name: 'kolmogorov-smirnov',
    title: 'KS of x₁',
    doc: 'Largest gap between the distribution functions of the first coordinate.',
  },
  {
    name: 'cramer-von-mises',
    title: 'Cramér–von Mises of x₁',
    doc: 'Mean square gap of the distribution functions of the first coordinate, times the number of points.',
  },
  {
    name: 'kernel-stein',
    title: 'Kernel Stein',
    doc: 'Held against the score itself, without exact draws; sees shapes of modes, not their weights.',
  },
] as const

/**
 * A distance along a run, from a part of its particles, as far as it has been measured: to exact draws from p_t for the
 * run and for its probability flow (null where the run is one, or goes forward), and between exact draws (the floor).
 * Beside it sliced W_2 to the data. Rows are those of the steps, rising.
 */
export interface DistanceCurve {
  readonly revision: number
  readonly measure: DistanceName
  readonly particles: number
  readonly steps: Float32Array
  readonly run: Float32Array
  readonly flow: Float32Array | null
  readonly floor: Float32Array
  readonly toData: Float32Array
  /** Every moment that is to be measured has been */
  readonly done: boolean
  /** The same at the step that was asked for; null until it is measured */
  readonly now: { readonly step: number; readonly run: number; readonly floor: number } | null
  /** One sentence where it cannot be measured */
  readonly problem: string | null
}

/** `step` is measured besides, and first; null: none. */
export interface DistanceWish {
  readonly revision: number
  readonly measure: DistanceName
  readonly step: number | null
}

export type DistanceName = (typeof distanceList)[number]['name']
