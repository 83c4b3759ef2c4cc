import {
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  DynamicDrawUsage,
  GLSL3,
  OneFactor,
  OneMinusSrcAlphaFactor,
  Points,
  ShaderMaterial,
} from 'three'
import fragmentShader from '#shaders/points/points.frag'
import vertexShader from '#shaders/points/points.vert'
import { linear, type Palette } from '../stage/palette'
import type { PointLook } from '../stage/point-rule'
import type { View } from './view'

export interface Cloud extends View {
  /** Positions [n, d] in data units, d = 1, 2 or 3; `place` gives what is missing. */
  setPositions(values: Float32Array, dimension: number): void
  setLook(
    look: PointLook,
    colour: string,
    palette: Palette,
    pixelRatio: number,
    depth: readonly [number, number],
  ): void
}

/** The particles, as one draw call of points; one buffer upload a frame. */
export function createCloud(): Cloud {
  const geometry = new BufferGeometry()
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
      diameter: { value: 2 },
      opacity: { value: 1 },
      additive: { value: 1 },
      colour: { value: [1, 1, 1] },
      farColour: { value: [1, 1, 1] },
      depthNear: { value: 0 },
      depthFar: { value: 0 },
    },
  })
  const object = new Points(geometry, material)
  object.frustumCulled = false
  let held = new Float32Array(0)
  return {
    object,
    setPositions(values, dimension) {
      const n = values.length / dimension
      if (held.length < n * 3) {
        held = new Float32Array(n * 3)
        const attribute = new BufferAttribute(held, 3)
        attribute.setUsage(DynamicDrawUsage)
        geometry.dispose()
        geometry.setAttribute('position', attribute)
      }
      for (let i = 0; i < n; i++)
        for (let j = 0; j < 3; j++) held[3 * i + j] = j < dimension ? values[i * dimension + j]! : 0
      const attribute = geometry.getAttribute('position')
      attribute.needsUpdate = true
      geometry.setDrawRange(0, n)
    },
    setLook(look, colour, palette, pixelRatio, [near, far]) {
      const set = (name: string, value: unknown): void => {
        const uniform = material.uniforms[name]
        if (uniform !== undefined) uniform.value = value
      }
      set('diameter', look.diameter * pixelRatio)
      set('opacity', look.opacity)
      set('additive', palette.additive)
      set('colour', linear(colour))
      // Depth is told by colour: far points sink towards the stage, half way at most.
      const here = linear(colour)
      const ground = linear(palette.stage)
      set(
        'farColour',
        here.map((c, i) => 0.4 * c + 0.6 * ground[i]!),
      )
      set('depthNear', near)
      set('depthFar', far)
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
