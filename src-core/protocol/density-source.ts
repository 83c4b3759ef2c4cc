/**
 * What of the density is drawn. The differences are the grid's density, or the particles' kernel density, minus the
 * closed form; where none is known, the kernels' minus the grid's.
 */
export type DensitySource =
  'exact' | 'grid' | 'histogram' | 'kernel' | 'grid-difference' | 'kernel-difference'

/** Whether it has either sign, and a scale of its own. */
export function isDifference(source: DensitySource | undefined): boolean {
  return source === 'grid-difference' || source === 'kernel-difference'
}
