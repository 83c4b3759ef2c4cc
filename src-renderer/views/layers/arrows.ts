import type { Mesh } from 'three'
import fragmentShader from '#shaders/arrows/arrow.frag'
import vertexShader from '#shaders/arrows/arrow.vert'
import { linear, type Palette } from '../../stage/palette'
import type { Surface } from '../view'
import type { Rgb } from './lines'
import { layerMaterial } from './material'
import { createQuads } from './quads'

export type Point = readonly [number, number, number]

export interface Arrows {
  readonly object: Mesh
  clear(): void
  /** From tail to tip in world units; under 3 px on the screen it is not drawn. */
  add(tail: Point, tip: Point, colour: Rgb, alpha: number): void
  flush(): void
  setLook(palette: Palette, surface: Surface, learned: boolean): void
  dispose(): void
}

export function createArrows(): Arrows {
  const material = layerMaterial(vertexShader, fragmentShader, {
    viewport: [1, 1],
    unit: 1,
    ground: [0, 0, 0],
    casing: 0.6,
    hollow: 0,
  })
  const quads = createQuads(material, { tail: 3, tip: 3, tint: 4 })
  return {
    object: quads.object,
    clear: () => quads.records.clear(),
    add: (tail, tip, colour, alpha) => quads.records.push(...tail, ...tip, ...colour, alpha),
    flush: () => quads.flush(),
    setLook(palette, { size, ratio, weight }, learned) {
      material.uniforms.viewport.value = [size.width * ratio, size.height * ratio]
      material.uniforms.unit.value = ratio * weight
      material.uniforms.ground.value = linear(palette.stage)
      material.uniforms.hollow.value = learned ? 1 : 0
    },
    dispose: () => quads.dispose(),
  }
}
