import { coverage } from './coverage'

/** Discs of one colour over a picture of device pixels, rows from the bottom up. */
export interface Discs {
  /** Diameter in device pixels and opacity of each */
  readonly diameter: number
  readonly opacity: number
  /** Source alpha over source weight, as in the palette */
  readonly additive: number
}

/** Place of data points on the picture: pixel = offset + slope * data. */
export interface Placement {
  readonly slope: number
  readonly offset: readonly [number, number]
}

/**
 * What is left of the ground under many discs of one colour. Discs of one colour that are blended one after another
 * leave the product of what each leaves, in any order, so one number a pixel holds the whole cloud:
 * `left` [height, width] is multiplied by 1 - additive * opacity * coverage for every disc.
 */
export function splat(
  left: Float32Array,
  width: number,
  height: number,
  points: Float32Array,
  place: Placement,
  { diameter, opacity, additive }: Discs,
): void {
  const radius = 0.5 * diameter
  const reach = radius + 0.5
  const weight = additive * opacity
  const { slope, offset } = place
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = offset[0] + slope * points[i]!
    const y = offset[1] + slope * points[i + 1]!
    const fromX = Math.max(0, Math.ceil(x - reach - 0.5))
    const toX = Math.min(width - 1, Math.floor(x + reach - 0.5))
    const fromY = Math.max(0, Math.ceil(y - reach - 0.5))
    const toY = Math.min(height - 1, Math.floor(y + reach - 0.5))
    for (let row = fromY; row <= toY; row++) {
      const dy = row + 0.5 - y
      for (let column = fromX; column <= toX; column++) {
        const dx = column + 0.5 - x
        const inside = coverage(radius - Math.sqrt(dx * dx + dy * dy))
        if (inside > 0) left[row * width + column]! *= 1 - weight * inside
      }
    }
  }
}

/** The ink 1 - `left` as square roots in bytes, so that faint rims keep their steps; `left` is wiped for the next. */
export function encodeInk(ink: Uint8Array, left: Float32Array): void {
  for (let i = 0; i < ink.length; i++) {
    const rest = left[i]!
    if (rest === 1) ink[i] = 0
    else {
      ink[i] = 255 * Math.sqrt(1 - rest) + 0.5
      left[i] = 1
    }
  }
}
