import { Vector3, type PerspectiveCamera } from 'three'
import type { Surface } from './view'

const point = new Vector3()

/** CSS pixels of a point of the world. */
export function screenOf(
  camera: PerspectiveCamera,
  { size }: Surface,
  x: number,
  y: number,
  z: number,
): [number, number] {
  point.set(x, y, z).project(camera)
  return [0.5 * (1 + point.x) * size.width, 0.5 * (1 - point.y) * size.height]
}
