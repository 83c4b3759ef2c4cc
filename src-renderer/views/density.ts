import {
  DataTexture,
  FloatType,
  GLSL3,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NoBlending,
  PlaneGeometry,
  RedFormat,
  RGBAFormat,
  ShaderMaterial,
  DataUtils,
} from 'three'
import fragmentShader from '#shaders/density/density.frag'
import vertexShader from '#shaders/density/density.vert'
import { linear, lookUp, type Palette } from '../stage/palette'
import type { View } from './view'

export interface DensityLayer extends View {
  /**
   * Values on a grid of `columns` by `rows` nodes, `values[column * rows + row]` (last axis fastest); the corner
   * nodes stand at `origin` and `origin + (counts - 1) * spacing`.
   */
  setField(
    values: Float32Array,
    counts: readonly [number, number],
    origin: readonly [number, number],
    spacing: readonly [number, number],
  ): void
  setLook(palette: Palette, options: { top: number; fill: number; contours: boolean; alone: boolean }): void
}

/** Heat map with contours, drawn from one texture; half floats, so that it is filtered everywhere. */
export function createDensity(): DensityLayer {
  const map = new DataTexture(lookUp(['#000000', '#ffffff']), 256, 1, RGBAFormat, FloatType)
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
    uniforms: {
      field: { value: null },
      map: { value: map },
      top: { value: 1 },
      fill: { value: 1 },
      contours: { value: 1 },
      ground: { value: [0, 0, 0] },
      contourColour: { value: [1, 1, 1] },
    },
  })
  const object = new Mesh(new PlaneGeometry(1, 1), material)
  object.frustumCulled = false
  object.visible = false
  let texture: DataTexture | null = null
  let stops = ''
  const set = (name: string, value: unknown): void => {
    const uniform = material.uniforms[name]
    if (uniform !== undefined) uniform.value = value
  }
  return {
    object,
    setField(values, [columns, rows], origin, spacing) {
      if (texture === null || texture.image.width !== columns || texture.image.height !== rows) {
        texture?.dispose()
        texture = new DataTexture(new Uint16Array(columns * rows), columns, rows, RedFormat, HalfFloatType)
        texture.minFilter = LinearFilter
        texture.magFilter = LinearFilter
        set('field', texture)
      }
      const pixels = texture.image.data as unknown as Uint16Array
      for (let i = 0; i < columns; i++)
        for (let j = 0; j < rows; j++)
          pixels[j * columns + i] = DataUtils.toHalfFloat(Math.min(65000, values[i * rows + j]!))
      texture.needsUpdate = true
      // Texels are nodes: half a cell more on each side.
      object.scale.set(columns * spacing[0], rows * spacing[1], 1)
      object.position.set(
        origin[0] + (0.5 * columns - 0.5) * spacing[0],
        origin[1] + (0.5 * rows - 0.5) * spacing[1],
        0,
      )
      object.visible = true
    },
    setLook(palette, { top, fill, contours, alone }) {
      const wanted = (alone ? palette.densityAlone : palette.density).join()
      if (wanted !== stops) {
        stops = wanted
        ;(map.image.data as unknown as Float32Array).set(
          lookUp(alone ? palette.densityAlone : palette.density),
        )
        map.needsUpdate = true
      }
      set('top', Math.max(top, 1e-30))
      set('fill', fill)
      set('contours', contours ? 1 : 0)
      set('ground', linear(palette.stage))
      set('contourColour', linear(palette.contour))
    },
    dispose() {
      texture?.dispose()
      map.dispose()
      material.dispose()
      object.geometry.dispose()
    },
  }
}
