import { expect, test } from 'vitest'
import { Anderson } from '#core/numeric/anderson'

/** x <- b + diag(rates) x, in a basis that mixes the coordinates; its fixed point is known. */
const rates = [0.999, 0.99, 0.5, 0.1, -0.3]
function image(x: Float64Array): Float64Array {
  const mean = x.reduce((a, b) => a + b) / x.length
  const z = x.map((v) => v - 2 * mean)
  const turned = z.map((v, i) => 1 + rates[i]! * v)
  const back = turned.reduce((a, b) => a + b) / x.length
  return turned.map((v) => v - 2 * back)
}

function residual(x: Float64Array): number {
  const next = image(x)
  return Math.max(...x.map((v, i) => Math.abs(next[i]! - v)))
}

test('a linear iteration of five coordinates is solved in six steps, where plain steps take thousands', () => {
  const anderson = new Anderson(6)
  let x = new Float64Array(5)
  for (let k = 0; k < 7; k++) x = Float64Array.from(anderson.next(x, image(x)))
  expect(residual(x)).toBeLessThan(1e-8)
  let plain = new Float64Array(5)
  for (let k = 0; k < 1000; k++) plain = Float64Array.from(image(plain))
  expect(residual(plain)).toBeGreaterThan(1e-3)
})

test('after a restart, and with nothing remembered, it is the plain step; arguments stay as they are', () => {
  const anderson = new Anderson(3)
  const [x, y] = [Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(2, 2, 2, 2, 2)]
  expect(anderson.next(x, y)).toEqual(y)
  expect(anderson.next(y, image(y))).not.toEqual(image(y))
  anderson.restart()
  expect(anderson.next(x, y)).toEqual(y)
  expect([...x]).toEqual([1, 2, 3, 4, 5])
  expect([...y]).toEqual([2, 2, 2, 2, 2])
})
