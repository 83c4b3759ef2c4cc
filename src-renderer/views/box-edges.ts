import type { Point } from './layers/arrows'
import type { Lines, Rgb } from './layers/lines'

/** The twelve edges of a box between two corners. */
export function addBox(lines: Lines, low: Point, high: Point, colour: Rgb, alpha: number): void {
  const corner = (bits: number): Point => [
    bits & 1 ? high[0] : low[0],
    bits & 2 ? high[1] : low[1],
    bits & 4 ? high[2] : low[2],
  ]
  for (let bits = 0; bits < 8; bits++)
    for (const bit of [1, 2, 4])
      if ((bits & bit) === 0) addLine(lines, corner(bits), corner(bits | bit), colour, alpha)
}

export function addLine(lines: Lines, from: Point, to: Point, colour: Rgb, alpha: number): void {
  lines.move()
  lines.point(...from, colour, alpha)
  lines.point(...to, colour, alpha)
}

/** A rectangle across the long axis at x. */
export function addFrame(lines: Lines, x: number, half: number, colour: Rgb, alpha: number): void {
  lines.move()
  for (const [y, z] of [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
    [-half, -half],
  ] as const)
    lines.point(x, y, z, colour, alpha)
}
