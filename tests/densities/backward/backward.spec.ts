import { expect, test } from 'vitest'
import { Adjoint } from '#core/densities/backward/adjoint'
import { backwardValue } from '#core/densities/backward/backward-value'
import { exitTime } from '#core/densities/backward/exit'
import { extrapolatedValue, monteCarloValue } from '#core/densities/backward/monte-carlo'
import { ouAbove, ouCosine } from '#core/densities/closed-forms/backward'
import { Operator } from '#core/densities/operator/operator'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { compileSde, type SdeFormulas } from '#core/densities/sde/sde'
import { type AxisEnds, closedEnds, heldEnds } from '#core/densities/transport'
import { centrePoints, centres, grid } from '#core/numeric/grids/grid'
import { fitOrder } from '#core/numeric/order-fit'

const ou: SdeFormulas = {
  dimension: 1,
  interpretation: 'ito',
  drift: ['-0.5 * x'],
  diffusion: [['1']],
}
const skew: SdeFormulas = {
  dimension: 2,
  interpretation: 'ito',
  drift: ['-x + y', '-x - y'],
  diffusion: [
    ['0.8', '0.3'],
    ['0', '0.5'],
  ],
}
const even = (steps: number, horizon: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, k) => (k * horizon) / steps)
const rough = (n: number, a: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => Math.sin(a * i * i + i))

test.each<[string, AxisEnds]>([
  ['closed', closedEnds],
  ['absorbing', heldEnds(0, 0)],
  ['periodic', 'periodic'],
])('sum p (L u) = sum (A p) u, also across the axes: %s', (_, ends) => {
  const axis = { low: -3, high: 3, count: 12 }
  const problem = fokkerPlanck(grid([axis, { ...axis, count: 9 }]), [ends, ends], compileSde(skew))
  const [p, u] = [rough(108, 1.7), rough(108, 0.9)]
  const [ap, lu] = [new Float64Array(108), new Float64Array(108)]
  new Operator(problem).addAll(ap, p, 0, 1)
  new Adjoint(problem).addTo(lu, u, 0, 1)
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  expect(Math.abs(dot(p, lu) - dot(ap, u))).toBeLessThan(1e-11 * Math.abs(dot(p, lu)))
})

test('the backward value of a spring: order 2 in space and time, against the closed form', () => {
  const sizes = [60, 90, 120, 180]
  const errors = sizes.map((count) => {
    const on = grid([{ low: -9, high: 9, count }])
    const x = centres(on.axes[0])
    let u = new Float64Array(0)
    for (const state of backwardValue(
      fokkerPlanck(on, [closedEnds], compileSde(ou)),
      x.map(Math.cos),
      even(count, 2),
    ))
      u = state.u.slice()
    return x.reduce(
      (most, at, i) => (Math.abs(at) > 3 ? most : Math.max(most, Math.abs(u[i]! - ouCosine(0.5, 1, 2, at)))),
      0,
    )
  })
  expect(Math.abs((fitOrder(sizes, errors)?.order ?? 0) - 2)).toBeLessThan(0.1)
})

test('grid, paths and closed form agree on a chance, within the error bar', () => {
  const sde = compileSde(ou)
  const on = grid([{ low: -9, high: 9, count: 600 }])
  const x = centres(on.axes[0])
  let u = new Float64Array(0)
  const payoff = x.map((at) => (at > 0 ? 1 : 0))
  for (const state of backwardValue(fokkerPlanck(on, [closedEnds], sde), payoff, even(200, 2)))
    u = state.u.slice()
  for (const at of [-1.005, 0.015, 0.825]) {
    const i = x.findIndex((centre) => Math.abs(centre - at) < 1e-9)
    const exact = ouAbove(0.5, 1, 0, 2, at)
    expect(Math.abs(u[i]! - exact)).toBeLessThan(2e-4)
    const { mean, error } = monteCarloValue(sde, (v) => (v > 0 ? 1 : 0), [at], even(100, 2), 20000, 4)
    expect(Math.abs(mean - exact)).toBeLessThan(4 * error)
    expect(error).toBeLessThan(0.004)
    expect(error).toBeGreaterThan(0.002)
  }
})

test('steps of paths, extrapolated, are of order 2: a turning spring, whose plain steps spiral outwards', () => {
  const sde = compileSde({
    dimension: 2,
    interpretation: 'ito',
    drift: ['-0.6 * x + 2 * y', '-2 * x - 0.6 * y'],
    diffusion: [
      ['0.01', '0'],
      ['0', '0.01'],
    ],
  })
  const exact = Math.exp(-1.2) * (2 * Math.cos(4) + 1 * Math.sin(4))
  const off = (value: typeof extrapolatedValue, steps: number): number =>
    value(sde, (x) => x, [2, 1], even(steps, 2), 200, 3).mean - exact
  // The noise is so small that the steps are all there is to see.
  const sizes = [40, 80, 160, 320]
  const orders = [monteCarloValue, extrapolatedValue].map(
    (value) =>
      fitOrder(
        sizes,
        sizes.map((steps) => Math.abs(off(value, steps))),
      )?.order ?? 0,
  )
  expect(Math.abs(orders[0]! - 1)).toBeLessThan(0.15)
  expect(Math.abs(orders[1]! - 2)).toBeLessThan(0.3)
  expect(Math.abs(off(extrapolatedValue, 80))).toBeLessThan(0.2 * Math.abs(off(monteCarloValue, 80)))
})

test.each([false, true])(
  'the backward value in the plane where drift rules across cells: sharp (%s) is nearer',
  (sharp) => {
    const axis = { low: -5, high: 5, count: 60 }
    const on = grid([axis, axis])
    const sde = compileSde({
      dimension: 2,
      interpretation: 'ito',
      drift: ['-0.6 * x + 3 * y', '-3 * x - 0.6 * y'],
      diffusion: [
        ['0.5', '0'],
        ['0', '0.5'],
      ],
    })
    const points = centrePoints(on)
    const payoff = Float64Array.from({ length: 3600 }, (_, i) => Math.cos(points[2 * i]!))
    let u = payoff
    for (const state of backwardValue(
      fokkerPlanck(on, [closedEnds, closedEnds], sde),
      payoff,
      even(80, 1),
      sharp,
    ))
      u = state.u.slice()
    const shrink = Math.exp(-0.6)
    const factor = Math.exp((-0.25 * (1 - shrink * shrink)) / (4 * 0.6))
    let most = 0
    for (let i = 0; i < 3600; i++) {
      const [x, y] = [points[2 * i]!, points[2 * i + 1]!]
      if (Math.hypot(x, y) > 4) continue
      const exact = factor * Math.cos(shrink * (x * Math.cos(3) + y * Math.sin(3)))
      most = Math.max(most, Math.abs(u[i]! - exact))
    }
    if (sharp) expect(most).toBeLessThan(0.02)
    else expect(most).toBeGreaterThan(0.04)
  },
)

test('an expectation stays between the least and the largest of what is expected', () => {
  const axis = { low: -4, high: 4, count: 40 }
  const problem = fokkerPlanck(
    grid([axis, axis]),
    [closedEnds, closedEnds],
    compileSde({
      ...skew,
      diffusion: [
        ['0.1', '0'],
        ['0', '0.1'],
      ],
    }),
  )
  const u = rough(1600, 2.3)
  const adjoint = new Adjoint(problem)
  for (const dt of [0.01, 1, 100]) {
    const v = u.slice()
    adjoint.solve(1, v, 0, dt)
    adjoint.solve(0, v, 0, dt)
    expect(Math.max(...v)).toBeLessThanOrEqual(Math.max(...u))
    expect(Math.min(...v)).toBeGreaterThanOrEqual(Math.min(...u))
  }
})

test('mean exit times agree with paths', () => {
  const sde = compileSde({ ...ou, drift: ['x - x^3'], diffusion: [['0.9']] })
  const on = grid([{ low: -1.5, high: 1.5, count: 300 }])
  const u = exitTime(fokkerPlanck(on, [heldEnds(0, 0)], sde))
  const i = 150
  // Paths in short steps; the overshoot of a step is mended by moving the ends (Broadie, Glasserman & Kou 1997).
  const dt = 0.002
  const end = 1.5 - 0.5826 * 0.9 * Math.sqrt(dt)
  let [sum, squares] = [0, 0]
  const n = 2000
  const drift = new Float64Array(1)
  let state = 12345
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 4294967296
  }
  for (let k = 0; k < n; k++) {
    let [x, t] = [0.005, 0]
    while (Math.abs(x) < end) {
      sde.drift(drift, x, 0, 0)
      const z = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
      x += drift[0]! * dt + 0.9 * Math.sqrt(dt) * z
      t += dt
    }
    sum += t
    squares += t * t
  }
  const mean = sum / n
  expect(Math.abs(mean - u[i]!)).toBeLessThan(4 * Math.sqrt((squares / n - mean * mean) / n))
})

test('a domain that no path leaves is refused', () => {
  const on = grid([{ low: -3, high: 3, count: 30 }])
  expect(() => exitTime(fokkerPlanck(on, [closedEnds], compileSde(ou)))).toThrow(
    'domain has no end that absorbs, so that no path leaves it; a held end was expected.',
  )
})
