import { PerspectiveCamera, Scene, Vector3 } from 'three'
import { createCloud } from '../views/cloud'
import { createRibbons, type Segments } from '../views/ribbons'
import { linear, pathColour } from './palette'
import type { StageScene } from './flat-scene'
import { pointLook } from './point-rule'
import { reachOf } from './reach'
import type { PathSet, StageState } from './stage-state'

/** Where the camera stands: degrees, and the distance as a multiple of the default. */
export interface Orbit {
  azimuth: number
  elevation: number
  distance: number
}

export interface VolumeScene extends StageScene {
  /** Screen position of a point of the world, and whether it is in front of the camera. */
  project(x: number, y: number, z: number): readonly [number, number]
}

/** Space–time: the timeline is this long in world units and the section this wide on each side. */
export const spaceTime = { length: 9.2, half: 2.7 } as const

/** Three dimensions: a particle cloud with orbit, or two dimensions with time as the third. */
export function createVolumeScene(orbit: Orbit): VolumeScene {
  const scene = new Scene()
  const camera = new PerspectiveCamera(24, 1, 0.1, 200)
  const cloud = createCloud()
  const frame = createRibbons()
  const lines = createRibbons()
  const slice = createRibbons()
  lines.object.renderOrder = 1
  cloud.object.renderOrder = 2
  slice.object.renderOrder = 3
  scene.add(frame.object, lines.object, cloud.object, slice.object)
  let state: StageState | null = null
  let held: { frame: StageState['frame']; view: string } | null = null
  let drawnLines: unknown = null
  const point = new Vector3()
  return {
    scene,
    camera,
    update(next) {
      state = next
      const { size, run, palette } = next
      if (run === null) return
      const distance = 18.6 * orbit.distance
      const azimuth = (orbit.azimuth * Math.PI) / 180
      const elevation = (orbit.elevation * Math.PI) / 180
      camera.aspect = size.width / size.height
      camera.position.set(
        distance * Math.cos(elevation) * Math.sin(azimuth),
        distance * Math.sin(elevation),
        distance * Math.cos(elevation) * Math.cos(azimuth),
      )
      camera.lookAt(0, 0, 0)
      camera.updateProjectionMatrix()
      camera.updateMatrixWorld()
      const viewport = [size.width, size.height] as const
      const along = next.view === 'space-time'
      if (
        next.frame !== null &&
        next.frame.particles !== null &&
        (held?.frame !== next.frame || held.view !== next.view)
      )
        cloud.setPositions(along ? sliceOf(next) : worldOf(next), 3)
      held = { frame: next.frame, view: next.view }
      cloud.object.visible = next.layers.has('particles')
      const look = pointLook(next.frame?.shown ?? 1, along ? 60 : 110, palette.kappa, false)
      const depth = along ? ([0, 0] as const) : ([distance - 3.6, distance + 3.6] as const)
      cloud.setLook(
        look,
        along ? palette.truth : pathColour(palette, next.lambda),
        palette,
        next.ratio,
        depth,
      )
      frame.setSegments(boxSegments(along ? spaceTime.length / 2 : spaceTime.half, palette.tick))
      frame.setLook(1, palette.stage, 0, viewport, next.ratio)
      const key = `${next.worldLines === null ? 0 : next.worldLines.run.length}${next.frame?.step} ${palette.stage} ${run.revision} ${next.view} ${next.lambda}`
      if (key !== drawnLines) {
        drawnLines = key
        lines.setSegments(along && next.worldLines !== null ? worldLines(next, next.worldLines) : empty)
      }
      lines.setLook(along ? 1.15 : 1, palette.stage, 0, viewport, next.ratio)
      slice.setSegments(along ? nowFrame(next) : empty)
      slice.setLook(1.6, palette.stage, 0.6, viewport, next.ratio)
    },
    project(x, y, z) {
      point.set(x, y, z).project(camera)
      const size = state?.size ?? { width: 1, height: 1 }
      return [(0.5 + 0.5 * point.x) * size.width, (0.5 - 0.5 * point.y) * size.height]
    },
    dispose() {
      cloud.dispose()
      for (const ribbons of [frame, lines, slice]) ribbons.dispose()
    },
  }
}

const empty: Segments = { from: new Float32Array(0), to: new Float32Array(0), tint: new Float32Array(0) }

/** World units per stage unit of the section. */
export function sectionScale(state: StageState): number {
  return state.run === null ? 1 : spaceTime.half / Math.max(...reachOf(state, state.run))
}

/** Place of a step along the long axis. */
export function alongTime(state: StageState, step: number): number {
  return ((state.fractions[step] ?? 0) - 0.5) * spaceTime.length
}

function worldOf(state: StageState): Float32Array {
  const { frame, run } = state
  if (frame?.particles == null || run === null) return new Float32Array(0)
  const k = sectionScale(state) * (state.scales[frame.step] ?? 1)
  const d = run.dimension
  const values = new Float32Array(frame.shown * 3)
  // The third coordinate points up; the second goes into depth.
  for (let i = 0; i < frame.shown; i++) {
    values[3 * i] = k * frame.particles[i * d]!
    values[3 * i + 1] = d > 2 ? k * frame.particles[i * d + 2]! : 0
    values[3 * i + 2] = d > 1 ? -k * frame.particles[i * d + 1]! : 0
  }
  return values
}

/** Particles of a plane as the slice of space–time at the playhead. */
function sliceOf(state: StageState): Float32Array {
  const { frame } = state
  if (frame?.particles == null) return new Float32Array(0)
  const k = sectionScale(state) * (state.scales[frame.step] ?? 1)
  const x = alongTime(state, frame.step)
  // Enough to see the shape; the slice stands among lines that must stay visible.
  const shown = Math.min(frame.shown, 6000)
  const values = new Float32Array(shown * 3)
  for (let i = 0; i < shown; i++) {
    values[3 * i] = x
    values[3 * i + 1] = k * frame.particles[2 * i + 1]!
    values[3 * i + 2] = k * frame.particles[2 * i]!
  }
  return values
}

/** Flow lines of many particles, thin; the run's own paths of the first few, in the SDE's colour. */
function worldLines(state: StageState, set: PathSet): Segments {
  const { run, palette, frame } = state
  if (run === null || frame === null) return empty
  const steps = run.times.length
  const stride = Math.max(1, Math.floor(steps / 160))
  const own = run.deterministic ? 0 : Math.min(6, set.particles.length)
  const pieces = Math.floor((steps - 1) / stride)
  const total = (set.particles.length + own) * pieces
  const segments: Segments = {
    from: new Float32Array(total * 3),
    to: new Float32Array(total * 3),
    tint: new Float32Array(total * 4),
  }
  const k = sectionScale(state)
  let at = 0
  const put = (into: Float32Array, values: Float32Array, row: number, step: number): void => {
    const scale = k * (state.scales[step] ?? 1)
    const i = (row * steps + step) * 2
    into.set([alongTime(state, step), scale * values[i + 1]!, scale * values[i]!], at * 3)
  }
  const draw = (values: Float32Array, rows: number, colour: string, opacity: number): void => {
    const [r, g, b] = linear(colour)
    for (let row = 0; row < rows; row++)
      for (let piece = 0; piece < pieces; piece++) {
        put(segments.from, values, row, piece * stride)
        put(segments.to, values, row, (piece + 1) * stride)
        const a = opacity * (piece * stride > frame.step ? 0.38 : 1)
        segments.tint.set([r, g, b, a], at * 4)
        at++
      }
  }
  draw(set.flow, set.particles.length, palette.ode, 0.42)
  draw(set.run, own, palette.sde, 0.9)
  return segments
}

function boxSegments(halfLength: number, colour: string): Segments {
  const h = spaceTime.half
  const corners = [-1, 1].flatMap((x) =>
    [-1, 1].flatMap((y) => [-1, 1].map((z) => [x * halfLength, y * h, z * h] as const)),
  )
  const edges: [number, number][] = []
  for (let a = 0; a < 8; a++) for (const bit of [1, 2, 4]) if ((a & bit) === 0) edges.push([a, a | bit])
  return fromEdges(corners, edges, colour, 0.5)
}

function nowFrame(state: StageState): Segments {
  const { frame, palette } = state
  if (frame === null) return empty
  const x = alongTime(state, frame.step)
  const h = spaceTime.half
  const corners = [
    [x, -h, -h],
    [x, -h, h],
    [x, h, h],
    [x, h, -h],
  ] as const
  return fromEdges(
    corners,
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ],
    palette.ink,
    1,
  )
}

function fromEdges(
  corners: readonly (readonly [number, number, number])[],
  edges: readonly (readonly [number, number])[],
  colour: string,
  opacity: number,
): Segments {
  const [r, g, b] = linear(colour)
  return {
    from: Float32Array.from(edges.flatMap(([a]) => [...corners[a]!])),
    to: Float32Array.from(edges.flatMap(([, b2]) => [...corners[b2]!])),
    tint: Float32Array.from(edges.flatMap(() => [r, g, b, opacity])),
  }
}
