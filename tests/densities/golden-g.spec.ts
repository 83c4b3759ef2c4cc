import { expect, test } from 'vitest'
import { exitChance, exitTime } from '#core/densities/backward/exit'
import { exitOfDisk, exitOfDrift } from '#core/densities/closed-forms/exit'
import { poissonAtNodes } from '#core/densities/poisson/at-nodes'
import { poissonByTransform } from '#core/densities/poisson/by-transform'
import { poissonProblem } from '#core/densities/poisson/poisson-problem'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { compileSde } from '#core/densities/sde/sde'
import { heldEnds } from '#core/densities/transport'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { centres, grid } from '#core/numeric/grids/grid'
import { casesOf } from '#tests/golden/manifest'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('g_poisson_exit')
const values = (name: string): Float64Array => golden.array(name)

/** Nodes along an edge of the arrays: 64 intervals on the line, 32 in the plane */
function solvedAtNodes(of: string): Float64Array {
  const d = of.startsWith('p1') ? 1 : 2
  const n = d === 1 ? 64 : 32
  const exact = values(`${of}/u_exact`)
  const u = exact.map((value, i) => {
    const [row, column] = [Math.floor(i / (n + 1)), i % (n + 1)]
    const onEdge = d === 1 ? i === 0 || i === n : row === 0 || row === n || column === 0 || column === n
    return onEdge ? value : 0
  })
  poissonAtNodes(u, values(`${of}/f`), n, 1 / n, d)
  return u
}

test.each(casesOf('Poisson by differences', 'g_poisson_exit', golden.names))('%s', (name) => {
  expect(distance(solvedAtNodes(name.slice(0, -'/u_fd'.length)), values(name))).toBeLessThan(1e-11)
})

test.each(casesOf('Poisson exact', 'g_poisson_exit', golden.names))('%s to the order of the grid', (name) => {
  if (name.startsWith('p2/gauss_source')) return gaussSource(values(name))
  // The differences' own distance to the exact solution is on file: our solution has the same one.
  const of = name.slice(0, -'/u_exact'.length)
  const theirs = distance(values(`${of}/u_fd`), values(name))
  expect(Math.abs(distance(solvedAtNodes(of), values(name)) - theirs)).toBeLessThan(1e-11)
})

/** No formula but a series: cells of growing number, extrapolated at the nodes that are corners of cells. */
function gaussSource(exact: Float64Array): void {
  const at = [128, 256, 512].map((n) => {
    const axis = { low: 0, high: 1, count: n }
    const on = grid([axis, axis])
    const f = cellAverages(
      on,
      atPoints(2, (x, y) => Math.exp(-((x - 0.4) ** 2 + (y - 0.55) ** 2) / 0.02)),
    )
    const u = poissonByTransform(poissonProblem(on, [heldEnds(0, 0), heldEnds(0, 0)], f))
    // The four cells about a corner, by cubic interpolation along each axis.
    const weights = [-1 / 16, 9 / 16, 9 / 16, -1 / 16]
    return Float64Array.from({ length: 31 * 31 }, (_, k) => {
      const [i, j] = [((Math.floor(k / 31) + 1) * n) / 32, ((k % 31) + 1) * (n / 32)]
      let sum = 0
      for (let a = 0; a < 4; a++)
        for (let b = 0; b < 4; b++) sum += weights[a]! * weights[b]! * u[(i - 2 + a) * n + j - 2 + b]!
      return sum
    })
  })
  const inner = Float64Array.from(
    { length: 31 * 31 },
    (_, k) => exact[(Math.floor(k / 31) + 1) * 33 + (k % 31) + 1]!,
  )
  const [a, b, c] = at as [Float64Array, Float64Array, Float64Array]
  const once = (fine: Float64Array, coarse: Float64Array): Float64Array =>
    fine.map((value, i) => (4 * value - coarse[i]!) / 3)
  const twice = once(c, b).map((value, i) => (16 * value - once(b, a)[i]!) / 15)
  expect(distance(c, inner) / distance(b, inner)).toBeLessThan(0.27)
  expect(distance(twice, inner)).toBeLessThan(1e-9)
}

const sdeOf = (mu: number) =>
  compileSde({ dimension: 1, interpretation: 'ito', drift: [String(mu)], diffusion: [['1']] })

test.each(casesOf('exit', 'g_poisson_exit', golden.names))('%s', (name) => {
  const rows = values(name)
  if (name === 'exit/disk') return disk(rows)
  const mu = name === 'exit/drift' ? 0.7 : 0
  const exact = Array.from(rows.subarray(0, 21), (x) => exitOfDrift(mu, 1, [-1, 1], x))
  expect(
    distance(
      exact.map(({ time }) => time),
      rows.subarray(21, 42),
    ),
  ).toBeLessThan(1e-10)
  expect(
    distance(
      exact.map(({ atHigh }) => atHigh),
      rows.subarray(42),
    ),
  ).toBeLessThan(1e-10)
  // By the backward equation on cells: order 2.
  const errors = [100, 200].map((count) => {
    const on = grid([{ low: -1, high: 1, count }])
    const problem = fokkerPlanck(on, [heldEnds(0, 0)], sdeOf(mu))
    const [time, chance] = [exitTime(problem), exitChance(problem, [[0, 1]])]
    let most = 0
    centres(on.axes[0]).forEach((x, i) => {
      const closed = exitOfDrift(mu, 1, [-1, 1], x)
      most = Math.max(most, Math.abs(time[i]! - closed.time), Math.abs(chance[i]! - closed.atHigh))
    })
    return most
  })
  expect(errors[1]).toBeLessThan(3e-5)
  expect(errors[0]! / errors[1]!).toBeGreaterThan(3.8)
})

function disk(rows: Float64Array): void {
  const closed = Array.from(rows.subarray(0, 11), (r) => exitOfDisk(1, r, 2))
  expect(distance(closed, rows.subarray(11))).toBeLessThan(1e-10)
  // A disk of cells has a boundary of steps, so the error falls with the width of a cell.
  const sde = compileSde({
    dimension: 2,
    interpretation: 'ito',
    drift: ['0', '0'],
    diffusion: [
      ['1', '0'],
      ['0', '1'],
    ],
  })
  const n = 80
  const axis = { low: -1.1, high: 1.1, count: n }
  const on = grid([axis, axis])
  const x = centres(axis)
  const outside = Uint8Array.from({ length: n * n }, (_, i) =>
    Math.hypot(x[Math.floor(i / n)]!, x[i % n]!) >= 1 ? 1 : 0,
  )
  const u = exitTime(fokkerPlanck(on, [heldEnds(0, 0), heldEnds(0, 0)], sde), outside)
  let most = 0
  u.forEach((value, i) => {
    const r = Math.hypot(x[Math.floor(i / n)]!, x[i % n]!)
    if (r < 1) most = Math.max(most, Math.abs(value - exitOfDisk(1, r, 2)))
  })
  expect(most).toBeLessThan(1.5 * (2.2 / n))
}
