import { OrthographicCamera, Scene } from 'three'
import { createCloud } from '../views/cloud'
import { createDensity } from '../views/density'
import { pathColour } from './palette'
import { pointLook } from './point-rule'
import type { StageState } from './stage-state'

/** A scene of one kind of view: it follows the state and is drawn by the stage. */
export interface StageScene {
  readonly scene: Scene
  readonly camera: OrthographicCamera | import('three').PerspectiveCamera
  update(state: StageState): void
  dispose(): void
}

/** The plane, and the line over time: density below, particles above. */
export function createFlatScene(): StageScene {
  const scene = new Scene()
  const camera = new OrthographicCamera()
  camera.position.z = 1
  const density = createDensity()
  const cloud = createCloud()
  cloud.object.renderOrder = 1
  scene.add(density.object, cloud.object)
  let shownFrame: StageState['frame'] = null
  let shownRidgeline: StageState['ridgeline'] = null
  return {
    scene,
    camera,
    update(state) {
      aim(camera, state)
      const { frame, palette, layers, run } = state
      const scale = frame === null ? 1 : (state.scales[frame.step] ?? 1)
      if (state.view === 'line') {
        cloud.object.visible = false
        if (state.ridgeline !== null && state.ridgeline !== shownRidgeline) setHeatStrip(density, state)
        shownRidgeline = state.ridgeline
        density.object.visible = state.ridgeline !== null && layers.has('density')
      } else {
        shownRidgeline = null
        if (frame !== null && frame !== shownFrame) {
          if (frame.particles !== null && run !== null) cloud.setPositions(frame.particles, run.dimension)
          if (frame.density !== null) {
            const { counts, origin, spacing } = frame.density.grid
            density.setField(
              frame.density.values,
              [counts[0]!, counts[1]!],
              [origin[0]! * scale, origin[1]! * scale],
              [spacing[0]! * scale, spacing[1]! * scale],
            )
          }
        }
        shownFrame = frame
        cloud.object.visible = layers.has('particles') && frame?.particles !== null
        cloud.object.scale.set(scale, scale, 1)
        density.object.visible = layers.has('density') && frame !== null && frame.density !== null
      }
      const n = frame?.shown ?? 1
      const look = pointLook(n, state.camera.kx, palette.kappa, layers.has('paths') && state.paths !== null)
      cloud.setLook(look, pathColour(palette, state.lambda), palette, state.ratio, [0, 0])
      density.setLook(palette, {
        top: state.view === 'line' ? state.densityTop : state.densityTop * scale * scale,
        fill: layers.has('particles') && state.view === 'plane' ? look.densityFill : 1,
        contours: layers.has('contours') && state.view === 'plane',
        alone: state.view === 'line' || !layers.has('particles'),
      })
    },
    dispose() {
      density.dispose()
      cloud.dispose()
    },
  }
}

function aim(camera: OrthographicCamera, { camera: plane, size }: StageState): void {
  camera.left = plane.x - (0.5 * size.width) / plane.kx
  camera.right = plane.x + (0.5 * size.width) / plane.kx
  camera.top = plane.y + (0.5 * size.height) / plane.ky
  camera.bottom = plane.y - (0.5 * size.height) / plane.ky
  camera.updateProjectionMatrix()
}

/** Columns of the strip; steps are resampled onto an even timeline, each column shows the step nearest to it. */
const STRIP = 512

function setHeatStrip(density: ReturnType<typeof createDensity>, state: StageState): void {
  const { ridgeline, fractions, scales } = state
  if (ridgeline === null) return
  const { count, origin, spacing, values } = ridgeline
  const strip = new Float32Array(STRIP * count)
  const last = fractions.length - 1
  const rising = fractions[last]! > fractions[0]!
  let step = rising ? 0 : last
  for (let column = 0; column < STRIP; column++) {
    const u = column / (STRIP - 1)
    const next = (): number => (rising ? step + 1 : step - 1)
    while (
      next() >= 0 &&
      next() <= last &&
      Math.abs(fractions[next()]! - u) <= Math.abs(fractions[step]! - u)
    )
      step = next()
    const scale = scales[step]!
    for (let i = 0; i < count; i++) {
      // The strip is in stage coordinates: node i stands at origin + i spacing there.
      const at = ((origin + i * spacing) / scale - origin) / spacing
      const low = Math.floor(at)
      const share = at - low
      const value = (j: number): number => (j >= 0 && j < count ? values[step * count + j]! : 0)
      strip[column * count + i] = ((1 - share) * value(low) + share * value(low + 1)) / scale
    }
  }
  density.setField(strip, [STRIP, count], [0, origin], [1 / (STRIP - 1), spacing])
}
