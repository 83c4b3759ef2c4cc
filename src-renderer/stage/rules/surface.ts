/** Twins of shaders/chunks/surface.glsl: a field as heights over a plane. */

export type Vector = readonly [number, number, number]

/** Height of a share of the top, world units; what lies beyond the limit is cut off. */
export function surfaceHeight(share: number, tall: number, limit: number): number {
  return tall * Math.min(limit, Math.max(-limit, share))
}

/** Unit normal from the slopes along both axes of the plane: x to the right, y up, the second axis along -z. */
export function surfaceNormal(slopeX: number, slopeY: number): Vector {
  const length = Math.hypot(slopeX, 1, slopeY)
  return [-slopeX / length, 1 / length, slopeY / length]
}

/** Soft light from one side, 0 to 1 */
export function surfaceLight(normal: Vector, towards: Vector): number {
  const turned = 0.5 + 0.5 * (normal[0] * towards[0] + normal[1] * towards[1] + normal[2] * towards[2])
  return turned * turned
}

/** Opacity of a lattice's line; `at` counts lines, `perPixel` is what it changes by from pixel to pixel. */
export function latticeInk(at: number, perPixel: number, line: number): number {
  const each = Math.max(perPixel, 1e-9)
  const away = Math.abs(at + 0.5 - Math.floor(at + 0.5) - 0.5) / each
  const crowd = Math.min(1, Math.max(0, (1 / each - 7) / 11))
  return Math.min(1, Math.max(0, 0.5 * line - away + 0.5)) * crowd * crowd * (3 - 2 * crowd)
}

/** Direction to the light for an eye at an azimuth in degrees: from the upper left behind it, so that every turn is lit. */
export function lightFor(azimuth: number): Vector {
  const [around, up] = [((azimuth - 55) * Math.PI) / 180, (48 * Math.PI) / 180]
  return [Math.cos(up) * Math.sin(around), Math.sin(up), Math.cos(up) * Math.cos(around)]
}
