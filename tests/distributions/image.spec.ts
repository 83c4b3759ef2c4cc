import { describe, expect, test } from 'vitest'
import { image } from '#core/distributions/image'
import { withDefaults } from '#core/params/defaults'
import { scoreOfForm } from '#core/scores/exact'

const made = (choice: Record<string, unknown>) =>
  image.make(withDefaults(image.params, { kind: 'image', ...(choice as Record<string, string>) }))

/** Bright in the upper right quarter alone */
const quarter = Array.from({ length: 16 }, (_, row) =>
  Array.from({ length: 16 }, (_, column) => (row < 8 && column >= 8 ? 1 : 0)),
)

describe('an image as density', () => {
  test('points lie where it is bright, upright, at the size that was asked for', () => {
    const data = made({ pixels: quarter, size: 2 })
    const x = new Float64Array(2 * 4000)
    data.sample(x, 3, 0)
    const mean = [0, 0]
    for (let i = 0; i < 4000; i++) {
      expect(x[2 * i]).toBeGreaterThan(-0.3)
      expect(x[2 * i + 1]).toBeGreaterThan(-0.3)
      mean[0]! += x[2 * i]! / 4000
      mean[1]! += x[2 * i + 1]! / 4000
    }
    // The bright square reaches from 0 to 2 in both coordinates.
    expect(mean[0]).toBeCloseTo(1, 1)
    expect(mean[1]).toBeCloseTo(1, 1)
  })

  test('dark ink is the rest of the page, and a page without data is refused', () => {
    const x = new Float64Array(2 * 2000)
    made({ pixels: quarter, size: 2, ink: 'dark' }).sample(x, 3, 0)
    let inside = 0
    for (let i = 0; i < 2000; i++)
      if (x[2 * i]! > 0.2 && x[2 * i + 1]! > 0.2 && x[2 * i]! < 1.8 && x[2 * i + 1]! < 1.8) inside += 1
    expect(inside).toBe(0)
    const white = quarter.map((row) => row.map(() => 1))
    expect(() => made({ pixels: white, ink: 'dark' })).toThrow(/^pixels is white everywhere/)
    expect(() => made({ pixels: [[2, ...quarter[0]!.slice(1)], ...quarter.slice(1)] })).toThrow(
      /^pixels\.0 holds/,
    )
  })

  test('its score is that of draws from it: E s = 0 and E x·s = −d', () => {
    const data = made({})
    const [alpha, sigma] = [0.9, 0.5]
    const n = 20000
    const x = new Float64Array(2 * n)
    data.sample(x, 11, 0)
    const level = scoreOfForm(data.form).at(alpha, sigma)
    const score = new Float64Array(2 * n)
    const normal = normals(2 * n)
    for (let k = 0; k < 2 * n; k++) x[k] = alpha * x[k]! + sigma * normal[k]!
    level.score(score, x, n)
    let [mean, inner] = [0, 0]
    for (let i = 0; i < n; i++) {
      mean += score[2 * i]! / n
      inner += (score[2 * i]! * x[2 * i]! + score[2 * i + 1]! * x[2 * i + 1]!) / n
    }
    expect(Math.abs(mean)).toBeLessThan(0.06)
    expect(Math.abs(inner + 2)).toBeLessThan(0.06)
  })
})

/** Standard normals by inversion of a lattice: even, so that moments are exact to a few per mille. */
function normals(n: number): Float64Array {
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const u = (i * 0.7548776662466927 + 0.5 / n) % 1
    const v = (i * 0.5698402909980532 + 0.25) % 1
    out[i] = Math.sqrt(-2 * Math.log(Math.max(1e-12, u))) * Math.cos(2 * Math.PI * v)
  }
  return out
}
