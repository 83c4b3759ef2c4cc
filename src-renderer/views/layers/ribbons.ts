import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Mesh } from 'three'
import fragmentShader from '#shaders/ridges/ridge.frag'
import vertexShader from '#shaders/ridges/ridge.vert'
import type { Rgb } from './lines'
import { layerMaterial } from './material'

/** Opaque areas between profiles and their feet; those with a larger z hide the others. */
export interface Ribbons {
  readonly object: Mesh
  clear(): void
  /** One profile: places from left to right at height `foot`, tops, and the colours of both. */
  add(
    points: readonly { readonly x: number; readonly top: number; readonly colour: Rgb }[],
    foot: number,
    z: number,
    ground: Rgb,
  ): void
  flush(): void
  dispose(): void
}

export function createRibbons(): Ribbons {
  const geometry = new BufferGeometry()
  const material = layerMaterial(vertexShader, fragmentShader, {})
  material.depthTest = true
  material.depthWrite = true
  material.side = 2
  const object = new Mesh(geometry, material)
  object.frustumCulled = false
  let [positions, tints]: [number[], number[]] = [[], []]
  return {
    object,
    clear() {
      positions = []
      tints = []
    },
    add(points, foot, z, ground) {
      for (let i = 0; i + 1 < points.length; i++) {
        const [a, b] = [points[i]!, points[i + 1]!]
        const corner = (x: number, y: number, tint: Rgb): void => {
          positions.push(x, y, z)
          tints.push(...tint)
        }
        corner(a.x, foot, ground)
        corner(b.x, foot, ground)
        corner(b.x, b.top, b.colour)
        corner(a.x, foot, ground)
        corner(b.x, b.top, b.colour)
        corner(a.x, a.top, a.colour)
      }
    },
    flush() {
      object.visible = positions.length > 0
      const known = geometry.getAttribute('position') as BufferAttribute | undefined
      if (known === undefined || known.array.length < positions.length) {
        geometry.dispose()
        for (const name of ['position', 'tint']) {
          const attribute = new BufferAttribute(new Float32Array(2 * positions.length), 3)
          attribute.setUsage(DynamicDrawUsage)
          geometry.setAttribute(name, attribute)
        }
      }
      for (const [name, values] of [
        ['position', positions],
        ['tint', tints],
      ] as const) {
        const attribute = geometry.getAttribute(name) as BufferAttribute
        attribute.array.set(values)
        attribute.needsUpdate = true
      }
      geometry.setDrawRange(0, positions.length / 3)
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
