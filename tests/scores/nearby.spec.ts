import { describe, expect, it } from 'vitest'
import { isotropicForm } from '#core/distributions/mixture-form'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { mixtureScore } from '#core/scores/mixture-score'
import { NearbyMixture } from '#core/scores/nearby/nearby-mixture'
import { blocksOf, blockPoints, pointBlocks } from '#core/scores/nearby/point-blocks'
import type { MixtureForm } from '#core/scores/score-form'
import type { Backend } from '#core/samplers/backend'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { single } from '#main/engine/backends/ensemble'
import { gridNodes } from '#main/engine/observers/fields'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'

const n = 1500
const width = 0.03
const probes = 40

/** Two clumps and an outlier a long way off. */
function cloud(d: 1 | 2 | 3): Float64Array {
  const points = new Float64Array(n * d)
  fillNormals(points, d, 3, 0, streams.data, 0)
  for (let i = 0; i < n; i++) points[i * d]! += i % 2 === 0 ? 3 : -2
  points[0] = 25
  return points
}

const formOf = (d: 1 | 2 | 3): MixtureForm =>
  isotropicForm(d, cloud(d), new Float64Array(n).fill(1), width ** 2)

/** The sum over all points, with no term left out. */
function wholeSum(d: number, points: Float64Array, v: number, alpha: number, x: Float64Array) {
  const exponents = Array.from({ length: n }, (_, k) => {
    let square = 0
    for (let j = 0; j < d; j++) square += (x[j]! - alpha * points[k * d + j]!) ** 2
    return -square / (2 * v)
  })
  const top = Math.max(...exponents)
  const terms = exponents.map((e) => Math.exp(e - top))
  const sum = terms.reduce((s, e) => s + e, 0)
  const score = Array.from({ length: d }, (_, j) => {
    const mean = terms.reduce((s, e, k) => s + (e / sum) * alpha * points[k * d + j]!, 0)
    return (mean - x[j]!) / v
  })
  return { score, logDensity: top + Math.log(sum / n) - (d / 2) * Math.log(2 * Math.PI * v) }
}

/** Among the points, between the clumps, and far outside. */
function places(d: number, alpha: number, spread: number): Float64Array {
  const x = new Float64Array(probes * d)
  fillNormals(x, d, 5, 0, streams.start, 0)
  return x.map((z, i) => z * (i < (probes * d) / 2 ? 2 * alpha + spread : 12))
}

const levels = [
  [1, 0.001],
  [0.98, 0.2],
  [0.6, 0.8],
  [0.02, 1],
  [1, 60],
] as const

describe.each([1, 2, 3] as const)('points that are near, in %i dimensions', (d) => {
  const points = cloud(d)
  const form = formOf(d)

  it('stand in blocks of neighbours, each within its box, none lost', () => {
    const { axes, low, high, blocks } = pointBlocks(points, d)
    expect(blocks).toBe(Math.ceil(n / blockPoints))
    for (let j = 0; j < d; j++) {
      const column = Array.from({ length: n }, (_, i) => points[i * d + j]!)
      expect([...axes[j]!].sort((a, b) => a - b)).toEqual(column.sort((a, b) => a - b))
      axes[j]!.forEach((value, k) => {
        const b = Math.floor(k / blockPoints)
        expect(value >= low[j]![b]! && value <= high[j]![b]!).toBe(true)
      })
    }
    // The boxes of neighbours are small: together much less than as many boxes of the whole.
    const side = (j: number): number => high[j]!.reduce((sum, h, b) => sum + h - low[j]![b]!, 0) / blocks
    for (let j = 0; j < d; j++) expect(side(j)).toBeLessThan(d === 1 ? 0.7 : d === 2 ? 1.7 : 3)
  })

  it.each(levels)('give the whole sum within the stated bound at alpha %f, sigma %f', (alpha, sigma) => {
    const density = mixtureScore(form).at(alpha, sigma)
    expect(density).toBeInstanceOf(NearbyMixture)
    const x = places(d, alpha, sigma)
    const score = new Float64Array(probes * d)
    const logs = new Float64Array(probes)
    density.score(score, x, probes)
    density.logDensity(logs, x, probes)
    const v = alpha ** 2 * width ** 2 + sigma ** 2
    const share = (n - 1) * Math.exp(-40)
    for (let i = 0; i < probes; i++) {
      const at = x.subarray(i * d, (i + 1) * d)
      const whole = wholeSum(d, points, v, alpha, at)
      const rounding = 1e-12 * (1 + Math.abs(whole.logDensity))
      expect(Math.abs(logs[i]! - whole.logDensity)).toBeLessThan(share + rounding)
      for (let j = 0; j < d; j++) {
        const bound = (share * alpha * 40) / v
        const scale = (Math.abs(at[j]!) + alpha * 30) / v
        expect(Math.abs(score[i * d + j]! - whole.score[j]!)).toBeLessThan(bound + 1e-12 * scale)
      }
    }
  })

  it.each(levels)('give the whole sum at the nodes of a grid at alpha %f, sigma %f', (alpha, sigma) => {
    const density = mixtureScore(form).at(alpha, sigma)
    const counts = [9, 7, 2].slice(0, d)
    const [side, v] = [4 * alpha + 2 * sigma, alpha ** 2 * width ** 2 + sigma ** 2]
    const grid = {
      counts,
      origin: counts.map(() => -side),
      spacing: counts.map((nodes) => (2 * side) / (nodes - 1)),
    }
    const found = density.densityOnGrid?.(grid) ?? null
    if (d === 3) return expect(found).toBeNull()
    const peak = (2 * Math.PI * v) ** (-d / 2)
    gridNodes(grid).forEach((_, at, nodes) => {
      if (at % d !== 0) return
      const expected = Math.exp(wholeSum(d, points, v, alpha, nodes.subarray(at, at + d)).logDensity)
      expect(Math.abs(found![at / d]! - expected)).toBeLessThan(1e-26 * peak + 1e-11 * expected)
    })
  })

  it.each(['simd', 'relaxed-simd'] as const)('on the kernels as in the whole sum: %s', (build) => {
    for (const [alpha, sigma] of levels) {
      const backend = kernelsFor(form, build)
      const x = places(d, alpha, sigma)
      const [from, to] = [backend.allocate(), backend.allocate()]
      backend.write(from, x)
      const held = new Float64Array(probes * d)
      backend.read(from, held)
      backend.score(to, from, alpha, sigma)
      const found = new Float64Array(probes * d)
      backend.read(to, found)
      const v = alpha ** 2 * width ** 2 + sigma ** 2
      for (let i = 0; i < probes; i++) {
        const at = held.subarray(i * d, (i + 1) * d)
        const { score } = wholeSum(d, points, v, alpha, at)
        const reach = Math.max(...at.map(Math.abs)) + alpha * 25
        // float32 positions alone move the score by their rounding over v, and weights by their exponents' rounding.
        for (let j = 0; j < d; j++)
          expect(Math.abs(found[i * d + j]! - score[j]!)).toBeLessThan(
            (4e-6 * reach * (1 + (reach * Math.min(reach, 8 * alpha)) / v)) / v,
          )
      }
      backend.dispose()
    }
  })
})

function kernelsFor(form: MixtureForm, build: 'simd' | 'relaxed-simd'): Backend {
  const spec: BackendSpec = {
    score: mixtureScore(form),
    first: 0,
    count: probes,
    startSeed: 1,
    noise: { kind: 'independent', seed: 1 },
    ensemble: single(probes),
  }
  return wasmBackend(spec, build)
}

it('mixtures that are few, or not alike, are summed one and all', () => {
  const few = isotropicForm(2, cloud(2).subarray(0, 200), new Float64Array(100).fill(1), 0.01)
  expect(blocksOf(few)).toBeNull()
  const uneven = isotropicForm(
    2,
    cloud(2),
    Float64Array.from({ length: n }, (_, i) => 1 + (i % 2)),
    0.01,
  )
  expect(blocksOf(uneven)).toBeNull()
  expect(blocksOf(formOf(2))).not.toBeNull()
})
