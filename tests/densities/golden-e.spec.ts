import { expect, test } from 'vitest'
import { ouAbove, ouCosine } from '#core/densities/closed-forms/backward'
import { passageUp } from '#core/densities/closed-forms/exit'
import { gaussianAt, ouFlow, turningOuFlow } from '#core/densities/closed-forms/gaussian-flow'
import { lognormalMoments } from '#core/densities/closed-forms/lognormal'
import { exitTime } from '#core/densities/backward/exit'
import { fokkerPlanck, potentialFlow } from '#core/densities/problems/fokker-planck'
import { heat } from '#core/densities/problems/heat'
import { alternatingDirections } from '#core/densities/schemes/alternating-directions'
import { spectral } from '#core/densities/schemes/spectral'
import { relaxationRates } from '#core/densities/sde/relaxation'
import { compileSde } from '#core/densities/sde/sde'
import { stationaryDensity } from '#core/densities/sde/stationary'
import { closedEnds } from '#core/densities/transport'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { type Grid, grid, spacing } from '#core/numeric/grids/grid'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { casesOf } from '#tests/golden/manifest'
import { mix1d } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('e_fokkerplanck')
const values = (name: string): Float64Array => golden.array(name)
const sigma = 0.7
const well = (x: number): number => x ** 4 / 4 - (x * x) / 2

/** Cells whose centres are the nodes of the arrays, `part` of them a node's distance; reaching beyond -3 ... 3. */
function lineOf(part: number): Grid {
  const h = 0.025 / part
  const beyond = Math.round(0.5 / h)
  const cells = 240 * part + 1 + 2 * beyond
  return grid([{ low: -3 - (beyond + 0.5) * h, high: 3 + (beyond + 0.5) * h, count: cells }])
}

/** Values at the nodes from cell averages: p = average - h^2 p'' / 24 */
function atNodes(p: Float64Array, part: number): Float64Array {
  const beyond = Math.round((0.5 * part) / 0.025)
  return Float64Array.from({ length: 241 }, (_, k) => {
    const i = beyond + k * part
    return p[i]! - (p[i + 1]! - 2 * p[i]! + p[i - 1]!) / 24
  })
}

function doubleWell(part: number): Map<number, Float64Array> {
  const on = lineOf(part)
  const problem = potentialFlow(on, [closedEnds], well, (sigma * sigma) / 2)
  const p0 = cellAverages(
    on,
    atPoints(1, (x) => gaussianAt([0.3], [0.04], x)),
  )
  // Steps that grow with time, meeting every time of the arrays.
  const at = values('double_well/t')
  const times = [0]
  for (let k = 1; k < at.length; k++)
    for (let i = 1; i <= 160 * part; i++) times.push(at[k - 1]! + (i * (at[k]! - at[k - 1]!)) / (160 * part))
  const found = new Map<number, Float64Array>([[0, atNodes(p0, part)]])
  const run = alternatingDirections.run(problem, Float64Array.from(times), { step: 0, t: 0, p: p0 })
  for (const { step, p } of run)
    if (step % (160 * part) === 0) found.set(step / (160 * part), atNodes(p, part))
  return found
}

const check: Record<string, () => void> = {
  'vp_forward/p': () => fieldOfProcess('p'),
  'vp_forward/score': () => fieldOfProcess('score'),
  'ou_delta/mean': () => ouMoments('mean'),
  'ou_delta/var': () => ouMoments('var'),
  'ou_delta/p': () => {
    const [x, t] = [values('ou_delta/x'), values('ou_delta/t')]
    const flow = ouFlow(0.5, 1, { mean: [2], covariance: [0] })
    const p = [5, 10, 15, 20, 25, 30].flatMap((k) =>
      Array.from(x, (at) => gaussianAt(flow.mean(t[k]!), flow.covariance(t[k]!), at)),
    )
    expect(distance(p, values('ou_delta/p'))).toBeLessThan(1e-10)
  },
  'double_well/p_stationary': () => {
    const errors = [1, 3].map((part) => {
      const problem = potentialFlow(lineOf(part), [closedEnds], well, (sigma * sigma) / 2)
      return distance(atNodes(stationaryDensity(problem), part), values('double_well/p_stationary'))
    })
    // e^(-U/K) at the centres, normalised by a sum that converges faster than any power, less the cells' averaging.
    expect(errors[1]).toBeLessThan(errors[0]! / 8)
    expect(errors[1]).toBeLessThan(2e-4)
  },
  'double_well/logZ': () => {
    const on = lineOf(1)
    let sum = 0
    const h = spacing(on.axes[0])
    for (let x = -3.5; x < 3.501; x += h) sum += h * Math.exp((-2 * well(x)) / (sigma * sigma))
    expect(Math.abs(Math.log(sum) - values('double_well/logZ')[0]!)).toBeLessThan(1e-8)
  },
  'double_well/p': () => {
    const [coarse, fine] = [doubleWell(1), doubleWell(3)]
    const expected = values('double_well/p')
    for (let k = 0; k < 10; k++) {
      const [a, b] = [coarse.get(k)!, fine.get(k)!]
      const exact = expected.subarray(241 * k, 241 * (k + 1))
      const apart = distance(b, exact)
      expect(apart).toBeLessThan(2e-4)
      if (k > 0) expect(apart).toBeLessThan(distance(a, exact) / 7.5)
      // Order 2 in space and time together: extrapolated by 9.
      const joined = b.map((value, i) => (9 * value - a[i]!) / 8)
      expect(distance(joined, exact)).toBeLessThan(1e-5)
    }
  },
  'double_well/moments': () => {
    const fine = doubleWell(3)
    const expected = values('double_well/moments')
    const x = values('double_well/x')
    for (let k = 0; k < 10; k++) {
      const p = fine.get(k)!
      const moment = (power: number): number =>
        0.025 * p.reduce((sum, value, i) => sum + value * x[i]! ** power, 0)
      for (const power of [0, 1, 2])
        expect(Math.abs(moment(power) - expected[3 * k + power]!)).toBeLessThan(1e-4)
    }
  },
  'double_well/eigenvalues': () => {
    const expected = values('double_well/eigenvalues')
    const [coarse, fine] = [512, 1024].map((count) => {
      const on = grid([{ low: -3.5, high: 3.5, count }])
      return relaxationRates(potentialFlow(on, [closedEnds], well, (sigma * sigma) / 2), 8)
    })
    expected.forEach((value, k) => {
      expect(Math.abs((4 * fine![k]! - coarse![k]!) / 3 - value)).toBeLessThan(1e-6 * Math.max(1, value))
      if (k > 0) expect((coarse![k]! - value) / (fine![k]! - value)).toBeGreaterThan(3.8)
    })
  },
  'double_well/mfpt_-1_to_0': () => passage(0, values('double_well/mfpt_-1_to_0')[0]!),
  'double_well/mfpt_-1_to_1': () => passage(1, values('double_well/mfpt_-1_to_1')[0]!),
  'heat2d/u': () => {
    const n = 32
    const size = 2 * Math.PI
    const h = size / n
    const axis = { low: -h / 2, high: size - h / 2, count: n }
    const problem = heat(grid([axis, axis]), ['periodic', 'periodic'], 0.3)
    const u = values('heat2d/u')
    const times = Float64Array.of(0, ...values('heat2d/t'))
    let k = 1
    for (const { p } of spectral.run(problem, times, { step: 0, t: 0, p: u.slice(0, n * n) })) {
      expect(distance(p, u.subarray(n * n * k, n * n * (k + 1)))).toBeLessThan(1e-13)
      k++
    }
    expect(k).toBe(4)
  },
  'kolmogorov_ou/u': () => backward((tau, x) => ouAbove(0.5, 1, 0, tau, x), 'kolmogorov_ou/u'),
  'kolmogorov_ou/u_smooth': () => backward((tau, x) => ouCosine(0.5, 1, tau, x), 'kolmogorov_ou/u_smooth'),
  'rotating_ou/mean': () => turning('mean'),
  'rotating_ou/cov': () => turning('cov'),
  'gbm/mean_var_T': () => {
    expect(distance([...lognormalMoments(0.5, 0.4, 1, 1)], values('gbm/mean_var_T'))).toBeLessThan(1e-10)
  },
}

function fieldOfProcess(what: 'p' | 'score'): void {
  const process = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
  const x = values('vp_forward/x')
  const expected = values(`vp_forward/${what}`)
  values('vp_forward/t').forEach((t, k) => {
    const density = mixtureScore(mix1d).at(process.alpha(t), process.sigma(t))
    const out = new Float64Array(x.length)
    if (what === 'p') density.logDensity(out, x, x.length)
    else density.score(out, x, x.length)
    const found = what === 'p' ? out.map(Math.exp) : out
    expect(distance(found, expected.subarray(161 * k, 161 * (k + 1)))).toBeLessThan(1e-10)
  })
}

function ouMoments(what: 'mean' | 'var'): void {
  const flow = ouFlow(0.5, 1, { mean: [2], covariance: [0] })
  const found = Array.from(
    values('ou_delta/t'),
    (t) => (what === 'mean' ? flow.mean(t) : flow.covariance(t))[0]!,
  )
  expect(distance(found, values(`ou_delta/${what}`))).toBeLessThan(1e-10)
}

function turning(what: 'mean' | 'cov'): void {
  const flow = turningOuFlow(0.6, -2, 0.8, { mean: [1.5, 0], covariance: [0.5, 0.1, 0.2] })
  const found = Array.from(values('rotating_ou/t')).flatMap((t) => {
    if (what === 'mean') return [...flow.mean(t)]
    const [xx, xy, yy] = flow.covariance(t) as [number, number, number]
    return [xx, xy, xy, yy]
  })
  expect(distance(found, values(`rotating_ou/${what}`))).toBeLessThan(1e-10)
}

function backward(closed: (tau: number, x: number) => number, name: string): void {
  const x = values('kolmogorov_ou/x')
  const found = Array.from(values('kolmogorov_ou/t')).flatMap((t) => Array.from(x, (at) => closed(2 - t, at)))
  expect(distance(found, values(name))).toBeLessThan(1e-10)
}

function passage(to: number, exact: number): void {
  expect(Math.abs(passageUp(well, sigma, -3.5, -1, to, 2000) / exact - 1)).toBeLessThan(1e-6)
  const sde = compileSde({ dimension: 1, interpretation: 'ito', drift: ['x - x^3'], diffusion: [['0.7']] })
  // -1 is a face; the value there is the mean of its neighbours up to order 2.
  const [coarse, fine] = [0.0025, 0.00125].map((h) => {
    const on = grid([{ low: -3.5, high: to, count: Math.round((to + 3.5) / h) }])
    const ends = { low: { kind: 'flux', flux: 0 }, high: { kind: 'value', value: 0 } } as const
    const u = exitTime(fokkerPlanck(on, [ends], sde))
    const i = Math.round(2.5 / h)
    return (-u[i - 2]! + 7 * u[i - 1]! + 7 * u[i]! - u[i + 1]!) / 12
  })
  expect(Math.abs((4 * fine! - coarse!) / 3 / exact - 1)).toBeLessThan(1e-6)
}

test.each(casesOf('Fokker–Planck', 'e_fokkerplanck', golden.names))('%s', (name) => {
  const run = check[name]
  if (run === undefined) throw new Error(`nothing compares ${name}`)
  run()
})
