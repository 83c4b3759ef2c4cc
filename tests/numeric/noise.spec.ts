import { describe, expect, it } from 'vitest'
import { BrownianTree } from '#core/numeric/brownian-tree'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { philox, words } from '#core/numeric/philox'

function normals(seed: number, stream: number, node: number, n = 100_000, d = 2, first = 0): Float64Array {
  const out = new Float64Array(n * d)
  fillNormals(out, d, seed, first, stream, node)
  return out
}
const mean = (v: Float64Array, f: (x: number) => number): number => v.reduce((s, x) => s + f(x), 0) / v.length
const correlation = (a: Float64Array, b: Float64Array): number =>
  a.reduce((s, x, i) => s + x * b[i]!, 0) / a.length

describe('Philox2x32-10', () => {
  it('gives the published known answers', () => {
    // Random123, kat_vectors
    const known = [
      [0, 0, 0, 0xff1dae59, 0x6cd10df2],
      [0xffffffff, 0xffffffff, 0xffffffff, 0x2c3f628b, 0xab4fd7ad],
      [0x13198a2e, 0x243f6a88, 0x85a308d3, 0xdd7ce038, 0xf62a4c12],
    ] as const
    for (const [key, a, b, x, y] of known) {
      philox(key, a, b)
      expect([words.a, words.b]).toEqual([x, y])
    }
  })
})

describe('counter-based normals', () => {
  it('have the moments of N(0, 1) within 5 standard errors', () => {
    const z = normals(42, streams.start, 0)
    const error = 5 / Math.sqrt(z.length)
    expect(Math.abs(mean(z, (x) => x))).toBeLessThan(error)
    expect(Math.abs(mean(z, (x) => x ** 2) - 1)).toBeLessThan(error * Math.sqrt(2))
    expect(Math.abs(mean(z, (x) => x ** 3))).toBeLessThan(error * Math.sqrt(15))
    expect(Math.abs(mean(z, (x) => x ** 4) - 3)).toBeLessThan(error * Math.sqrt(96))
  })

  it('have the tails of N(0, 1)', () => {
    const z = normals(7, streams.start, 0, 500_000)
    // P(|Z| > c) for c = 2, 3, 4
    for (const [c, p] of [
      [2, 0.04550026],
      [3, 0.002699796],
      [4, 6.334248e-5],
    ] as const) {
      const found = z.reduce((count, x) => count + (Math.abs(x) > c ? 1 : 0), 0)
      expect(Math.abs(found - p * z.length)).toBeLessThan(5 * Math.sqrt(p * z.length))
    }
  })

  it('do not depend on how the particles are split', () => {
    const whole = normals(3, streams.independent, 17, 1000, 3)
    const parts = [
      normals(3, streams.independent, 17, 400, 3, 0),
      normals(3, streams.independent, 17, 600, 3, 400),
    ]
    expect([...parts[0]!, ...parts[1]!]).toEqual([...whole])
  })

  it('are independent over coordinates, particles, steps, streams and seeds', () => {
    const z = normals(1, streams.independent, 5)
    const even = z.filter((_, i) => i % 2 === 0)
    const odd = z.filter((_, i) => i % 2 === 1)
    const pairs = [
      [even, odd],
      [even.slice(1), even.slice(0, -1)],
      [z, normals(1, streams.independent, 6)],
      [z, normals(1, streams.tree, 5)],
      [z, normals(2, streams.independent, 5)],
    ] as const
    for (const [a, b] of pairs) expect(Math.abs(correlation(a, b))).toBeLessThan(5 / Math.sqrt(a.length))
    // The same counter must be the same number: a planted copy is seen.
    expect(correlation(z, normals(1, streams.independent, 5))).toBeGreaterThan(0.98)
  })
})

describe('Brownian tree', () => {
  const n = 40_000
  const tree = (): BrownianTree => new BrownianTree(9, 0.5, 2.5, 0, n, 2)
  const at = (t: BrownianTree, leaf: number): Float64Array => {
    const out = new Float64Array(n * 2)
    t.at(out, leaf)
    return out
  }

  it('is one path: the value at a time does not depend on what was asked before', () => {
    const forward = tree()
    const leaves = [1_000_003, 1_000_777, 5_000_001, 9_437_184, 16_000_000]
    const asked = leaves.map((leaf) => at(forward, leaf))
    for (const [i, leaf] of [...leaves.entries()].reverse()) expect(at(tree(), leaf)).toEqual(asked[i])
  })

  it('has increments N(0, c - a) that are independent on disjoint intervals', () => {
    const t = tree()
    const leaves = [t.leafOf(0.6), t.leafOf(0.61), t.leafOf(1.3), t.leafOf(2.4999)]
    const w = leaves.map((leaf) => at(t, leaf))
    const increments = [1, 2, 3].map((i) => w[i]!.map((x, j) => x - w[i - 1]![j]!))
    increments.forEach((d, i) => {
      const variance = t.span(leaves[i]!, leaves[i + 1]!)
      expect(Math.abs(mean(d, (x) => x * x) / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / d.length))
    })
    expect(Math.abs(correlation(increments[0]!, increments[1]!))).toBeLessThan(0.02 * Math.sqrt(0.01 * 0.69))
  })

  it('starts at zero and holds variance up to the last leaf', () => {
    const t = tree()
    expect(at(t, 0).every((x) => x === 0)).toBe(true)
    expect(Math.abs(mean(at(t, 2 ** 24), (x) => x * x) / 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / (2 * n)))
  })
})
