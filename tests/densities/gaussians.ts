/** Densities that tests hold solvers against, written out here so that they share nothing with them. */
export interface Bump {
  readonly weight: number
  readonly mean: readonly number[]
  /** [xx] or [xx, xy, yy] */
  readonly cov: readonly number[]
}

export function density(bumps: readonly Bump[], x: number, y = 0): number {
  let total = 0
  for (const { weight, mean, cov } of bumps) {
    const dx = x - mean[0]!
    if (mean.length === 1) {
      total += (weight * Math.exp((-0.5 * dx * dx) / cov[0]!)) / Math.sqrt(2 * Math.PI * cov[0]!)
      continue
    }
    const dy = y - mean[1]!
    const [a, b, c] = cov as [number, number, number]
    const det = a * c - b * b
    const quadratic = (c * dx * dx - 2 * b * dx * dy + a * dy * dy) / det
    total += (weight * Math.exp(-0.5 * quadratic)) / (2 * Math.PI * Math.sqrt(det))
  }
  return total
}

/** x -> scale x + N(0, variance I) */
export function noised(bumps: readonly Bump[], scale: number, variance: number): Bump[] {
  return bumps.map(({ weight, mean, cov }) => ({
    weight,
    mean: mean.map((m) => scale * m),
    cov: cov.map((c, i) => scale * scale * c + (i === 1 ? 0 : variance)),
  }))
}
