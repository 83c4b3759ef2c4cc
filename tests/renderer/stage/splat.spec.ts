import { describe, expect, it } from 'vitest'
import { pairOfUniforms, uniformPair } from '#core/numeric/gaussian-stream'
import { coverage } from '#renderer/stage/rules/coverage'
import { encodeInk, splat } from '#renderer/stage/rules/splat'

const [width, height] = [40, 30]
const place = { slope: 10, offset: [20, 15] as const }

/** Disc after disc over a ground, as a graphics chip blends them: colour c a over (1 - a q) of what was there. */
function blended(points: Float32Array, ground: number, colour: number, look: Parameters<typeof splat>[5]) {
  const picture = new Float64Array(width * height).fill(ground)
  for (let i = 0; i < points.length; i += 2)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) {
        const x = column + 0.5 - (place.offset[0] + place.slope * points[i]!)
        const y = row + 0.5 - (place.offset[1] + place.slope * points[i + 1]!)
        const a = look.opacity * coverage(0.5 * look.diameter - Math.hypot(x, y))
        const at = row * width + column
        picture[at] = colour * a + picture[at]! * (1 - a * look.additive)
      }
  return picture
}

describe('discs drawn by the processor', () => {
  const points = new Float32Array(400)
  for (let i = 0; i < points.length; i += 2) {
    uniformPair(1, i, 0)
    points[i] = 4 * pairOfUniforms.first - 2
    points[i + 1] = 4 * pairOfUniforms.second - 2
  }

  it.each([
    { diameter: 1.25, opacity: 0.08, additive: 0.92 },
    { diameter: 2.1, opacity: 0.57, additive: 0.92 },
    { diameter: 4.8, opacity: 0.92, additive: 1 },
  ])('leave the picture of blending one after another: %o', (look) => {
    const left = new Float32Array(width * height).fill(1)
    splat(left, width, height, points, place, look)
    const expected = blended(points, 0.03, 0.8, look)
    left.forEach((rest, i) => {
      const drawn = (0.8 * (1 - rest)) / look.additive + 0.03 * rest
      expect(Math.abs(drawn - expected[i]!)).toBeLessThan(2e-6)
    })
  })

  it('do not depend on their order', () => {
    const look = { diameter: 3, opacity: 0.5, additive: 0.92 }
    const turned = Float32Array.from({ length: points.length }, (_, i) => {
      const from = points.length - 2 - (i - (i % 2)) + (i % 2)
      return points[from]!
    })
    const [one, other] = [points, turned].map((cloud) => {
      const left = new Float32Array(width * height).fill(1)
      splat(left, width, height, cloud, place, look)
      return left
    })
    one!.forEach((rest, i) => expect(Math.abs(rest - other![i]!)).toBeLessThan(1e-6))
  })

  it('stop at the edges of the picture', () => {
    const left = new Float32Array(width * height).fill(1)
    const far = Float32Array.of(-2.05, -1.55, 2.05, 1.55, 900, -900, NaN, 0)
    splat(left, width, height, far, place, { diameter: 3, opacity: 1, additive: 1 })
    expect(left[0]).toBeLessThan(1)
    expect(left.at(-1)).toBeLessThan(1)
    expect(left.filter((rest) => rest < 1).length).toBeLessThan(12)
  })

  it('are kept as bytes to a two-hundredth of full ink, and wiped', () => {
    const left = Float32Array.of(1, 0.999, 0.5, 0.02, 0)
    const expected = left.map((rest) => 1 - rest)
    const ink = new Uint8Array(left.length)
    encodeInk(ink, left)
    expected.forEach((wanted, i) => expect(Math.abs((ink[i]! / 255) ** 2 - wanted)).toBeLessThan(0.005))
    expect([...left]).toEqual([1, 1, 1, 1, 1])
  })
})
