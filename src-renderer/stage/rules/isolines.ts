import type { GridSpec } from '#core/protocol/contract'

/** Segments [x0, y0, x1, y1, ...] where a field on a plane grid, last axis fastest, has a value: linear within cells. */
export function isolines(
  { counts, origin, spacing }: GridSpec,
  values: ArrayLike<number>,
  level: number,
): number[] {
  const [columns = 0, rows = 0] = counts
  const at = (i: number, j: number): number => values[i * rows + j]! - level
  const out: number[] = []
  for (let i = 0; i + 1 < columns; i++)
    for (let j = 0; j + 1 < rows; j++) {
      // Round the cell: its corners, and where the value lies between two that follow each other.
      const corners = [
        [i, j, at(i, j)],
        [i + 1, j, at(i + 1, j)],
        [i + 1, j + 1, at(i + 1, j + 1)],
        [i, j + 1, at(i, j + 1)],
      ] as const
      const crossings: number[] = []
      corners.forEach(([x, y, a], k) => {
        const [u, v, b] = corners[(k + 1) % 4]!
        if (a < 0 === b < 0) return
        const share = a / (a - b)
        crossings.push(
          origin[0]! + (x + share * (u - x)) * spacing[0]!,
          origin[1]! + (y + share * (v - y)) * spacing[1]!,
        )
      })
      // Four crossings are a saddle: the middle says which of them belong together.
      if (crossings.length === 8) {
        const middle = corners.reduce((sum, [, , value]) => sum + value, 0)
        const turned = middle < 0 === corners[0][2] < 0
        out.push(...(turned ? crossings : [...crossings.slice(2), ...crossings.slice(0, 2)]))
      } else out.push(...crossings)
    }
  return out
}

/** Every other stretch of a polyline of points [x, y] in pixels, `on` long with gaps of `off`. */
export function dashes(
  points: readonly (readonly [number, number])[],
  on: number,
  off: number,
): (readonly [number, number])[][] {
  const out: (readonly [number, number])[][] = []
  let [along, current]: [number, (readonly [number, number])[]] = [0, []]
  for (let i = 0; i + 1 < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i]!, points[i + 1]!]
    const length = Math.hypot(bx - ax, by - ay)
    let done = 0
    while (done < length) {
      const phase = along % (on + off)
      const drawn = phase < on
      const rest = Math.min(length - done, (drawn ? on : on + off) - phase)
      const point = (s: number): readonly [number, number] => [
        ax + ((bx - ax) * s) / length,
        ay + ((by - ay) * s) / length,
      ]
      if (drawn) {
        if (current.length === 0) current.push(point(done))
        current.push(point(done + rest))
      }
      done += rest
      along += rest
      if (drawn && along % (on + off) >= on - 1e-9) {
        out.push(current)
        current = []
      }
      // Rounding must not leave a stretch of no length to go through for ever.
      if (rest < 1e-9) {
        along += 1e-9
        done += 1e-9
      }
    }
  }
  if (current.length > 1) out.push(current)
  return out
}

/** Polylines of points [x, y] from segments that share their ends to within `near`. */
export function joined(segments: readonly number[], near: number): (readonly [number, number])[][] {
  const key = (k: number): string =>
    `${Math.round(segments[k]! / near)} ${Math.round(segments[k + 1]! / near)}`
  const ends = new Map<string, number[]>()
  const count = segments.length / 4
  for (let s = 0; s < count; s++)
    for (const end of [4 * s, 4 * s + 2]) {
      const found = ends.get(key(end))
      if (found === undefined) ends.set(key(end), [end])
      else found.push(end)
    }
  const used = new Uint8Array(count)
  const point = (k: number): readonly [number, number] => [segments[k]!, segments[k + 1]!]
  /** Goes on from an end of a segment to the others, until there is none. */
  const walk = (from: number): (readonly [number, number])[] => {
    const points: (readonly [number, number])[] = []
    let at: number | undefined = from
    while (at !== undefined) {
      const next: number | undefined = ends.get(key(at))!.find((end) => used[end >> 2] === 0)
      if (next === undefined) break
      used[next >> 2] = 1
      at = next ^ 2
      points.push(point(at))
    }
    return points
  }
  const out: (readonly [number, number])[][] = []
  for (let s = 0; s < count; s++) {
    if (used[s] === 1) continue
    used[s] = 1
    const [back, ahead] = [walk(4 * s), walk(4 * s + 2)]
    out.push([...back.reverse(), point(4 * s), point(4 * s + 2), ...ahead])
  }
  return out
}
