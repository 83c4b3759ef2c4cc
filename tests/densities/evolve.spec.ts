import { expect, test } from 'vitest'
import {
  densityDomains,
  densitySchemes,
  densityStarts,
  fieldEquations,
  sdeEquations,
} from '#core/catalog/densities'
import type { AnyEntry } from '#core/params/entry'
import { type DensityPlan, evenTimes, evolve } from '#core/densities/evolve'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { compileSde } from '#core/densities/sde/sde'
import { cellSize } from '#core/numeric/grids/grid'
import { withDefaults } from '#core/params/defaults'
import type { Choice } from '#core/params/param'

function make<Made>(list: readonly AnyEntry<Made>[], choice: Choice): Made {
  const found = list.find(({ kind }) => kind === choice.kind)
  if (found === undefined) throw new Error(`no ${choice.kind}`)
  return found.make(withDefaults(found.params, choice))
}
const ends = (end: string) => ({ lowEnd: end, highEnd: end })
const heatPlan = (scheme: string, domain: Choice, start: Choice, steps = 40, horizon = 0.2): DensityPlan => {
  const on = make(densityDomains, domain)
  const equation = make(fieldEquations, { kind: 'heat' })
  if (equation.time !== 'evolves') throw new Error('heat evolves')
  return {
    problem: equation.transport(on),
    scheme: make(densitySchemes, { kind: scheme }),
    start: make(densityStarts, start).averages(on.grid),
    times: evenTimes(horizon, steps),
  }
}

test.each(sdeEquations)(
  '$title: its suggested run keeps its mass and goes on exactly from any state',
  (line) => {
    const { domain, start, horizon } = line.suggested
    const { grid, ends: at } = make(densityDomains, { ...domain, cells: line.dimension === 1 ? 128 : 48 })
    const plan: DensityPlan = {
      problem: fokkerPlanck(grid, at, compileSde(make(sdeEquations, { kind: line.kind }))),
      scheme: make(densitySchemes, { kind: 'backward-euler' }),
      start: make(densityStarts, start).averages(grid),
      times: evenTimes(horizon, 30),
      mayLeave: 0.01,
    }
    const frames = [...evolve(plan)].length
    expect(frames).toBe(31)
    let middle = null
    let last = new Float64Array(0)
    for (const frame of evolve(plan)) {
      // No linear scheme on nine points is positive for every tensor with cross terms.
      expect(frame.least).toBeGreaterThanOrEqual(plan.problem.cross === undefined ? 0 : -1e-5)
      if (frame.step === 17) middle = { ...frame, p: frame.p.slice() }
      last = frame.p.slice()
    }
    let again = new Float64Array(0)
    for (const frame of evolve(plan, middle ?? undefined)) again = frame.p.slice()
    expect(again).toEqual(last)
    expect(Math.abs(cellSize(grid) * last.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(0.01)
  },
)

const square: Choice = {
  kind: 'plane',
  cells: 32,
  ...Object.fromEntries(['lowEndX', 'highEndX', 'lowEndY', 'highEndY'].map((end) => [end, 'periodic'])),
}
test.each<[string, string, Choice]>([
  ['an extrapolated run', 'richardson-backward-euler', { kind: 'line' }],
  ['a spectral run on a line', 'spectral', { kind: 'line' }],
  ['a spectral run on a circle of circles', 'spectral', square],
])('%s goes on exactly from what it carried, in arrays as large as the state', (_, scheme, domain) => {
  const plan = heatPlan(scheme, domain, { kind: 'gaussian' })
  const carries = plan.scheme.facts.carries ?? 0
  expect(carries).toBeGreaterThan(0)
  let middle = null
  let last = new Float64Array(0)
  for (const frame of evolve(plan)) {
    if (frame.step === 13)
      middle = { ...frame, p: frame.p.slice(), carried: frame.carried!.map((array) => array.slice()) }
    last = frame.p.slice()
  }
  expect(middle?.carried.map(({ length }) => length)).toEqual(
    Array.from({ length: carries }, () => plan.start.length),
  )
  // From the middle, and from the first state as a film keeps it.
  const [first] = evolve(plan)
  expect(first?.carried?.length).toBe(carries)
  for (const kept of [middle, first]) {
    let again = new Float64Array(0)
    for (const frame of evolve(plan, kept ?? undefined)) again = frame.p.slice()
    expect(again).toEqual(last)
  }
})

test('refusals say where and what to change', () => {
  const refusal = (work: () => unknown): string => {
    try {
      work()
    } catch (error) {
      return (error as Error).message
    }
    return 'nothing was refused'
  }
  expect(refusal(() => [...evolve(heatPlan('explicit', { kind: 'line' }, { kind: 'gaussian' }))])).toMatch(
    /^steps make a step of 0.00500 at t = 0.00, where Explicit Euler grows without limit beyond 0.000488;/,
  )
  const leaving = heatPlan('backward-euler', { kind: 'line', ...ends('held') }, { kind: 'gaussian' }, 40, 8)
  expect(refusal(() => [...evolve({ ...leaving, mayLeave: 0.01 })])).toMatch(
    /^domain is \[-4, 4\], through whose ends 1\.\d % of the mass has gone by t = [\d.]+; a domain that holds all but 1 %/,
  )
  expect(refusal(() => make(densityDomains, { kind: 'line', lowEnd: 'periodic' }))).toMatch(
    /^lowEnd is periodic while the other end is not/,
  )
  expect(refusal(() => heatPlan('explicit', { kind: 'line' }, { kind: 'formula', formula: '1 / x' }))).toBe(
    'nothing was refused',
  )
  expect(
    refusal(() => heatPlan('explicit', { kind: 'line' }, { kind: 'formula', formula: 'sqrt(x)' })),
  ).toMatch(/^start.formula is "sqrt\(x\)", which is NaN at x = -/)
  const shaped = (params: Record<string, string>) => () => {
    const on = make(densityDomains, { kind: 'plane' })
    const equation = make(fieldEquations, { kind: 'heat-tensor', ...params })
    return equation.time === 'evolves' && equation.transport(on)
  }
  expect(refusal(shaped({ xy: '0.9' }))).toMatch(
    /^equation.xy makes the matrix \[1, 0.9; 0.9, 0.5\] at .* positive definite matrix was expected/,
  )
  expect(refusal(shaped({ xx: '2 +' }))).toMatch(/^xx is "2 \+", which cannot be read/)
  expect(
    refusal(() =>
      make(densityStarts, { kind: 'point', x: 9 }).averages(make(densityDomains, { kind: 'line' }).grid),
    ),
  ).toMatch(/^start.x is 9, outside of the domain/)
})
