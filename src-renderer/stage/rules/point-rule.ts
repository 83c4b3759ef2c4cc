/** Diameter in CSS pixels and opacity of the points of a cloud. */
export interface PointLook {
  readonly diameter: number
  readonly opacity: number
  /** How much of the density's own colour is kept behind them */
  readonly densityFill: number
}

/**
 * n points at k pixels per data unit: small clouds get clear discs, large ones fine grain, and the ink on the stage
 * stays about the same.
 */
export function pointLook(n: number, k: number, kappa: number, paths: boolean): PointLook {
  const diameter = clamp(1.25, 4.2 * (n / 2000) ** -0.3 * Math.sqrt(k / 158), 4.8)
  const area = 5 * k * k
  const opacity = clamp(0.08, (kappa * area) / ((n * Math.PI * diameter * diameter) / 4), 0.92)
  const fill = clamp(0.4, 1 - 0.6 * Math.max(0, Math.log10(n / 2000) / 2) ** 1.6, 1)
  return { diameter, opacity: opacity * (paths ? 0.8 : 1), densityFill: fill }
}

function clamp(low: number, value: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
