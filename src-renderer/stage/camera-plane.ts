/** A window onto the plane: the point at its middle, and pixels per unit along each axis. */
export interface PlaneCamera {
  readonly x: number
  readonly y: number
  readonly kx: number
  readonly ky: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Shows a box whole, with equal scales, in what is left of the window beside the margins. */
export function fitBox(
  size: Size,
  low: readonly [number, number],
  high: readonly [number, number],
): PlaneCamera {
  const k = Math.min((size.width - 40) / (high[0] - low[0]), (size.height - 56) / (high[1] - low[1]))
  return { x: 0.5 * (low[0] + high[0]), y: 0.5 * (low[1] + high[1]), kx: k, ky: k }
}

export function toScreen(camera: PlaneCamera, size: Size, x: number, y: number): [number, number] {
  return [0.5 * size.width + (x - camera.x) * camera.kx, 0.5 * size.height - (y - camera.y) * camera.ky]
}

export function toPlane(camera: PlaneCamera, size: Size, px: number, py: number): [number, number] {
  return [camera.x + (px - 0.5 * size.width) / camera.kx, camera.y - (py - 0.5 * size.height) / camera.ky]
}

/** Zooms by a factor about a point of the screen, which stays where it is. */
export function zoomAt(camera: PlaneCamera, size: Size, px: number, py: number, factor: number): PlaneCamera {
  const [x, y] = toPlane(camera, size, px, py)
  const kx = camera.kx * factor
  const ky = camera.ky * factor
  return { x: x - (px - 0.5 * size.width) / kx, y: y + (py - 0.5 * size.height) / ky, kx, ky }
}
