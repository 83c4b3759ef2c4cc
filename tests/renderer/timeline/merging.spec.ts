import { expect, test } from 'vitest'
import { mergingsOf } from '../../../src-renderer/timeline/merging'

test('two Gaussians at ±2 of variance 1/4 merge where alpha² is 4/19', () => {
  const count = 801
  const alphas = Array.from({ length: 400 }, (_, k) => Math.sqrt(0.5 - 0.001 * k))
  const values = new Float32Array(alphas.length * count)
  alphas.forEach((alpha, step) => {
    const variance = alpha * alpha * 0.25 + (1 - alpha * alpha)
    for (let i = 0; i < count; i++) {
      const x = -4 + (8 * i) / (count - 1)
      const bump = (m: number): number => Math.exp((-0.5 * (x - m) ** 2) / variance)
      values[step * count + i] = bump(-2 * alpha) + bump(2 * alpha)
    }
  })
  const [found, ...others] = mergingsOf({
    grid: { counts: [count], origin: [-4], spacing: [8 / (count - 1)] },
    values,
  })
  expect(others).toEqual([])
  expect(alphas[found!.step]! ** 2).toBeCloseTo(4 / 19, 2)
})
