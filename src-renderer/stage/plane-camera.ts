/** A window onto the plane: the point at its middle and pixels per data unit, the same on both axes. */
export interface PlaneCamera {
  readonly x: number
  readonly y: number
  readonly k: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Shows a box whole, with room for ticks and keys. */
export function fitBox(size: Size, low: readonly number[], high: readonly number[]): PlaneCamera {
  const [x0 = -1, y0 = -1] = low
  const [x1 = 1, y1 = 1] = high
  const k = Math.min((size.width - 72) / (x1 - x0), (size.height - 72) / (y1 - y0))
  return { x: 0.5 * (x0 + x1), y: 0.5 * (y0 + y1), k: Math.max(k, 1e-6) }
}

export function toScreen(camera: PlaneCamera, size: Size, x: number, y: number): [number, number] {
  return [0.5 * size.width + (x - camera.x) * camera.k, 0.5 * size.height - (y - camera.y) * camera.k]
}

export function toPlane(camera: PlaneCamera, size: Size, px: number, py: number): [number, number] {
  return [camera.x + (px - 0.5 * size.width) / camera.k, camera.y - (py - 0.5 * size.height) / camera.k]
}

/** Zooms by a factor about a point of the screen, which stays where it is. */
export function zoomAt(camera: PlaneCamera, size: Size, px: number, py: number, factor: number): PlaneCamera {
  const [x, y] = toPlane(camera, size, px, py)
  const k = camera.k * factor
  return { x: x - (px - 0.5 * size.width) / k, y: y + (py - 0.5 * size.height) / k, k }
}
