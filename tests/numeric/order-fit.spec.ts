import { expect, test } from 'vitest'
import { fitOrder } from '#core/numeric/order-fit'

const steps = [8, 16, 32, 64, 128]

test('a power law is found exactly, with no width', () => {
  const fit = fitOrder(
    steps,
    steps.map((n) => 3 * n ** -2.5),
  )
  expect(fit?.order).toBeCloseTo(2.5, 12)
  expect(Math.exp(fit?.intercept ?? 0)).toBeCloseTo(3, 10)
  expect(fit?.halfWidth).toBeLessThan(1e-10)
})

test('the interval is the textbook one', () => {
  // y on x = ln steps with residuals +-0.1: slope and standard error by hand for four points.
  const x = [0, 1, 2, 3]
  const y = [0.1, 0.9, 2.1, 2.9]
  const fit = fitOrder(
    x.map((u) => Math.exp(u)),
    y.map((v) => Math.exp(-v)),
  )
  expect(fit?.order).toBeCloseTo(0.96, 12)
  // Residual sum of squares 0.032, Sxx 5: s = sqrt(0.016 / 5), times t(2) = 4.303.
  expect(fit?.halfWidth).toBeCloseTo(4.303 * Math.sqrt(0.016 / 5), 3)
})

test('two points or an error of 0 give none', () => {
  expect(fitOrder([8, 16], [1, 0.5])).toBeNull()
  expect(fitOrder([8, 16, 32], [1, 0.5, 0])).toBeNull()
})
