import {
  HalfFloatType,
  LinearSRGBColorSpace,
  Mesh,
  OrthographicCamera,
  PlaneGeometry,
  RawShaderMaterial,
  Scene,
  SRGBColorSpace,
  UnsignedByteType,
  WebGLRenderer,
  WebGLRenderTarget,
  GLSL3,
  NearestFilter,
  type Camera,
} from 'three'
import fragmentShader from '#shaders/present/present.frag'
import vertexShader from '#shaders/present/present.vert'

/** The WebGL2 context: pictures are blended in linear light and encoded once. */
export interface CanvasSurface {
  readonly lost: () => boolean
  /** No graphics chip draws: what is many and small is dear. */
  readonly software: boolean
  resize(width: number, height: number, pixelRatio: number): void
  /** `bodies`: with depth, and outlines smoothed by samples */
  draw(scene: Scene, camera: Camera, ground: readonly [number, number, number], bodies: boolean): void
  dispose(): void
}

/** Throws where the browser has no WebGL2. `onContext` is told of a loss and of the return, when all is rebuilt. */
export function createCanvasSurface(
  canvas: HTMLCanvasElement,
  onContext: (state: 'lost' | 'restored') => void,
): CanvasSurface {
  // Lines and points smooth their own edges; multisampling would only cost, but for bodies.
  const renderer = new WebGLRenderer({ canvas, antialias: false, depth: false, stencil: false, alpha: false })
  renderer.outputColorSpace = LinearSRGBColorSpace
  renderer.autoClear = false
  // Layers are added in the order of drawing.
  renderer.sortObjects = false
  const halfFloats =
    renderer.extensions.has('EXT_color_buffer_float') ||
    renderer.extensions.has('EXT_color_buffer_half_float')
  const options = {
    type: halfFloats ? HalfFloatType : UnsignedByteType,
    // Without half floats an sRGB buffer blends in linear light as well, with eight bits.
    colorSpace: halfFloats ? LinearSRGBColorSpace : SRGBColorSpace,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
  }
  const flat = new WebGLRenderTarget(1, 1, { ...options, depthBuffer: false })
  // Bodies hide each other, and their outlines are no lines that could smooth themselves.
  const solid = new WebGLRenderTarget(1, 1, { ...options, depthBuffer: true, samples: 4 })
  let wanted = { width: 1, height: 1 }
  const targetFor = (bodies: boolean): WebGLRenderTarget => {
    const target = bodies ? solid : flat
    // The one that is not drawn to keeps its old size, and its memory small.
    if (target.width !== wanted.width || target.height !== wanted.height)
      target.setSize(wanted.width, wanted.height)
    return target
  }
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: `in vec3 position;\nin vec2 uv;\n${vertexShader}`,
    fragmentShader,
    depthTest: false,
    depthWrite: false,
    uniforms: { picture: { value: flat.texture } },
  })
  const screen = new Scene()
  const quad = new Mesh(new PlaneGeometry(2, 2), material)
  quad.frustumCulled = false
  screen.add(quad)
  const camera = new OrthographicCamera(-1, 1, 1, -1, 0, 1)
  let lost = false
  const onLost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault()
    lost = true
    onContext('lost')
  }
  const onRestored = (): void => {
    lost = false
    onContext('restored')
  }
  canvas.addEventListener('webglcontextlost', onLost)
  canvas.addEventListener('webglcontextrestored', onRestored)
  return {
    lost: () => lost,
    software: drawsInSoftware(renderer.getContext()),
    resize(width, height, pixelRatio) {
      renderer.setPixelRatio(pixelRatio)
      renderer.setSize(width, height, false)
      wanted = {
        width: Math.max(1, Math.floor(width * pixelRatio)),
        height: Math.max(1, Math.floor(height * pixelRatio)),
      }
    },
    draw(scene, view, [r, g, b], bodies) {
      if (lost) return
      const target = targetFor(bodies)
      material.uniforms['picture']!.value = target.texture
      renderer.setRenderTarget(target)
      renderer.state.buffers.color.setClear(r, g, b, 1, false)
      renderer.clear(true, bodies, false)
      renderer.render(scene, view)
      renderer.setRenderTarget(null)
      renderer.render(screen, camera)
    },
    dispose() {
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onRestored)
      flat.dispose()
      solid.dispose()
      material.dispose()
      quad.geometry.dispose()
      renderer.dispose()
    },
  }
}

function drawsInSoftware(gl: WebGLRenderingContext | WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL)
  return /llvmpipe|softpipe|swiftshader|basic render|software/i.test(String(name))
}
