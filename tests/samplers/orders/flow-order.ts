import { catalog } from '#core/catalog/index'
import { mixtureForm } from '#core/distributions/mixture-form'
import type { Dynamics } from '#core/dynamics/dynamics'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import * as noiseGrids from '#core/processes/grids/in-noise'
import * as timeGrids from '#core/processes/grids/in-time'
import type { Process } from '#core/processes/process'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { edm } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { levelAt } from '#core/samplers/level'
import type { Sampler } from '#core/samplers/sampler'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import { exactFlow, gaps } from '#tests/samplers/runs/exact-flow'
import { flowRun } from '#tests/samplers/runs/flow-run'
import { made } from '#tests/samplers/runs/made'
import { trajectory } from '#tests/samplers/runs/run-sampler'
import type { OrderRow } from './order-table'

const unitGaussian = mixtureForm([
  {
    weight: 1,
    mean: [0, 0],
    cov: [
      [1, 0],
      [0, 1],
    ],
  },
])

/** Trajectories behind a mean error. */
const count = 16

interface Setting {
  readonly process: Process
  times(steps: number): Float64Array
}

const levels = made(edm, { sigmaMin: 0.3, sigmaMax: 3 })
const vp = made(vpLinear, { tMin: 0.1 })
const straight = made(rectifiedFlow, { tMin: 0.1, tMax: 0.9 })

const settings: Readonly<Record<string, Setting>> = {
  levels: { process: levels, times: (steps) => made(noiseGrids.logSnr, { steps }).times(levels) },
  'equal times': { process: vp, times: (steps) => made(timeGrids.uniform, { steps }).times(vp) },
  'rectified flow': {
    process: straight,
    times: (steps) => made(timeGrids.uniform, { steps }).times(straight),
  },
}

export function samplerOf({ kind, values = {} }: OrderRow, more: OrderRow['values'] = {}): Sampler {
  const found = catalog.sampler.find((entry) => entry.kind === kind)
  if (found === undefined) throw new Error(`the catalogue has no sampler ${kind}`)
  return made(found, { ...values, ...more })
}

/** Draws of p_T: a start from which the flow is taken. */
function startOf(form: MixtureForm, process: Process): Float64Array {
  const x = new Float64Array(count * form.dimension)
  fillNormals(x, form.dimension, 11, 0, streams.start, 0)
  const spread = Math.hypot(process.alpha(process.tMax) * 2, process.sigma(process.tMax))
  return x.map((z) => spread * z)
}

const ends = new Map<MixtureForm, Map<string, Float64Array>>()

/** Where the exact flow takes the start of a setting, integrated once. */
function endOf(form: MixtureForm, on: string): Float64Array {
  const known = ends.get(form) ?? new Map<string, Float64Array>()
  ends.set(form, known)
  const { process } = settings[on]!
  const span = Float64Array.of(process.tMax, process.tMin)
  const end = known.get(on) ?? exactFlow(form, process, span, startOf(form, process), 1e-14).at(-1)!
  known.set(on, end)
  return end
}

/**
 * Cost and mean error at the last time, over the row's numbers of steps (cost: steps) or tolerances (cost:
 * evaluations). `exactStart`: the run begins where the method has its full order, from states and predictions of the
 * exact flow.
 */
export function flowErrors(
  row: OrderRow,
  form: MixtureForm,
  exactStart: boolean,
): { readonly costs: number[]; readonly errors: number[] } {
  const { on = 'levels', at, carries } = row.flow!
  const setting = settings[on]!
  const { process } = setting
  const start = startOf(form, process)
  const end = endOf(form, on)
  const costs: number[] = []
  const errors: number[] = []
  for (const parameter of at) {
    const adaptive = parameter < 1
    const sampler = samplerOf(row, adaptive ? { relative: parameter, absolute: parameter } : {})
    const grid = setting.times(adaptive ? 1 : parameter)
    const history = historyOf(sampler, carries)
    const run =
      exactStart && history > 0 && carries !== undefined
        ? flowRun(form, sampler, process, grid, ...fromExact(form, process, grid, start, history, carries))
        : flowRun(form, sampler, process, grid, start)
    costs.push(adaptive ? run.nfe : parameter)
    errors.push(gaps(run.states.at(-1)!, end).mean)
  }
  return { costs, errors }
}

function historyOf({ capabilities }: Sampler, carries: string | undefined): number {
  return capabilities.history - (carries === 'data and state' ? 1 : 0)
}

function fromExact(
  form: MixtureForm,
  process: Process,
  grid: Float64Array,
  start: Float64Array,
  history: number,
  carries: string,
): [Float64Array, { from: { step: number; carried: Float64Array[] } }] {
  const states = exactFlow(form, process, grid.slice(0, history + 1), start)
  const score = mixtureScore(form)
  const carried = states.slice(0, history).map((x, i): Float64Array => {
    const { alpha, sigma } = levelAt(process, grid[i]!)
    const s = new Float64Array(x.length)
    score.at(alpha, sigma).score(s, x, count)
    return carries === 'noise'
      ? s.map((v) => -sigma * v)
      : s.map((v, j) => (x[j]! + sigma * sigma * v) / alpha)
  })
  carried.reverse()
  if (carries === 'data and state') carried.push(states[history - 1]!)
  return [states[history]!, { from: { step: history, carried } }]
}

/**
 * Mean errors on x' = a x + b J x, a spiral of ten turns with a closed form: the flow of N(0, I) at a fixed level with
 * a turn added, for methods that solve the dynamics as written.
 */
export function orbitErrors(row: OrderRow): { readonly costs: number[]; readonly errors: number[] } {
  const [a, b] = [0.5, 20 * Math.PI]
  const dynamics: Dynamics = {
    direction: 'reverse',
    linear: () => 0,
    score: () => -a,
    rotation: () => -b,
    noise: () => 0,
    deterministic: true,
    equation: '',
  }
  const start = startOf(unitGaussian, levels)
  // Time runs from 1 to 0.
  const [cos, sin] = [Math.exp(-a) * Math.cos(-b), Math.exp(-a) * Math.sin(-b)]
  const end = start.map((v, i) =>
    i % 2 === 0 ? cos * v - sin * start[i + 1]! : cos * v + sin * start[i - 1]!,
  )
  const errors = row.flow!.at.map((steps) => {
    const times = Float64Array.from({ length: steps + 1 }, (_, i) => 1 - i / steps)
    // alpha 1 and sigma next to 0 at all times: the score stays that of the data, -x.
    const still = { ...levels, alpha: () => 1, sigma: () => 1e-12 }
    const states = trajectory(unitGaussian, samplerOf(row), { process: still, dynamics, times }, start)
    return gaps(states.at(-1)!, end).mean
  })
  return { costs: [...row.flow!.at], errors }
}
