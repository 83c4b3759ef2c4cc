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
    doc: 'Root of the Sinkhorn divergence, entropy 5 % of the variance; transport in the plane itself, of 150 points.',
  },
  {
    name: 'frechet',
    title: 'Fréchet',
    doc: 'Transport between the Gaussians of the same moments: blind to everything beyond mean and covariance.',
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

export type DistanceName = (typeof distanceList)[number]['name']
