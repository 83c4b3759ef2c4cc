import type { Grid } from '#core/numeric/grids/grid'

/**
 * What is asked of one end of an axis. `flux`: mass per unit of time (and of length of the face) along the axis'
 * direction, 0 for a closed or insulated end. `value`: the density, or temperature, is held there; 0 absorbs.
 */
export type End =
  { readonly kind: 'flux'; readonly flux: number } | { readonly kind: 'value'; readonly value: number }

export type AxisEnds = 'periodic' | { readonly low: End; readonly high: End }

export const closedEnds: AxisEnds = { low: { kind: 'flux', flux: 0 }, high: { kind: 'flux', flux: 0 } }
export const heldEnds = (low: number, high: number): AxisEnds => ({
  low: { kind: 'value', value: low },
  high: { kind: 'value', value: high },
})

/**
 * A conservation law p_t = -div J + source with the flux J = v p - K grad p: the Fokker-Planck equation in Fick's
 * form (for dX = mu dt + S dW: K = S S^T / 2, v = mu - div K), and heat conduction with v = 0. Arrays over the faces
 * of an axis are [count + 1, lines]: the axis' own index first, then the cells of the other axis; with periodic ends
 * the first face is the last one, and both are given.
 */
export interface Transport {
  readonly grid: Grid
  /** One an axis */
  readonly ends: readonly AxisEnds[]
  /** True where no coefficient depends on t. */
  readonly steady: boolean
  /** What its time is called in sentences; t where this is absent */
  readonly clock?: string
  /** The conductivity where nothing but heat with a constant one is meant, so that waves may be used */
  readonly conductivity?: number
  /** Normal velocity and normal diffusivity K_aa >= 0 at the faces of an axis at time t */
  faces(axis: 0 | 1, t: number, velocity: Float64Array, diffusivity: Float64Array): void
  /** K_xy at the faces of an axis: what couples the flux through them to the slope along them; absent where it is 0 */
  cross?(axis: 0 | 1, t: number, out: Float64Array): void
  /** Mass made per unit of volume and time, added to `out` [cells] */
  source?(out: Float64Array, t: number): void
}

/** A moment as it stands in a sentence */
export function momentName({ clock = 't' }: Pick<Transport, 'clock'>, t: number): string {
  return `${clock} = ${t.toPrecision(3)}`
}
