import { describe, expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import { reverseDynamics } from '#core/dynamics/reverse'
import { fitOrder } from '#core/numeric/order-fit'
import { logSnr } from '#core/processes/grids/in-noise'
import { vpLinear } from '#core/processes/vp-linear'
import { aniso3, mix1d } from '#tests/golden/mixtures'
import { made } from '#tests/samplers/runs/made'
import { exactMoments, gaussian } from './exact-moments'
import { flowErrors, orbitErrors, samplerOf } from './flow-order'
import { type OrderRow, orderTable, withoutOrder } from './order-table'
import { grids, pathErrors, reverseSde, steepDrift } from './path-order'

const forms = [
  ['mix1d', mix1d],
  ['aniso3', aniso3],
] as const
const nameOf = ({ kind, values }: OrderRow): string =>
  values === undefined ? kind : `${kind} ${JSON.stringify(values)}`
const rows = (of: (row: OrderRow) => boolean): [string, OrderRow][] =>
  orderTable.filter(of).map((row) => [nameOf(row), row])

/** |measured - stated|, with what was found where it is too much. */
function expectOrder(costs: readonly number[], errors: readonly number[], stated: number): void {
  const fit = fitOrder(costs, errors)
  expect(fit, `errors ${errors.join(', ')}`).not.toBeNull()
  expect(
    Math.abs(fit!.order - stated),
    `measured ${fit!.order} for ${stated}; errors ${errors.join(', ')}`,
  ).toBeLessThan(0.15)
}

describe('the table', () => {
  it('has every sampler of the catalogue, or says why it has no order', () => {
    const kinds = catalog.sampler.map((entry) => entry.kind)
    const tabled = new Set([...orderTable.map((row) => row.kind), ...Object.keys(withoutOrder)])
    expect([...tabled].sort()).toEqual([...kinds].sort())
  })

  it.each(rows(() => true))('%s claims what the table says', (_, row) => {
    const { order } = samplerOf(row).capabilities
    const { flow, sde } = row
    if (flow !== undefined) {
      expect(order.ode).toBe(flow.nominal)
      expect(order.ownStart ?? order.ode).toBe(flow.ownStart ?? flow.nominal)
    }
    if (sde !== undefined) expect(order.sde).toBe(sde.strong)
  })

  it.each(Object.keys(withoutOrder))('%s claims none', (kind) => {
    const { ode, sde } = samplerOf({ kind }).capabilities.order
    expect([ode, sde]).toEqual([null, null])
  })
})

describe.each(forms)('on the probability flow of %s', (_, form) => {
  it.each(rows(({ flow }) => flow !== undefined && flow.on !== 'orbits'))('%s', (_, row) => {
    const { nominal, ownStart } = row.flow!
    const exact = flowErrors(row, form, true)
    expectOrder(exact.costs, exact.errors, nominal)
    if (ownStart === undefined) return
    const own = flowErrors(row, form, false)
    expectOrder(own.costs, own.errors, ownStart)
  })
})

describe('on orbits with a closed form', () => {
  it.each(rows(({ flow }) => flow?.on === 'orbits'))('%s', (_, row) => {
    const { costs, errors } = orbitErrors(row)
    expectOrder(costs, errors, row.flow!.nominal)
  })
})

describe.each(forms)('on one Brownian path of the reverse SDE of %s', (_, form) => {
  const errorsOf = pathErrors(reverseSde(form))
  it.each(rows(({ sde }) => sde !== undefined && sde.strong !== null))('%s', (_, row) => {
    const errors = errorsOf(row.kind, samplerOf(row))
    const { strong, on } = row.sde!
    if (on === undefined) return expectOrder(grids, errors, strong!)
    // Its own order is measured below; here only that nothing is slower.
    expect(fitOrder(grids, errors)!.order).toBeGreaterThan(strong! - 0.15)
  })

  it('measures those that claim none', () => {
    const found = rows(({ sde }) => sde !== undefined && sde.strong === null).map(([name, row]) => {
      const fit = fitOrder(grids, errorsOf(row.kind, samplerOf(row)))
      return `${name} ${fit?.order.toFixed(2)}`
    })
    console.log(`strong orders, none claimed: ${found.join('; ')}`)
  })
})

describe('on one Brownian path of a steep drift', () => {
  const errorsOf = pathErrors(steepDrift())
  it.each(rows(({ sde }) => sde?.on === 'steep drift'))('%s', (_, row) =>
    expectOrder(grids, errorsOf(row.kind, samplerOf(row)), row.sde!.strong!),
  )
})

describe('of mean and variance on Gaussian data, both exact', () => {
  const process = made(vpLinear, { tMin: 0.03 })
  const steps = [32, 64, 128, 256]
  const exactAt = (t: number): { mean: number; variance: number } => ({
    mean: process.alpha(t) * gaussian.mean,
    variance: process.alpha(t) ** 2 * gaussian.variance + process.sigma(t) ** 2,
  })
  const errorsOf = (row: OrderRow): number[] => {
    const end = exactAt(process.tMin)
    return steps.map((count) => {
      const times = made(logSnr, { steps: count }).times(process)
      const problem = { process, dynamics: reverseDynamics(process, 1), times }
      const moments = exactMoments(samplerOf(row), problem, exactAt(process.tMax))
      return Math.abs(moments.mean - end.mean) + Math.abs(moments.variance - end.variance)
    })
  }

  it.each(rows(({ sde }) => sde !== undefined && sde.weak !== null))('%s', (_, row) =>
    expectOrder(steps, errorsOf(row), row.sde!.weak!),
  )

  it('measures those that claim none', () => {
    const found = rows(({ sde }) => sde !== undefined && sde.weak === null).map(
      ([name, row]) => `${name} ${fitOrder(steps, errorsOf(row))?.order.toFixed(2)}`,
    )
    console.log(`weak orders, none claimed: ${found.join('; ')}`)
  })
})
