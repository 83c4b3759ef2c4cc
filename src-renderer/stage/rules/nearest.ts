/** Index of the particle nearest to a point of the screen within `radius` pixels; null if none is. */
export function nearestParticle(
  count: number,
  project: (index: number) => readonly [number, number],
  x: number,
  y: number,
  radius: number,
): number | null {
  let best: number | null = null
  let least = radius * radius
  for (let i = 0; i < count; i++) {
    const [px, py] = project(i)
    const away = (px - x) ** 2 + (py - y) ** 2
    if (away <= least) {
      least = away
      best = i
    }
  }
  return best
}
