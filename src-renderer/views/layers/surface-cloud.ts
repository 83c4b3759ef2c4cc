import { BufferAttribute, BufferGeometry, DynamicDrawUsage, type Matrix4, Points } from 'three'
import fragmentShader from '#shaders/points/points.frag'
import vertexShader from '#shaders/surface/cloud.vert'
import { linear, type Palette } from '../../stage/palette'
import type { PointLook } from '../../stage/rules/point-rule'
import type { HeightField } from './height-field'
import { layerMaterial } from './material'

/** Particles in the plane, lying on a height field. */
export interface SurfaceCloud {
  readonly object: Points
  /** Positions [n, 2]; uploaded as they are, once, and not copied. */
  setPositions(values: Float32Array): void
  /** From the unit square to the world, and from data coordinates to the square. */
  setPlace(place: Matrix4, origin: readonly [number, number], scale: readonly [number, number]): void
  setLook(look: PointLook, colour: string, palette: Palette, pixelRatio: number): void
  dispose(): void
}

export function createSurfaceCloud(heights: HeightField): SurfaceCloud {
  const geometry = new BufferGeometry()
  const material = layerMaterial(vertexShader, fragmentShader, {
    diameter: 2,
    opacity: 1,
    additive: 1,
    colour: [1, 1, 1],
    farColour: [1, 1, 1],
    squareOrigin: [0, 0],
    squareScale: [1, 1],
  })
  Object.assign(material.uniforms, heights.uniforms)
  material.depthTest = true
  const object = new Points(geometry, material)
  object.frustumCulled = false
  object.matrixAutoUpdate = false
  let shown: Float32Array | null = null
  let attribute: BufferAttribute | null = null
  return {
    object,
    setPositions(values) {
      if (values === shown) return
      shown = values
      if (attribute?.array.length !== values.length) {
        geometry.dispose()
        attribute = new BufferAttribute(values, 2)
        attribute.setUsage(DynamicDrawUsage)
        geometry.setAttribute('position', attribute)
      } else {
        attribute.array = values
        attribute.needsUpdate = true
      }
      geometry.setDrawRange(0, values.length / 2)
    },
    setPlace(place, origin, scale) {
      object.matrix.copy(place)
      object.matrixWorldNeedsUpdate = true
      material.uniforms.squareOrigin.value = origin
      material.uniforms.squareScale.value = scale
    },
    setLook(look, colour, palette, pixelRatio) {
      const { uniforms } = material
      uniforms.diameter.value = look.diameter * pixelRatio
      uniforms.opacity.value = look.opacity
      uniforms.additive.value = palette.additive
      uniforms.colour.value = linear(colour)
      uniforms.farColour.value = linear(colour)
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
