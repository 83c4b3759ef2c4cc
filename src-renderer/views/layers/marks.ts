import type { Mesh } from 'three'
import fragmentShader from '#shaders/marks/mark.frag'
import vertexShader from '#shaders/marks/mark.vert'
import { linear } from '../../stage/palette'
import type { Surface } from '../view'
import type { Point } from './arrows'
import { layerMaterial } from './material'
import { createQuads } from './quads'

export interface Mark {
  /** CSS pixels, to the outside of the ring */
  readonly diameter: number
  readonly ringWidth: number
  /** CSS colour; null for none */
  readonly fill: string | null
  readonly ring: string
}

/** Round marks of constant size on the screen. */
export interface Marks {
  readonly object: Mesh
  clear(): void
  add(centre: Point, mark: Mark): void
  flush(): void
  setLook(surface: Surface): void
  dispose(): void
}

export function createMarks(): Marks {
  const material = layerMaterial(vertexShader, fragmentShader, { viewport: [1, 1], unit: 1 })
  const quads = createQuads(material, { centre: 3, radius: 2, fill: 4, ring: 4 })
  return {
    object: quads.object,
    clear: () => quads.records.clear(),
    add(centre, { diameter, ringWidth, fill, ring }) {
      const inner = fill === null ? [0, 0, 0, 0] : [...linear(fill), 1]
      quads.records.push(...centre, diameter / 2, ringWidth, ...inner, ...linear(ring), 1)
    },
    flush: () => quads.flush(),
    setLook({ size, ratio, weight }) {
      material.uniforms.viewport.value = [size.width * ratio, size.height * ratio]
      material.uniforms.unit.value = ratio * weight
    },
    dispose: () => quads.dispose(),
  }
}
