import {
  ClampToEdgeWrapping,
  DataTexture,
  DataUtils,
  HalfFloatType,
  LinearFilter,
  type Matrix4,
  Mesh,
  PlaneGeometry,
  RedFormat,
  RGBAFormat,
} from 'three'
import fragmentShader from '#shaders/density/density.frag'
import vertexShader from '#shaders/density/density.vert'
import { linear, lookUp, type Palette } from '../../stage/palette'
import { splineCoefficients } from '../../stage/rules/spline'
import { layerMaterial } from './material'

export interface DensityLook {
  /** Largest value of the field over the top of the colour range */
  readonly peak: number
  readonly fill: number
  readonly contours: boolean
  /** Nothing lies over it: the map with the full range of lightness */
  readonly alone: boolean
  /** As much opacity as density, for slices in space */
  readonly veil: boolean
  readonly opacity?: number
  /** Width of contours in device pixels */
  readonly line: number
}

export interface DensityLayer {
  readonly object: Mesh
  /** Values on columns x rows nodes, [columns, rows] with the last axis fastest; `max` is their largest. */
  setField(values: Float32Array, columns: number, rows: number, max: number): void
  /** From the unit square, whose corners are the corner nodes, to the world. */
  setPlace(place: Matrix4): void
  setLook(palette: Palette, look: DensityLook): void
  dispose(): void
}

/** Heat map with contours from one texture; half floats, so that it is filtered everywhere. */
export function createDensity(): DensityLayer {
  const map = new DataTexture(new Uint16Array(1024), 256, 1, RGBAFormat, HalfFloatType)
  map.minFilter = LinearFilter
  map.magFilter = LinearFilter
  const material = layerMaterial(vertexShader, fragmentShader, {
    field: null as DataTexture | null,
    map,
    size: [2, 2],
    peak: 1,
    fill: 1,
    contours: 1,
    veil: 0,
    opacity: 1,
    line: 1,
    ground: [0, 0, 0],
    contourColour: [1, 1, 1],
  })
  const object = new Mesh(new PlaneGeometry(1, 1).translate(0.5, 0.5, 0), material)
  object.frustumCulled = false
  object.matrixAutoUpdate = false
  object.visible = false
  // Seen from both sides in space
  material.side = 2
  let texture: DataTexture | null = null
  let scratch = new Float32Array(0)
  let shown: Float32Array | null = null
  let stops = ''
  return {
    object,
    setField(values, columns, rows, max) {
      if (values === shown) return
      shown = values
      if (texture === null || texture.image.width !== columns || texture.image.height !== rows) {
        texture?.dispose()
        texture = new DataTexture(new Uint16Array(columns * rows), columns, rows, RedFormat, HalfFloatType)
        texture.minFilter = LinearFilter
        texture.magFilter = LinearFilter
        texture.wrapS = texture.wrapT = ClampToEdgeWrapping
        texture.unpackAlignment = 2
        scratch = new Float32Array(columns * rows)
        material.uniforms.field.value = texture
        material.uniforms.size.value = [columns, rows]
      }
      const scale = max > 0 ? 1 / max : 0
      for (let i = 0; i < columns; i++)
        for (let j = 0; j < rows; j++) scratch[j * columns + i] = values[i * rows + j]! * scale
      splineCoefficients(scratch, columns, rows)
      const pixels = texture.image.data as unknown as Uint16Array
      for (let i = 0; i < scratch.length; i++) pixels[i] = DataUtils.toHalfFloat(scratch[i]!)
      texture.needsUpdate = true
      object.visible = true
    },
    setPlace(place) {
      object.matrix.copy(place)
      object.matrixWorldNeedsUpdate = true
    },
    setLook(palette, look) {
      const wanted = look.alone ? palette.densityAlone : palette.density
      if (wanted.join() !== stops) {
        stops = wanted.join()
        const pixels = map.image.data as unknown as Uint16Array
        lookUp(wanted).forEach((value, i) => (pixels[i] = DataUtils.toHalfFloat(value)))
        map.needsUpdate = true
      }
      const { uniforms } = material
      uniforms.peak.value = look.peak
      uniforms.fill.value = look.fill
      // Blended in linear light, see seenOpacity
      uniforms.contours.value = !look.contours ? 0 : palette.additive < 1 ? 0.55 : 1.5
      uniforms.veil.value = look.veil ? 1 : 0
      uniforms.opacity.value = look.opacity ?? 1
      uniforms.line.value = look.line
      uniforms.ground.value = linear(palette.stage)
      uniforms.contourColour.value = linear(palette.contour)
    },
    dispose() {
      texture?.dispose()
      map.dispose()
      material.dispose()
      object.geometry.dispose()
    },
  }
}
