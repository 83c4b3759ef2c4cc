import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Page } from '@playwright/test'
import { createServer } from 'vite'
import { nearestContour } from '#renderer/stage/rules/contours'
import { coverage, headDistance, segmentDistance } from '#renderer/stage/rules/coverage'
import { splineAt, splineCoefficients } from '#renderer/stage/rules/spline'
import { linearFromSrgb, srgbFromLinear } from '#renderer/stage/rules/srgb'
import { latticeInk, surfaceHeight, surfaceLight, surfaceNormal } from '#renderer/stage/rules/surface'
import { densityTransfer, signedTransfer } from '#renderer/stage/rules/transfer'
import { expect, test } from './lab'

const chunk = (name: string): string =>
  readFileSync(new URL(`../../shaders/chunks/${name}.glsl`, import.meta.url), 'utf8')

/** Numbers from 0 to 1 that fill it evenly, the same in every run; each `which` by its own irrational stride. */
const strides = [0.6180339887, 0.7548776662, 0.569840291, 0.8191725134, 0.6710436067] as const
const spread = (i: number, which: 0 | 1 | 2 | 3 | 4 = 0): number => ((i + 1) * strides[which]) % 1
const count = 256

interface Twin {
  readonly chunks: readonly string[]
  /** Of vec4 p, a number */
  readonly glsl: string
  /** Four inputs of the i-th place */
  readonly inputs: (i: number) => readonly [number, number, number, number]
  readonly typescript: (a: number, b: number, c: number, d: number) => number
  readonly field?: { readonly values: Float32Array; readonly columns: number; readonly rows: number }
  readonly within?: number
}

const columns = 12
const rows = 9
const heights = Float32Array.from({ length: columns * rows }, (_, i) => spread(i, 3))
const coefficients = heights.slice()
splineCoefficients(coefficients, columns, rows)

const one = (low: number, high: number) => (i: number) => [low + (high - low) * spread(i), 0, 0, 0] as const
const around = (i: number) =>
  [6 * spread(i) - 3, 6 * spread(i, 1) - 3, 6 * spread(i, 2) - 3, spread(i, 4)] as const

/** Every function of the shaders that computes more than a blend. */
const twins: Readonly<Record<string, Twin>> = {
  coverage: {
    chunks: ['coverage'],
    glsl: 'coverage(p.x)',
    inputs: one(-2, 2),
    typescript: (a) => coverage(a),
  },
  segmentDistance: {
    chunks: ['coverage'],
    glsl: 'segmentDistance(p.xy, vec2(p.z, -1.0), vec2(0.5, p.w))',
    inputs: around,
    typescript: (a, b, c, d) => segmentDistance([a, b], [c, -1], [0.5, d]),
  },
  'segmentDistance to a point': {
    chunks: ['coverage'],
    glsl: 'segmentDistance(p.xy, p.zz, p.zz)',
    inputs: around,
    typescript: (a, b, c) => segmentDistance([a, b], [c, c], [c, c]),
  },
  headDistance: {
    chunks: ['coverage'],
    glsl: 'headDistance(p.xy, 2.5, 0.2 + p.w)',
    inputs: around,
    typescript: (a, b, _, d) => headDistance([a, b], 2.5, 0.2 + d),
  },
  densityTransfer: {
    chunks: ['transfer'],
    glsl: 'densityTransfer(p.x)',
    inputs: one(-0.2, 1.2),
    typescript: (a) => densityTransfer(a),
  },
  signedTransfer: {
    chunks: ['transfer'],
    glsl: 'signedTransfer(p.x)',
    inputs: one(-1.2, 1.2),
    typescript: (a) => signedTransfer(a),
  },
  linearFromSrgb: {
    chunks: ['srgb'],
    glsl: 'linearFromSrgb(p.xxx).y',
    inputs: one(0, 1),
    typescript: (a) => linearFromSrgb(a),
  },
  srgbFromLinear: {
    chunks: ['srgb'],
    glsl: 'srgbFromLinear(p.xxx).y',
    inputs: (i) => [spread(i) ** 3, 0, 0, 0],
    typescript: (a) => srgbFromLinear(a),
  },
  'nearestContour, its level': {
    chunks: ['contours'],
    glsl: 'nearestContour(p.x).x',
    inputs: one(0, 1),
    typescript: (a) => nearestContour(a).root,
  },
  'nearestContour, its line': {
    chunks: ['contours'],
    glsl: 'nearestContour(p.x).y * nearestContour(p.x).z',
    inputs: one(0, 1),
    typescript: (a) => nearestContour(a).opacity * nearestContour(a).width,
  },
  surfaceHeight: {
    chunks: ['surface'],
    glsl: 'surfaceHeight(p.x, 2.3, 1.5)',
    inputs: one(-2, 2),
    typescript: (a) => surfaceHeight(a, 2.3, 1.5),
  },
  'surfaceLight of surfaceNormal': {
    chunks: ['surface'],
    glsl: 'surfaceLight(surfaceNormal(p.xy), normalize(vec3(p.z, 1.0, 0.3)))',
    inputs: around,
    typescript: (a, b, c) => {
      const length = Math.hypot(c, 1, 0.3)
      return surfaceLight(surfaceNormal(a, b), [c / length, 1 / length, 0.3 / length])
    },
  },
  latticeInk: {
    chunks: ['surface'],
    glsl: 'latticeInk(0.2 * p.x, 0.06 + 0.02 * p.w, 1.5)',
    inputs: around,
    typescript: (a, _, __, d) => latticeInk(0.2 * a, 0.06 + 0.02 * d, 1.5),
  },
  splineAt: {
    chunks: ['cubic'],
    glsl: `splineAt(field, p.xy, vec2(${columns}.0, ${rows}.0))`,
    inputs: (i) => [1 + (columns - 3) * spread(i), 1 + (rows - 3) * spread(i, 1), 0, 0],
    typescript: (a, b) => splineAt(coefficients, columns, rows, a, b),
    field: { values: coefficients, columns, rows },
    // The filter of a texture keeps eight bits of the place between two texels.
    within: 6e-3,
  },
}

/** Evaluates an expression of vec4 p at many places: a draw into a texture of floats, a texel a place. */
async function evaluate(
  page: Page,
  { chunks, glsl, field }: Twin,
  inputs: readonly number[],
): Promise<number[]> {
  return page.evaluate(
    ({ source, inputs, field, count }) => {
      const gl = document.createElement('canvas').getContext('webgl2')!
      for (const name of ['EXT_color_buffer_float', 'OES_texture_float_linear'])
        if (gl.getExtension(name) === null) throw new Error(`${name} is not here`)
      const program = gl.createProgram()
      const add = (type: number, text: string): void => {
        const shader = gl.createShader(type)!
        gl.shaderSource(shader, text)
        gl.compileShader(shader)
        if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true)
          throw new Error(gl.getShaderInfoLog(shader) ?? 'no log')
        gl.attachShader(program, shader)
      }
      add(gl.VERTEX_SHADER, '#version 300 es\nin vec2 at;\nvoid main() { gl_Position = vec4(at, 0.0, 1.0); }')
      add(gl.FRAGMENT_SHADER, source)
      gl.linkProgram(program)
      gl.useProgram(program)
      const texture = (unit: number, filter: number): void => {
        gl.activeTexture(gl.TEXTURE0 + unit)
        gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
        for (const which of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
          gl.texParameteri(gl.TEXTURE_2D, which, filter)
        for (const which of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
          gl.texParameteri(gl.TEXTURE_2D, which, gl.CLAMP_TO_EDGE)
      }
      texture(0, gl.NEAREST)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, count, 1, 0, gl.RGBA, gl.FLOAT, new Float32Array(inputs))
      gl.uniform1i(gl.getUniformLocation(program, 'inputs'), 0)
      if (field !== null) {
        texture(1, gl.LINEAR)
        const values = new Float32Array(field.values)
        gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, field.columns, field.rows, 0, gl.RED, gl.FLOAT, values)
        gl.uniform1i(gl.getUniformLocation(program, 'field'), 1)
      }
      texture(2, gl.NEAREST)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, count, 1, 0, gl.RGBA, gl.FLOAT, null)
      const target = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture
      gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer())
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0)
      gl.viewport(0, 0, count, 1)
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
      gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW)
      gl.enableVertexAttribArray(0)
      gl.bindAttribLocation(program, 0, 'at')
      gl.vertexAttribPointer(gl.getAttribLocation(program, 'at'), 2, gl.FLOAT, false, 0, 0)
      gl.drawArrays(gl.TRIANGLES, 0, 3)
      const pixels = new Float32Array(4 * count)
      gl.readPixels(0, 0, count, 1, gl.RGBA, gl.FLOAT, pixels)
      return Array.from({ length: count }, (_, i) => pixels[4 * i]!)
    },
    {
      source: `#version 300 es
precision highp float;
precision highp sampler2D;
uniform sampler2D inputs;
uniform sampler2D field;
out vec4 result;
${chunks.map(chunk).join('\n')}
void main() {
  vec4 p = texelFetch(inputs, ivec2(gl_FragCoord.xy), 0);
  result = vec4(${glsl}, 0.0, 0.0, 1.0);
}`,
      inputs: [...inputs],
      field: field === undefined ? null : { ...field, values: [...field.values] },
      count,
    },
  )
}

test('functions of the shaders and their twins agree', async ({ page }) => {
  for (const [name, twin] of Object.entries(twins)) {
    const inputs = Float32Array.from({ length: 4 * count }, (_, i) => twin.inputs(i >> 2)[i & 3]!)
    const found = await evaluate(page, twin, [...inputs])
    const expected = Array.from({ length: count }, (_, i) =>
      twin.typescript(...(Array.from(inputs.subarray(4 * i, 4 * i + 4)) as [number, number, number, number])),
    )
    const gap = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0)
    expect(gap, name).toBeLessThan(twin.within ?? 2e-5)
    // A function that answers the same everywhere would agree with anything that does.
    expect(new Set(expected.map((value) => value.toFixed(3))).size, name).toBeGreaterThan(4)
  }
})

test('the cloud looks the same from the processor and from the graphics chip', async ({ page }) => {
  const server = await createServer({
    configFile: resolve(import.meta.dirname, '../gallery/vite.config.ts'),
    logLevel: 'error',
  })
  await server.listen(0)
  try {
    const pictures: number[][] = []
    for (const software of ['1', '0']) {
      const query = `scene=points-20k&theme=dark&width=480&height=360&software=${software}`
      await page.goto(`${server.resolvedUrls!.local[0]!}?${query}`)
      await page.waitForFunction(() => document.title === 'drawn', null, { timeout: 60_000 })
      pictures.push(
        await page.evaluate(async () => {
          const { stage } = window as unknown as { stage: { capture(): Promise<Blob> } }
          const bitmap = await createImageBitmap(await stage.capture())
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
          const context = canvas.getContext('2d')!
          context.drawImage(bitmap, 0, 0)
          return Array.from(context.getImageData(0, 0, bitmap.width, bitmap.height).data)
        }),
      )
    }
    const [processor, chip] = pictures as [number[], number[]]
    expect(processor.length).toBe(480 * 360 * 4)
    const gaps = processor.map((value, i) => Math.abs(value - chip[i]!))
    const mean = gaps.reduce((sum, value) => sum + value, 0) / gaps.length
    // The chip places points on a lattice of subpixels, so a rim differs here and there.
    expect(mean).toBeLessThan(1)
    expect(gaps.filter((value) => value > 40).length / gaps.length).toBeLessThan(0.002)
    // And there is a cloud: the picture is not the ground alone.
    expect(new Set(processor).size).toBeGreaterThan(100)
  } finally {
    await server.close()
  }
})
