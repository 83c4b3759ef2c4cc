import {
  Float32BufferAttribute,
  InstancedBufferGeometry,
  InterleavedBufferAttribute,
  Mesh,
  type ShaderMaterial,
} from 'three'
import { createRecords, type Records } from './instances'

/** Instanced quads whose records have named parts. */
export interface Quads {
  readonly object: Mesh
  readonly records: Records
  flush(): void
  dispose(): void
}

/** `parts`: attribute name -> number of floats, in the order of a record. */
export function createQuads(material: ShaderMaterial, parts: Readonly<Record<string, number>>): Quads {
  const geometry = new InstancedBufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0], 3))
  geometry.setIndex([0, 1, 2, 0, 2, 3])
  geometry.instanceCount = 0
  const object = new Mesh(geometry, material)
  object.frustumCulled = false
  const records = createRecords(Object.values(parts).reduce((a, b) => a + b, 0))
  return {
    object,
    records,
    flush() {
      geometry.instanceCount = records.count()
      object.visible = geometry.instanceCount > 0
      records.flush((buffer) => {
        geometry.dispose()
        let offset = 0
        for (const [name, size] of Object.entries(parts)) {
          geometry.setAttribute(name, new InterleavedBufferAttribute(buffer, size, offset))
          offset += size
        }
      })
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
