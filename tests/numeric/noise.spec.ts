import { describe, expect, it } from 'vitest'
import { direction, radiusOf, turnOf } from '#core/numeric/box-muller'
import { fillNormals, normalPair, pairOfNormals, counterWord, streams } from '#core/numeric/gaussian-stream'
import { philox, philoxRow, words } from '#core/numeric/philox'

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
      const row = [new Int32Array(4), new Int32Array(4)] as const
      philoxRow(row[0], row[1], key, a - 2, b, 4)
      expect([row[0][2]! >>> 0, row[1][2]! >>> 0]).toEqual([x, y])
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

  it('are the same one at a time and in rows', () => {
    const z = normals(5, streams.data, 3, 301, 2, 1000)
    for (let i = 0; i < 301; i++) {
      normalPair(5, 1000 + i, counterWord(streams.data, 0, 3))
      expect([pairOfNormals.even, pairOfNormals.odd]).toEqual([z[2 * i], z[2 * i + 1]])
    }
  })

  it('are Box and Muller’s function of the words, to rounding', () => {
    for (let i = 0; i < 20_000; i++) {
      // Words of every size, so that the rare small and large radii are met.
      philox(1, i, 0)
      const [a, b] = [words.a >>> (i % 32), words.b]
      for (const word of [a, ~a >>> 0]) {
        const rest = (4294967296 - word - 0.5) / 4294967296
        const ln = word > 2 ** 31 ? Math.log1p(-rest) : Math.log((word + 0.5) / 4294967296)
        expect(Math.abs(radiusOf(word) / Math.sqrt(-2 * ln) - 1)).toBeLessThan(1e-15)
      }
      turnOf(b)
      const angle = (2 * Math.PI * (b + 0.5)) / 4294967296
      expect(Math.abs(direction.cos - Math.cos(angle))).toBeLessThan(2e-15)
      expect(Math.abs(direction.sin - Math.sin(angle))).toBeLessThan(2e-15)
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
