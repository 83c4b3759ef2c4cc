import { describe, expect, it } from 'vitest'
import { covarianceOf, ellipseOf, ellipseReach, pulled } from '#renderer/stage/rules/ellipse'

const near = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): void =>
  a.flat().forEach((value, i) => expect(value).toBeCloseTo(b.flat()[i]!, 5))

describe('the ellipse of a covariance', () => {
  it.each([
    [0.5, 0.2, 0.3],
    [0.2, -0.15, 0.6],
    [1, 0, 1],
    [0.2, 0, 0.9],
  ])('comes back: %d %d %d', (a, b, c) => {
    const cov = [
      [a, b],
      [b, c],
    ]
    near(covarianceOf(ellipseOf(cov)), cov)
  })

  it('has its long axis where the variance is largest', () => {
    const { deviations, angle } = ellipseOf([
      [2, 1],
      [1, 2],
    ])
    expect(deviations[0]).toBeCloseTo(Math.sqrt(3), 12)
    expect(deviations[1]).toBeCloseTo(1, 12)
    expect(angle).toBeCloseTo(Math.PI / 4, 12)
  })

  it('puts the end of the pulled axis under the pointer and leaves the other length', () => {
    const before = ellipseOf([
      [2, 1],
      [1, 2],
    ])
    for (const which of [0, 1] as const) {
      const { deviations, angle } = pulled(before, which, 0.6, -0.8)
      const along = angle + which * 0.5 * Math.PI
      expect(ellipseReach * deviations[which] * Math.cos(along)).toBeCloseTo(0.6, 12)
      expect(ellipseReach * deviations[which] * Math.sin(along)).toBeCloseTo(-0.8, 12)
      expect(deviations[1 - which]).toBeCloseTo(before.deviations[1 - which]!, 12)
    }
  })
})
