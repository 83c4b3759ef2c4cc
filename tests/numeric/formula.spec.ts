import { evaluate } from 'mathjs/number'
import { expect, test } from 'vitest'
import { compileFormula } from '#core/numeric/formula'

const at = (text: string, x: number, y: number): number =>
  compileFormula(text, ['x', 'y'], 'formula').evaluate([x, y])

const formulas = [
  'x - x^3 + 2 y',
  '-x^2 * y',
  '2^-x',
  'x^y',
  '(x^2 - 2)^2 / 1.2 + (y - 0.4 x^2 + 0.6)^2 / 0.3',
  'exp(-x^2) * (1 + 0.5 * sin(5 * x))',
  'sqrt(abs(x)) + cbrt(y) + hypot(x, y) + atan2(y, x)',
  'max(x, y, 0.5) - min(x, y)',
  'mod(x, 0.7) + (x % 0.3)',
  'log(3 + x, 2) + log10(4 + y) + log1p(x^2) + log2(4)',
  'sec(x) + csc(y) + cot(x) + tanh(x) - sinh(y) / cosh(x)',
  'round(3 * x) + floor(y) + ceil(x) + sign(y)',
  'x > y ? x : y^4',
  '0 < x < 1 ? 1 : -1',
  'pi * e * x + square(x) + cube(y) + expm1(x)',
]
test.each(formulas)('%s is what the library that parsed it says', (text) => {
  for (const [x, y] of [
    [0.3, -0.8],
    [-1.7, 2.4],
    [2.6, 0.2],
  ] as const) {
    const theirs = evaluate(text, { x, y }) as number
    const ours = at(text, x, y)
    if (Number.isNaN(theirs)) expect(ours).toBeNaN()
    else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(theirs)))
  }
})

test('comparisons count as 1 and 0', () => {
  expect([at('x > 0', 1, 0), at('x > 0', -1, 0), at('x > 0 and y < 1', 1, 0)]).toEqual([1, 0, 1])
})

test('what is no formula is refused in a sentence', () => {
  const refusal = (text: string): string => {
    try {
      compileFormula(text, ['x'], 'drift.0')
      return 'taken'
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(refusal('x +')).toMatch(
    /^drift.0 is "x \+", which cannot be read \(.*\); a formula in x was expected\.$/,
  )
  expect(refusal('z + 1')).toBe(
    'drift.0 uses "z", which is not known; x and the usual functions were expected.',
  )
  for (const text of ['y = 3', '[1, 2]', 'x = 2; x', '"a"', 'f(t) = t', 'x.y', 'sin(x, 2)', 'true'])
    expect(refusal(text)).toMatch(
      /^drift.0 (is ".*", which is more than a formula|uses ".*", which is not known)/,
    )
})
