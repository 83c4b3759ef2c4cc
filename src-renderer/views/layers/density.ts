import { type Matrix4, Mesh, PlaneGeometry, type Texture } from 'three'
import fragmentShader from '#shaders/density/density.frag'
import vertexShader from '#shaders/density/density.vert'
import { linear, type MapName, type Palette } from '../../stage/palette'
import { createFieldTexture } from './field-texture'
import { createMapTexture } from './map-texture'
import { layerMaterial } from './material'

export interface DensityLook {
  /** Largest size of the field over the top of the colour range */
  readonly peak: number
  readonly fill: number
  readonly contours: boolean
  readonly map: MapName
  /** As much opacity as density, for slices in space */
  readonly veil: boolean
  readonly opacity?: number
  /** Width of contours in device pixels */
  readonly line: number
}

export interface DensityLayer {
  readonly object: Mesh
  /** Values on columns x rows nodes, [columns, rows] with the last axis fastest; `max` is their largest size. */
  setField(values: Float32Array, columns: number, rows: number, max: number): void
  /** From the unit square, whose corners are the corner nodes, to the world. */
  setPlace(place: Matrix4): void
  setLook(palette: Palette, look: DensityLook): void
  dispose(): void
}

/** Heat map with contours. */
export function createDensity(): DensityLayer {
  const map = createMapTexture()
  const field = createFieldTexture()
  const material = layerMaterial(vertexShader, fragmentShader, {
    field: null as Texture | null,
    map: map.texture,
    size: [2, 2],
    peak: 1,
    either: 0,
    fill: 1,
    contours: 1,
    veil: 0,
    opacity: 1,
    line: 1,
    ground: [0, 0, 0],
    contourColour: [1, 1, 1],
    zeroColour: [1, 1, 1],
  })
  const object = new Mesh(new PlaneGeometry(1, 1).translate(0.5, 0.5, 0), material)
  object.frustumCulled = false
  object.matrixAutoUpdate = false
  object.visible = false
  // Seen from both sides in space
  material.side = 2
  return {
    object,
    setField(values, columns, rows, max) {
      field.set(values, columns, rows, max)
      material.uniforms.field.value = field.texture
      material.uniforms.size.value = field.size
      object.visible = true
    },
    setPlace(place) {
      object.matrix.copy(place)
      object.matrixWorldNeedsUpdate = true
    },
    setLook(palette, look) {
      map.set(palette[look.map])
      const { uniforms } = material
      uniforms.peak.value = look.peak
      uniforms.either.value = look.map === 'signed' ? 1 : 0
      uniforms.fill.value = look.fill
      uniforms.contours.value = look.contours ? contourStrength(palette) : 0
      uniforms.veil.value = look.veil ? 1 : 0
      uniforms.opacity.value = look.opacity ?? 1
      uniforms.line.value = look.line
      uniforms.ground.value = linear(palette.stage)
      uniforms.contourColour.value = linear(look.map === 'signed' ? palette.label : palette.contour)
      uniforms.zeroColour.value = linear(palette.ink)
    },
    dispose() {
      field.dispose()
      map.dispose()
      material.dispose()
      object.geometry.dispose()
    },
  }
}

/** Contours are blended in linear light, see `seenOpacity`. */
export function contourStrength(palette: Palette): number {
  return palette.additive < 1 ? 0.55 : 1.5
}
