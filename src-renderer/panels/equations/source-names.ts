import type { DensitySource } from '#core/protocol/density-source'

/** What of the density is drawn, in the words of the legend. */
export const sourceNames: Readonly<Record<DensitySource, string>> = {
  grid: 'grid',
  exact: 'closed form',
  histogram: 'histogram',
  kernel: 'kernels',
  'grid-difference': 'grid − closed form',
  'kernel-difference': 'kernels − closed form',
}
