import type { PerspectiveCamera } from 'three'
import { valueName } from '../stage/furniture/keys'
import type { Furniture } from '../stage/furniture/furniture'
import { linear } from '../stage/palette'
import { rangeLabel, tickLabel, ticks } from '../stage/rules/ticks'
import type { StageState } from '../stage/stage-state'
import { addLine } from './box-edges'
import type { Lines } from './layers/lines'
import { screenOf } from './screen-of'
import type { Square } from './surface-square'

type Point = readonly [number, number, number]

/** Signs of the sides of the floor that face the eye, by its azimuth in degrees */
function facing(azimuth: number): { readonly x: 1 | -1; readonly z: 1 | -1 } {
  const a = (azimuth * Math.PI) / 180
  return { x: Math.sin(a) >= 0 ? 1 : -1, z: Math.cos(a) >= 0 ? 1 : -1 }
}

/** Heights that the upright axis names */
function levels({ signed }: Square, top: number): readonly number[] {
  return ticks(signed ? -top : 0, top, signed ? 4 : 3)
}

/** Floor, the two walls behind the surface with the levels of the heights, and the plane of nothing where there are two signs. */
export function addSquareBox(lines: Lines, state: StageState, square: Square, top: number): void {
  const faint = linear(state.palette.line)
  const [w, d] = [square.extent[0] / 2, square.extent[1] / 2]
  const { x: sx, z: sz } = facing(state.orbit.azimuth)
  const { floor } = square
  const roof = floor + (square.signed ? 2 : 1) * square.tall
  const round = (y: number, alpha: number): void => {
    const corners: Point[] = [
      [-w, y, -d],
      [w, y, -d],
      [w, y, d],
      [-w, y, d],
    ]
    corners.forEach((corner, i) => addLine(lines, corner, corners[(i + 1) % 4]!, faint, alpha))
  }
  // A hair below the surface that lies on it, so that the two do not cross.
  round(floor - 0.012, 0.8)
  if (square.signed) round(square.zero, 0.45)
  for (const [x, z] of [
    [-sx * w, -sz * d],
    [-sx * w, sz * d],
    [sx * w, -sz * d],
  ] as const)
    addLine(lines, [x, floor, z], [x, roof, z], faint, 0.5)
  for (const level of [...levels(square, top), top]) {
    const y = square.zero + (level / top) * square.tall
    if (y <= floor + 1e-6) continue
    const alpha = level === top ? 0.4 : 0.22
    addLine(lines, [-sx * w, y, -d], [-sx * w, y, d], faint, alpha)
    addLine(lines, [-w, y, -sz * d], [w, y, -sz * d], faint, alpha)
  }
}

/** Ticks and names along the two edges of the floor in front, and the heights along the upright edge at the left. */
export function furnishSquare(
  furniture: Furniture,
  state: StageState,
  camera: PerspectiveCamera,
  square: Square,
  top: number,
): void {
  const { palette, surface, words, run } = state
  const [w, d] = [square.extent[0] / 2, square.extent[1] / 2]
  const { x: sx, z: sz } = facing(state.orbit.azimuth)
  const { floor, low, high } = square
  const at = (x: number, y: number, z: number): [number, number] => screenOf(camera, surface, x, y, z)
  const mark = (from: Point, to: Point): void => {
    const [a, b] = [at(...from), at(...to)]
    furniture.line(a[0], a[1], b[0], b[1], palette.line)
  }
  const text = (point: Point, what: string, strong = false): void => {
    const [x, y] = at(...point)
    furniture.text(x, y + 4, what, {
      anchor: 'middle',
      size: strong ? 12 : 11,
      ...(strong ? { colour: palette.label } : {}),
    })
  }
  // Of the two upright edges at the outline, the one at the left; beside its foot there is no room for more numbers.
  const edges = [
    [-sx * w, sz * d],
    [sx * w, -sz * d],
  ] as const
  const upright = edges.reduce((best, edge) =>
    at(edge[0], floor, edge[1])[0] < at(best[0], floor, best[1])[0] ? edge : best,
  )
  const crowded = (x: number, z: number): boolean => Math.hypot(x - upright[0], z - upright[1]) < 0.3
  for (const v of ticks(low[0], high[0], 6)) {
    const x = ((v - low[0]) / (high[0] - low[0]) - 0.5) * 2 * w
    if (crowded(x, sz * d)) continue
    mark([x, floor, sz * d], [x, floor, sz * (d + 0.1)])
    text([x, floor, sz * (d + 0.34)], tickLabel(v))
  }
  for (const v of ticks(low[1], high[1], 6)) {
    const z = (0.5 - (v - low[1]) / (high[1] - low[1])) * 2 * d
    if (crowded(sx * w, z)) continue
    mark([sx * w, floor, z], [sx * (w + 0.1), floor, z])
    text([sx * (w + 0.34), floor, z], tickLabel(v))
  }
  text([0, floor, sz * (d + 0.78)], square.names[0], true)
  text([sx * (w + 0.78), floor, 0], square.names[1], true)
  if (run?.dimension === 1) {
    const plain = run.direction === 'time'
    for (const [x, word] of [
      [-w, plain ? words.start : words.noise],
      [w, plain ? words.horizon : words.data],
    ] as const) {
      const [px, py] = at(x, floor, sz * (d + 0.78))
      furniture.text(px, py + 4, word, { weight: 600, size: 12, colour: palette.ink, anchor: 'middle' })
    }
  }
  const [x, z] = upright
  for (const level of levels(square, top)) {
    const [px, py] = at(x, square.zero + (level / top) * square.tall, z)
    furniture.line(px - 5, py, px, py, palette.line)
    furniture.text(px - 9, py + 4, rangeLabel(level, top), { anchor: 'end' })
  }
  const [nx, ny] = at(x, floor + (square.signed ? 2 : 1) * square.tall, z)
  furniture.text(nx, ny - 12, valueName(state), { anchor: 'middle', size: 12, colour: palette.label })
}
