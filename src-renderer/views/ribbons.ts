import {
  CustomBlending,
  GLSL3,
  Group,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Float32BufferAttribute,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
} from 'three'
import fragmentShader from '#shaders/lines/ribbon.frag'
import vertexShader from '#shaders/lines/ribbon.vert'
import { linear } from '../stage/palette'
import type { View } from './view'

/** Segments: ends [n, 3] each in world units, and a linear-light colour with opacity [n, 4]. */
export interface Segments {
  readonly from: Float32Array
  readonly to: Float32Array
  readonly tint: Float32Array
}

export interface Ribbons extends View {
  setSegments(segments: Segments): void
  /** Width in CSS pixels; a casing in the stage's colour is 2.5 px wider, and has an opacity of its own. */
  setLook(
    width: number,
    casing: string,
    casingOpacity: number,
    viewport: readonly [number, number],
    ratio: number,
  ): void
}

/** Straight segments of constant width on the screen, each with its own colour; never smoothed. */
export function createRibbons(): Ribbons {
  const group = new Group()
  const geometry = new InstancedBufferGeometry()
  geometry.setAttribute('position', new Float32BufferAttribute([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0], 3))
  geometry.setIndex([0, 1, 2, 0, 2, 3])
  geometry.instanceCount = 0
  const make = (cased: number): Mesh<InstancedBufferGeometry, ShaderMaterial> => {
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      vertexShader,
      fragmentShader,
      transparent: true,
      depthTest: false,
      depthWrite: false,
      blending: CustomBlending,
      blendSrc: OneFactor,
      blendDst: OneMinusSrcAlphaFactor,
      uniforms: {
        viewport: { value: [1, 1] },
        width: { value: 1 },
        casing: { value: [0, 0, 0, 0] },
        cased: { value: cased },
      },
    })
    const mesh = new Mesh(geometry, material)
    mesh.frustumCulled = false
    mesh.renderOrder = cased > 0 ? 0 : 1
    group.add(mesh)
    return mesh
  }
  const meshes = [make(1), make(0)] as const
  return {
    object: group,
    setSegments({ from, to, tint }) {
      const n = from.length / 3
      const put = (name: string, values: Float32Array, size: number): void => {
        const held = geometry.getAttribute(name) as InstancedBufferAttribute | undefined
        if (held === undefined || held.array.length < values.length) {
          geometry.setAttribute(name, new InstancedBufferAttribute(values.slice(), size))
        } else {
          ;(held.array as Float32Array).set(values)
          held.needsUpdate = true
        }
      }
      if (n > 0) {
        put('from', from, 3)
        put('to', to, 3)
        put('tint', tint, 4)
      }
      geometry.instanceCount = n
      group.visible = n > 0
    },
    setLook(width, casing, casingOpacity, viewport, ratio) {
      for (const [i, mesh] of meshes.entries()) {
        const uniforms = mesh.material.uniforms
        const set = (name: string, value: unknown): void => {
          const uniform = uniforms[name]
          if (uniform !== undefined) uniform.value = value
        }
        set('viewport', [viewport[0] * ratio, viewport[1] * ratio])
        set('width', (width + (i === 0 ? 2.5 : 0)) * ratio)
        set('casing', [...linear(casing), casingOpacity])
        mesh.visible = i === 1 || casingOpacity > 0
      }
    },
    dispose() {
      geometry.dispose()
      for (const mesh of meshes) mesh.material.dispose()
    },
  }
}
