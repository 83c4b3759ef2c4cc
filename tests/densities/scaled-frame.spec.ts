import { expect, test } from 'vitest'
import { scaledFrame } from '#core/densities/problems/scaled-frame'

const DEVIATIONS = 3.8
const levels = Array.from({ length: 2001 }, (_, k) => 10 ** (-5 + k / 200))

test.each([
  { low: [-5], high: [3] },
  { low: [-1, -0.2], high: [1, 0.3] },
  { low: [40, -2], high: [41, 7] },
])(
  'the window holds the edge of $low ... $high and its noise at every level, and no more',
  ({ low, high }) => {
    const { scaleSquared, reach } = scaledFrame(low, high)
    reach.forEach((far, j) => {
      const edge = Math.max(Math.abs(low[j]!), Math.abs(high[j]!))
      const needed = levels.map(
        (sigma) => (edge + DEVIATIONS * sigma) / Math.hypot(Math.sqrt(scaleSquared), sigma),
      )
      expect(Math.max(...needed)).toBeLessThanOrEqual(far * (1 + 1e-12))
      expect(Math.max(...needed)).toBeGreaterThan(0.999 * far)
    })
  },
)
