import { PerspectiveCamera, Vector3 } from 'three'
import type { CameraPreset } from './stage-api'

/** Angles in degrees, distance and target in world units. */
export interface OrbitCamera {
  readonly azimuth: number
  readonly elevation: number
  readonly distance: number
  readonly target: readonly [number, number, number]
}

const fieldOfView = 24
/** Share of the height by which pictures with depth stand above the middle */
const lift = 0.05

export const orbitPresets: Readonly<Record<CameraPreset, OrbitCamera>> = {
  orbit: { azimuth: -26, elevation: 15, distance: 18.6, target: [0, 0, 0] },
  front: { azimuth: -90, elevation: 0, distance: 18.6, target: [0, 0, 0] },
  side: { azimuth: 0, elevation: 0, distance: 23, target: [0, 0, 0] },
  top: { azimuth: 0, elevation: 89.9, distance: 23, target: [0, 0, 0] },
}

/** Bodies over the plane, and over time and place: from higher up, with what is low in front. */
export const surfaceOrbits: Readonly<Record<'plane' | 'line', OrbitCamera>> = {
  plane: { azimuth: -32, elevation: 28, distance: 14.6, target: [0, -0.6, 0] },
  line: { azimuth: -22, elevation: 30, distance: 15, target: [0, -0.5, 0] },
}

/** Moves a perspective camera; y is up, azimuth 0 looks along -z, and a narrow stage steps back. */
export function placeCamera(
  camera: PerspectiveCamera,
  orbit: OrbitCamera,
  width: number,
  height: number,
): void {
  const [a, e] = [(orbit.azimuth * Math.PI) / 180, (orbit.elevation * Math.PI) / 180]
  const distance = orbit.distance * Math.max(1, 1.85 / (width / height))
  const target = new Vector3(...orbit.target)
  camera.fov = fieldOfView
  camera.aspect = width / height
  camera.near = 0.1
  camera.far = 1000
  camera.position.set(
    target.x + distance * Math.cos(e) * Math.sin(a),
    target.y + distance * Math.sin(e),
    target.z + distance * Math.cos(e) * Math.cos(a),
  )
  camera.lookAt(target)
  // Lifted a little: the equation stands below the middle.
  camera.setViewOffset(width, height, 0, lift * height, width, height)
  camera.updateProjectionMatrix()
  camera.updateMatrixWorld()
}

export function turn(orbit: OrbitCamera, dx: number, dy: number): OrbitCamera {
  return {
    ...orbit,
    azimuth: orbit.azimuth - 0.3 * dx,
    elevation: Math.min(89.9, Math.max(-89.9, orbit.elevation + 0.3 * dy)),
  }
}

export function approach(orbit: OrbitCamera, factor: number): OrbitCamera {
  return { ...orbit, distance: Math.min(200, Math.max(2, orbit.distance / factor)) }
}

/** Shifts the target in the plane of the screen; pixels. */
export function slide(orbit: OrbitCamera, dx: number, dy: number, height: number): OrbitCamera {
  const camera = new PerspectiveCamera()
  placeCamera(camera, orbit, 2 * height, height)
  const unit = (2 * orbit.distance * Math.tan((fieldOfView * Math.PI) / 360)) / height
  const right = new Vector3().setFromMatrixColumn(camera.matrixWorld, 0).multiplyScalar(-dx * unit)
  const up = new Vector3().setFromMatrixColumn(camera.matrixWorld, 1).multiplyScalar(dy * unit)
  const [x, y, z] = orbit.target
  return { ...orbit, target: [x + right.x + up.x, y + right.y + up.y, z + right.z + up.z] }
}
