import { expect, test } from 'vitest'
import { convolveWithKernel } from '#core/densities/closed-forms/convolution'
import { rodAtRest, rodFromGaussian } from '#core/densities/closed-forms/rod'
import { FaceFluxes } from '#core/densities/operator/face-fluxes'
import { FlowParticles } from '#core/densities/particles/flow'
import { heatSde } from '#core/densities/particles/heat-sde'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { type Conductivity, heat } from '#core/densities/problems/heat'
import { regionBalance } from '#core/densities/region'
import { alternatingDirections } from '#core/densities/schemes/alternating-directions'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { fluxLimited } from '#core/densities/schemes/flux-limited'
import { richardson } from '#core/densities/schemes/richardson'
import type { Scheme } from '#core/densities/schemes/scheme'
import { spectral } from '#core/densities/schemes/spectral'
import { strang } from '#core/densities/schemes/strang'
import { simulate } from '#core/densities/sde/simulate'
import { gaussian } from '#core/densities/starts/gaussian'
import { point } from '#core/densities/starts/point'
import { sampleCells } from '#core/densities/starts/start'
import { type AxisEnds, closedEnds, heldEnds, type Transport } from '#core/densities/transport'
import { heatSpectrum } from '#core/densities/waves/spectrum'
import { chiSquare } from '#core/measures/grid/chi-square'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { cellSize, centres, faces, type Grid, grid } from '#core/numeric/grids/grid'
import { density } from './gaussians'

const even = (steps: number, horizon: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, k) => (k * horizon) / steps)
function last(scheme: Scheme, problem: Transport, times: Float64Array, p: Float64Array): Float64Array {
  let end = p
  for (const state of scheme.run(problem, times, { step: 0, t: 0, p })) end = state.p.slice()
  return end
}
const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
const top = (a: Float64Array): number => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
const mass = (p: Float64Array, on: Grid): number => cellSize(on) * p.reduce((a, b) => a + b, 0)
const line = (count: number): Grid => grid([{ low: -1, high: 3, count }])

const ends: readonly [Parameters<typeof rodFromGaussian>[1], AxisEnds][] = [
  ['insulated', closedEnds],
  ['held', heldEnds(0, 0)],
  ['periodic', 'periodic'],
]
const images = (
  on: Grid,
  kind: Parameters<typeof rodFromGaussian>[1],
  v: number,
  t: number,
): Float64Array => {
  const at = faces(on.axes[0])
  return Float64Array.from({ length: at.length - 1 }, (_, i) =>
    rodFromGaussian([-1, 3], kind, [0.4, v], 0.7, t, [at[i]!, at[i + 1]!]),
  )
}

test.each(ends)(
  'spectral, %s ends: 1e-13 of the kernel and its images, from four cells’ width',
  (kind, end) => {
    const on = line(256)
    const deviation = 4 * (4 / 256)
    for (const t of [0.001, 0.05, 0.6]) {
      const found = last(
        spectral,
        heat(on, [end], 0.7),
        Float64Array.of(0, t),
        images(on, kind, deviation ** 2, 0),
      )
      expect(gap(found, images(on, kind, deviation ** 2, t))).toBeLessThan(
        1e-13 * (1 / deviation / Math.sqrt(2 * Math.PI)),
      )
    }
  },
)

test.each(ends)('every scheme, %s ends: near the images, with its mass where nothing leaves', (kind, end) => {
  const on = line(128)
  const start = images(on, kind, 0.04, 0)
  const exact = images(on, kind, 0.04, 0.3)
  const problem = heat(on, [end], 0.7)
  for (const scheme of [
    backwardEuler,
    strang,
    alternatingDirections,
    explicitEuler,
    richardson(backwardEuler),
    fluxLimited,
  ]) {
    if (scheme === fluxLimited && kind === 'held') continue
    const found = last(scheme, problem, even(800, 0.3), start)
    expect(gap(found, exact)).toBeLessThan(2e-3)
    if (kind !== 'held') expect(Math.abs(mass(found, on) / mass(start, on) - 1)).toBeLessThan(1e-12)
  }
})

test('planted: a wrong flux at the ends is seen by the mass and by the images', () => {
  const on = line(128)
  const leak: AxisEnds = { low: { kind: 'flux', flux: -0.02 }, high: { kind: 'flux', flux: 0 } }
  const start = images(on, 'insulated', 0.04, 0)
  const found = last(backwardEuler, heat(on, [leak], 0.7), even(600, 0.3), start)
  expect(Math.abs(mass(found, on) / mass(start, on) - 1)).toBeGreaterThan(1e-3)
  expect(gap(found, images(on, 'insulated', 0.04, 0.3))).toBeGreaterThan(4e-3)
})

test('a rod with held ends tends to a line, with insulated ends to a constant', () => {
  const on = line(64)
  const x = centres(on.axes[0])
  const start = x.map((at) => Math.sin(3 * at) + 0.3)
  for (const scheme of [backwardEuler, alternatingDirections, spectral]) {
    const held = last(scheme, heat(on, [heldEnds(1, -2)], 0.7), even(4000, 60), start)
    expect(
      gap(
        held,
        x.map((at) => rodAtRest([-1, 3], { held: [1, -2] }, at)),
      ),
    ).toBeLessThan(1e-9)
    const mean = start.reduce((a, b) => a + b, 0) / 64
    const insulated = last(scheme, heat(on, [closedEnds], 0.7), even(4000, 60), start)
    expect(
      gap(
        insulated,
        x.map((at) => rodAtRest([-1, 3], { mean }, at)),
      ),
    ).toBeLessThan(1e-9)
  }
})

test('in the plane: the wrapped Gaussian to 1e-13, and every wave falls by e^(-D k^2 t)', () => {
  const axis = { low: -3, high: 3, count: 64 }
  const on = grid([axis, axis])
  const wrapped = (v: number): Float64Array => {
    const at = faces(axis)
    const along = Float64Array.from({ length: 64 }, (_, i) =>
      rodFromGaussian([-3, 3], 'periodic', [0.2, v], 1, 0, [at[i]!, at[i + 1]!]),
    )
    return Float64Array.from({ length: 4096 }, (_, i) => along[i >> 6]! * along[i & 63]!)
  }
  const problem = heat(on, ['periodic', 'periodic'], 0.3)
  const start = wrapped(0.16)
  const found = last(spectral, problem, even(3, 0.5), start)
  expect(gap(found, wrapped(0.16 + 0.3))).toBeLessThan(1e-13 * top(start))
  const one = heat(line(128), [heldEnds(0, 0)], 0.7)
  const spectrum = heatSpectrum(one)
  const first = images(line(128), 'held', 0.02, 0)
  const [before, after] = [spectrum(first), spectrum(last(spectral, one, Float64Array.of(0, 0.05), first))]
  before.magnitude.forEach((value, i) => {
    if (after.magnitude[i]! > 1e-6)
      expect(after.magnitude[i]! / value / Math.exp(-0.7 * before.k[i]! ** 2 * 0.05)).toBeCloseTo(1, 7)
  })
})

test('a point source becomes the kernel, and any start its convolution', () => {
  const on = grid([{ low: -6, high: 6, count: 512 }])
  const source = point.make({ x: 0.31, y: 0 }).averages(on)
  const kernel = cellAverages(
    on,
    atPoints(1, (x) => density([{ weight: 1, mean: [0.31], cov: [2 * 0.7 * 0.5] }], x)),
  )
  const problem = heat(on, [closedEnds], 0.7)
  expect(gap(last(richardson(backwardEuler), problem, even(400, 0.5), source), kernel)).toBeLessThan(
    1e-3 * top(kernel),
  )
  const start = cellAverages(
    on,
    atPoints(1, (x) => (Math.abs(x) < 1 ? 1 + x : 0) + (x > 1.5 && x < 2 ? 2 : 0)),
  )
  const whole = convolveWithKernel(start, on, 0.7, 0.3)
  expect(gap(whole, last(spectral, problem, Float64Array.of(0, 0.3), start))).toBeLessThan(1e-4)
  expect(Math.abs(mass(whole, on) - mass(start, on))).toBeLessThan(1e-9)
})

test('the flux is what Fick says, to order 2, and balances any region', () => {
  const tensor: Conductivity = [(x) => 1 + 0.3 * Math.sin(x), () => 0.4, (_x, y) => 0.8 + 0.2 * Math.cos(y)]
  const u = (x: number, y: number): number => Math.exp(-0.3 * (x * x + y * y)) * (1 + 0.4 * x)
  const slope = (x: number, y: number, a: number): number => {
    const e = Math.exp(-0.3 * (x * x + y * y))
    return a === 0 ? e * (0.4 - 0.6 * x * (1 + 0.4 * x)) : -0.6 * y * e * (1 + 0.4 * x)
  }
  const errors = [32, 64].map((count) => {
    const axis = { low: -2, high: 2, count }
    const on = grid([axis, axis])
    const problem = heat(on, [closedEnds, closedEnds], tensor)
    const p = cellAverages(on, atPoints(2, u))
    const fluxes = new FaceFluxes(problem).at(p, 0)
    const out = new Float64Array(2 * p.length)
    fluxes.atCentres(out)
    const x = centres(axis)
    let most = 0
    for (let i = 2; i < count - 2; i++)
      for (let j = 2; j < count - 2; j++) {
        const [a, b] = [x[i]!, x[j]!]
        const [sx, sy] = [slope(a, b, 0), slope(a, b, 1)]
        const [xx, xy, yy] = [1 + 0.3 * Math.sin(a), 0.4, 0.8 + 0.2 * Math.cos(b)]
        most = Math.max(most, Math.abs(out[2 * (i * count + j)]! + xx * sx + xy * sy))
        most = Math.max(most, Math.abs(out[2 * (i * count + j) + 1]! + xy * sx + yy * sy))
      }
    const inside = Uint8Array.from(p, (_, i) =>
      Math.hypot(x[Math.floor(i / count)]! - 0.5, x[i % count]!) < 1 ? 1 : 0,
    )
    const balance = regionBalance(fluxes, inside, p)
    const dt = 1e-7
    const next = last(explicitEuler, problem, Float64Array.of(0, dt), p)
    const change = (regionBalance(fluxes, inside, next).mass - balance.mass) / dt
    expect(Math.abs(change - balance.inflow)).toBeLessThan(1e-6)
    return most
  })
  expect(errors[0]! / errors[1]!).toBeGreaterThan(3.6)
})

const tensor: Conductivity = [
  (x) => 0.5 + 0.2 * Math.sin(x),
  (x, y) => 0.2 * Math.cos(x + y),
  (_x, y) => 0.4 + 0.1 * Math.cos(y),
]
const plate = (): { on: Grid; problem: Transport; start: Float64Array; x: Float64Array } => {
  const axis = { low: -4, high: 4, count: 64 }
  const on = grid([axis, axis])
  const begin = gaussian.make({ x: 0.3, y: -0.2, deviation: 0.6 })
  const x = new Float64Array(2 * 20000)
  begin.sample(x, on, 7, 0)
  return { on, problem: heat(on, [closedEnds, closedEnds], tensor), start: begin.averages(on), x }
}

test('matrix conductivity: particles with noise, and particles under -D grad log p, spread as the grid says', () => {
  const { on, problem, start, x } = plate()
  const flow = new FlowParticles(problem, tensor, x.slice())
  flow.follow(start, 0)
  let p = start
  for (const state of richardson(backwardEuler).run(problem, even(40, 0.8), { step: 0, t: 0, p: start })) {
    p = state.p.slice()
    flow.follow(p, state.t)
  }
  expect(chiSquare(flow.x, p, on).holds).toBe(true)
  let there: Float64Array = x
  for (const state of simulate(heatSde(2, tensor), x, even(60, 0.8), 3)) there = state.x
  expect(chiSquare(there, p, on).holds).toBe(true)
  // The Fokker–Planck equation of these particles is the same heat equation.
  const same = fokkerPlanck(on, [closedEnds, closedEnds], heatSde(2, tensor))
  expect(gap(last(richardson(backwardEuler), same, even(40, 0.8), start), p)).toBeLessThan(2e-3 * top(p))

  // Planted: half of the diffusion dropped, and the cross term transposed to the other sign.
  const [xx, xy, yy] = tensor as readonly [
    (x: number, y: number) => number,
    (x: number, y: number) => number,
    (x: number, y: number) => number,
  ]
  const turned: Conductivity = [xx, (a, b) => -xy(a, b), yy]
  const double: Conductivity = [(a, b) => 2 * xx(a, b), (a, b) => 2 * xy(a, b), (a, b) => 2 * yy(a, b)]
  for (const wrong of [turned, double]) {
    let off: Float64Array = x
    for (const state of simulate(heatSde(2, wrong), x, even(60, 0.8), 3)) off = state.x
    expect(chiSquare(off, p, on).holds).toBe(false)
  }
})

test('draws from cells follow the cells', () => {
  const { on, start } = plate()
  const x = new Float64Array(40000)
  sampleCells(x, start, on, 3, 0)
  expect(chiSquare(x, start, on).holds).toBe(true)
})
