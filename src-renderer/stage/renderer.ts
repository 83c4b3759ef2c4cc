import {
  type Camera,
  GLSL3,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import fragmentShader from '#shaders/present/present.frag'
import vertexShader from '#shaders/present/present.vert'
import { linear } from './palette'

export interface LinearRenderer {
  resize(width: number, height: number, ratio: number): void
  draw(scene: Scene, camera: Camera, ground: string): void
  readonly canvas: HTMLCanvasElement
  dispose(): void
}

/**
 * WebGL2 with blending in linear light: layers are drawn into half floats, and one pass encodes the picture for the
 * screen. A lost context stops drawing until the browser gives it back.
 */
export function createLinearRenderer(canvas: HTMLCanvasElement, onRestored: () => void): LinearRenderer {
  const renderer = new WebGLRenderer({
    canvas,
    antialias: false,
    alpha: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  })
  renderer.autoClear = false
  const target = new WebGLRenderTarget(1, 1, {
    type: HalfFloatType,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
    depthBuffer: false,
  })
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
    uniforms: { picture: { value: target.texture } },
  })
  const quad = new Mesh(new PlaneGeometry(2, 2), material)
  quad.frustumCulled = false
  const screen = new Scene().add(quad)
  const flat = new OrthographicCamera()
  let lost = false
  const onLost = (event: Event): void => {
    event.preventDefault()
    lost = true
  }
  const onBack = (): void => {
    lost = false
    onRestored()
  }
  canvas.addEventListener('webglcontextlost', onLost)
  canvas.addEventListener('webglcontextrestored', onBack)
  return {
    canvas,
    resize(width, height, ratio) {
      renderer.setPixelRatio(ratio)
      renderer.setSize(width, height, false)
      target.setSize(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)))
    },
    draw(scene, camera, ground) {
      if (lost) return
      renderer.setRenderTarget(target)
      const [r, g, b] = linear(ground)
      const gl = renderer.getContext()
      gl.clearColor(r, g, b, 1)
      gl.clear(gl.COLOR_BUFFER_BIT)
      renderer.render(scene, camera)
      renderer.setRenderTarget(null)
      renderer.render(screen, flat)
    },
    dispose() {
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onBack)
      target.dispose()
      material.dispose()
      quad.geometry.dispose()
      renderer.dispose()
    },
  }
}
