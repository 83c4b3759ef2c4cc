import { DoubleSide, type Matrix4, Mesh, PlaneGeometry } from 'three'
import fragmentShader from '#shaders/surface/surface.frag'
import vertexShader from '#shaders/surface/surface.vert'
import { linear, type MapName, type Palette } from '../../stage/palette'
import type { Vector } from '../../stage/rules/surface'
import { contourStrength } from './density'
import type { HeightField } from './height-field'
import { createMapTexture } from './map-texture'
import { layerMaterial } from './material'

export interface SurfaceLook {
  readonly map: MapName
  readonly fill: number
  readonly contours: boolean
  /** World units along both axes of the square */
  readonly extent: readonly [number, number]
  /** Lines of the lattice: their number at the corner of the square, and across it */
  readonly lattice: { readonly origin: readonly [number, number]; readonly count: readonly [number, number] }
  readonly towards: Vector
  /** Width of lines in device pixels */
  readonly line: number
}

/** A lit body over the unit square, with contours and a fine lattice drawn into it. */
export interface SurfaceLayer {
  readonly object: Mesh
  /** From the unit square with heights along its third axis to the world. */
  setPlace(place: Matrix4): void
  setLook(palette: Palette, look: SurfaceLook): void
  dispose(): void
}

/** `facets` along both axes of the square */
export function createSurface(heights: HeightField, facets: readonly [number, number]): SurfaceLayer {
  const map = createMapTexture()
  const material = layerMaterial(vertexShader, fragmentShader, {
    map: map.texture,
    fill: 1,
    contours: 1,
    line: 1,
    extent: [1, 1],
    facet: [1 / facets[0], 1 / facets[1]],
    ground: [0, 0, 0],
    contourColour: [1, 1, 1],
    zeroColour: [1, 1, 1],
    latticeColour: [1, 1, 1],
    latticeOpacity: 0.1,
    towards: [0, 1, 0],
    ambient: 0.5,
    latticeOrigin: [0, 0],
    latticeCount: [1, 1],
  })
  Object.assign(material.uniforms, heights.uniforms)
  material.depthTest = true
  material.depthWrite = true
  material.side = DoubleSide
  const object = new Mesh(new PlaneGeometry(1, 1, ...facets), material)
  object.frustumCulled = false
  object.matrixAutoUpdate = false
  return {
    object,
    setPlace(place) {
      object.matrix.copy(place)
      object.matrixWorldNeedsUpdate = true
    },
    setLook(palette, look) {
      map.set(palette[look.map])
      const { uniforms } = material
      const dark = palette.additive < 1
      uniforms.fill.value = look.fill
      uniforms.contours.value = look.contours ? contourStrength(palette) : 0
      uniforms.line.value = look.line
      uniforms.extent.value = look.extent
      uniforms.ground.value = linear(palette.stage)
      uniforms.contourColour.value = linear(look.map === 'signed' ? palette.label : palette.contour)
      uniforms.zeroColour.value = linear(palette.ink)
      uniforms.latticeColour.value = linear(palette.line)
      // Blended in linear light: over a dark ground little is much.
      uniforms.latticeOpacity.value = dark ? 0.16 : 0.26
      uniforms.ambient.value = dark ? 0.45 : 0.62
      uniforms.towards.value = look.towards
      uniforms.latticeOrigin.value = look.lattice.origin
      uniforms.latticeCount.value = look.lattice.count
    },
    dispose() {
      map.dispose()
      material.dispose()
      object.geometry.dispose()
    },
  }
}
