/** Twins of shaders/chunks/coverage.glsl; pixels. */

/** How much of a pixel lies inside a shape whose edge is `inside` pixels away, positive within. */
export function coverage(inside: number): number {
  return Math.min(1, Math.max(0, inside + 0.5))
}

export type Pair = readonly [number, number]

/** Distance of a point to a segment. */
export function segmentDistance(p: Pair, a: Pair, b: Pair): number {
  const [abx, aby] = [b[0] - a[0], b[1] - a[1]]
  const length2 = Math.max(abx * abx + aby * aby, 1e-12)
  const along = Math.min(1, Math.max(0, ((p[0] - a[0]) * abx + (p[1] - a[1]) * aby) / length2))
  return Math.hypot(p[0] - a[0] - along * abx, p[1] - a[1] - along * aby)
}

/** Signed distance to an arrow head with its tip at the origin, pointing to +x; positive outside. */
export function headDistance(p: Pair, size: number, halfWidth: number): number {
  const length = Math.hypot(halfWidth, size)
  return Math.max(-size - p[0], (p[0] * halfWidth + Math.abs(p[1]) * size) / length)
}
