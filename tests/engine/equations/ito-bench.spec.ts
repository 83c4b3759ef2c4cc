import { expect, test } from 'vitest'
import { itoAnswer } from '#main/engine/observers/ito-bench'

const near = (value: number, exact: number, error: number): void =>
  expect(Math.abs(value - exact)).toBeLessThan(4 * error)

test('W against dW: left sums of mean 0, mid-point sums of mean T / 2, isometry and variation in closed form', () => {
  const horizon = 1.5
  const found = itoAnswer('w', horizon, 3)
  expect([...found.steps]).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512])
  found.steps.forEach((steps, k) => {
    near(found.left[k]!, 0, found.leftError[k]!)
    // Halfway sums telescope to W_T^2 / 2 whatever the steps.
    near(found.middle[k]!, horizon / 2, found.middleError[k]!)
    expect(found.middle[k]! / found.middle[0]!).toBeCloseTo(1, 9)
    // E sum W_k^2 dt = T^2 (1 - 1 / N) / 2, on both sides.
    const energy = 0.5 * horizon ** 2 * (1 - 1 / steps)
    near(found.energy[k]!, energy, found.energyError[k]!)
    near(found.square[k]!, energy, found.squareError[k]!)
    near(found.variation[k]!, horizon, found.variationDeviation[k]! / Math.sqrt(found.paths))
    expect(found.variationDeviation[k]! / (horizon * Math.sqrt(2 / steps))).toBeGreaterThan(0.9)
    expect(found.variationDeviation[k]! / (horizon * Math.sqrt(2 / steps))).toBeLessThan(1.1)
  })
  expect(found.drift).toBeCloseTo(horizon / 2, 6)
})

test('mid-point sums of sin W tend to half the mean of its slope', () => {
  // 1/2 int E cos W dt = 1 - e^(-T/2)
  const found = itoAnswer('sin(w)', 2, 5)
  near(found.drift, 1 - Math.exp(-1), found.driftError + 1e-3)
  near(found.middle.at(-1)!, 1 - Math.exp(-1), found.middleError.at(-1)!)
})

test('what cannot be read or is not finite is refused in a sentence', () => {
  expect(() => itoAnswer('w +', 1, 1)).toThrow(/integrand is "w \+", which cannot be read/)
  expect(() => itoAnswer('log(w)', 1, 1)).toThrow(/integrand is "log\(w\)", which is not finite/)
})
