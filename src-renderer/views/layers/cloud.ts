import { BufferAttribute, BufferGeometry, DynamicDrawUsage, type Matrix4, Points } from 'three'
import fragmentShader from '#shaders/points/points.frag'
import vertexShader from '#shaders/points/points.vert'
import { linear, type Palette } from '../../stage/palette'
import type { PointLook } from '../../stage/rules/point-rule'
import { layerMaterial } from './material'

export interface Cloud {
  readonly object: Points
  /** Positions [n, d], d = 1, 2 or 3. The array is uploaded as it is, once, and not copied or kept changed. */
  setPositions(values: Float32Array, dimension: number): void
  /** From data coordinates to the world. */
  setPlace(place: Matrix4): void
  /** `depth`: distances between which colour sinks towards the stage; equal for none. */
  setLook(
    look: PointLook,
    colour: string,
    palette: Palette,
    pixelRatio: number,
    depth?: readonly [number, number],
  ): void
  dispose(): void
}

/** The particles: one draw call, one upload a frame. */
export function createCloud(): Cloud {
  const geometry = new BufferGeometry()
  const material = layerMaterial(vertexShader, fragmentShader, {
    diameter: 2,
    opacity: 1,
    additive: 1,
    colour: [1, 1, 1],
    farColour: [1, 1, 1],
    depthNear: 0,
    depthFar: 0,
  })
  const object = new Points(geometry, material)
  object.frustumCulled = false
  object.matrixAutoUpdate = false
  let attribute: BufferAttribute | null = null
  let shown: Float32Array | null = null
  return {
    object,
    setPositions(values, dimension) {
      if (values === shown) return
      shown = values
      if (
        attribute === null ||
        attribute.itemSize !== dimension ||
        attribute.array.length !== values.length
      ) {
        // Frees the old buffer; a size changes only when the number of particles does.
        geometry.dispose()
        attribute = new BufferAttribute(values, dimension)
        attribute.setUsage(DynamicDrawUsage)
        geometry.setAttribute('position', attribute)
      } else {
        attribute.array = values
        attribute.needsUpdate = true
      }
      geometry.setDrawRange(0, values.length / dimension)
    },
    setPlace(place) {
      object.matrix.copy(place)
      object.matrixWorldNeedsUpdate = true
    },
    setLook(look, colour, palette, pixelRatio, [near, far] = [0, 0]) {
      const { uniforms } = material
      const here = linear(colour)
      const ground = linear(palette.stage)
      uniforms.diameter.value = look.diameter * pixelRatio
      uniforms.opacity.value = look.opacity
      uniforms.additive.value = palette.additive
      uniforms.colour.value = here
      uniforms.farColour.value = here.map((c, i) => 0.35 * c + 0.65 * ground[i]!)
      uniforms.depthNear.value = near
      uniforms.depthFar.value = far
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
