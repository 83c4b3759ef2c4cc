import {
  Float32BufferAttribute,
  Group,
  InstancedBufferGeometry,
  InterleavedBufferAttribute,
  Mesh,
  type Object3D,
} from 'three'
import fragmentShader from '#shaders/lines/line.frag'
import vertexShader from '#shaders/lines/line.vert'
import { linear } from '../../stage/palette'
import type { Surface } from '../view'
import { createRecords } from './instances'
import { layerMaterial } from './material'

export type Rgb = readonly [number, number, number]

export interface LinesLook {
  /** CSS pixels */
  readonly width: number
  /** Colour around the line, 2.5 px wider; none without it */
  readonly casing?: { readonly colour: string; readonly opacity: number }
}

/** Polylines of constant width on the screen, straight from point to point; colour and opacity at every point. */
export interface Lines {
  readonly object: Object3D
  clear(): void
  /** Begins a new polyline. */
  move(): void
  /** World units, linear-light colour. */
  point(x: number, y: number, z: number, colour: Rgb, alpha: number): void
  flush(): void
  setLook(look: LinesLook, surface: Surface): void
  dispose(): void
}

const stride = 8

/** `onBodies`: bodies hide them. */
export function createLines(onBodies = false): Lines {
  const object = new Group()
  const geometry = new InstancedBufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0], 3))
  geometry.setIndex([0, 1, 2, 0, 2, 3])
  geometry.instanceCount = 0
  const meshes = [1, 0].map((cased) => {
    const material = layerMaterial(vertexShader, fragmentShader, {
      viewport: [1, 1],
      width: 1,
      casing: [0, 0, 0, 0],
      cased,
      lift: onBodies ? 0.0012 : 0,
    })
    material.depthTest = onBodies
    const mesh = new Mesh(geometry, material)
    mesh.frustumCulled = false
    object.add(mesh)
    return { mesh, material }
  })
  const records = createRecords(stride)
  let name = 0
  const clear = (): void => {
    records.clear()
    name = 0
    // A record before the first point, so that every point has a neighbour.
    records.push(0, 0, 0, -1, 0, 0, 0, 0)
  }
  clear()
  return {
    object,
    clear,
    move() {
      name++
    },
    point(x, y, z, colour, alpha) {
      records.push(x, y, z, name, colour[0], colour[1], colour[2], alpha)
    },
    flush() {
      records.push(0, 0, 0, -2, 0, 0, 0, 0)
      geometry.instanceCount = Math.max(0, records.count() - 3)
      object.visible = geometry.instanceCount > 0
      records.flush((buffer) => {
        const at = (offset: number): InterleavedBufferAttribute =>
          new InterleavedBufferAttribute(buffer, 4, offset)
        geometry.dispose()
        geometry.setAttribute('before', at(0))
        geometry.setAttribute('from', at(stride))
        geometry.setAttribute('to', at(2 * stride))
        geometry.setAttribute('after', at(3 * stride))
        geometry.setAttribute('fromTint', at(stride + 4))
        geometry.setAttribute('toTint', at(2 * stride + 4))
      })
    },
    setLook({ width, casing }, { size, ratio, weight }) {
      for (const [i, { mesh, material }] of meshes.entries()) {
        const under = i === 0
        mesh.visible = !under || casing !== undefined
        material.uniforms.viewport.value = [size.width * ratio, size.height * ratio]
        material.uniforms.width.value = (width * weight + (under ? 2.5 : 0)) * ratio
        if (casing !== undefined) material.uniforms.casing.value = [...linear(casing.colour), casing.opacity]
      }
    },
    dispose() {
      geometry.dispose()
      for (const { material } of meshes) material.dispose()
    },
  }
}
