import { expect, it } from 'vitest'
import type { ErrorMap } from '#core/protocol/training'
import { contourOf } from '#renderer/sheets/training/map-contours'

const [across, up] = [40, 30]
/** In the unit square, noise to the left and x_1 upwards */
const mapOf = (value: (u: number, v: number) => number, density = (_u: number): number => 1): ErrorMap => {
  const at = (of: (u: number, v: number) => number): Float32Array =>
    Float32Array.from({ length: across * up }, (_, k) =>
      of((Math.floor(k / up) + 0.5) / across, ((k % up) + 0.5) / up),
    )
  return {
    step: 1,
    x: new Float64Array(up),
    logSnr: new Float64Array(across),
    values: at(value),
    density: at(density),
  }
}
const placesOf = (path: string): number[][] =>
  [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), 1 - Number(y)])

it('a contour of a circle lies on it, all around', () => {
  const places = placesOf(
    contourOf(
      mapOf((u, v) => (u - 0.5) ** 2 + (v - 0.4) ** 2),
      0.09,
    ),
  )
  const angles = places.map(([u, v]) => {
    expect(Math.hypot(u! - 0.5, v! - 0.4)).toBeCloseTo(0.3, 2)
    return Math.atan2(v! - 0.4, u! - 0.5)
  })
  for (let k = 0; k < 12; k++) {
    const wanted = -Math.PI + (k * Math.PI) / 6
    expect(Math.min(...angles.map((angle) => Math.abs(Math.sin((angle - wanted) / 2))))).toBeLessThan(0.1)
  }
})

it('is drawn once across a saddle, and not where there is no data', () => {
  const saddle = mapOf((u, v) => (u - 0.5) * (v - 0.5) + 1e-4)
  const pieces = contourOf(saddle, 0).split('M').length - 1
  // Two lines, each across a grid of that size.
  expect(pieces).toBeLessThanOrEqual(across + up)
  expect(pieces).toBeGreaterThan(across + up - 8)
  expect(
    contourOf(
      mapOf(
        (u) => u - 0.5,
        (u) => (u > 0.4 ? 0 : 1),
      ),
      0,
    ),
  ).toBe('')
  expect(
    contourOf(
      mapOf((u) => u - 0.5),
      0,
    ),
  ).not.toBe('')
})
