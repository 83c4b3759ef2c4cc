import { catalog } from '#core/catalog/index'
import {
  brownianFlow,
  type GaussianFlow,
  gaussianAt,
  turningOuFlow,
} from '#core/densities/closed-forms/gaussian-flow'
import { lognormalAt, lognormalFromGaussianAt } from '#core/densities/closed-forms/lognormal'
import { type RodEnds, rodFromGaussian } from '#core/densities/closed-forms/rod'
import type { AxisEnds } from '#core/densities/transport'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { cellCount, faces, type Grid } from '#core/numeric/grids/grid'
import { withDefaults } from '#core/params/defaults'
import type { Choice, GaussianComponent } from '#core/params/param'
import type { EquationModel } from './equation-model'

/** Cell averages of the exact density, or temperature, at a step; null where there is none at that moment */
export type ClosedForm = (step: number) => Float64Array | null

/** The exact solution of a model, from formulas that share nothing with the grid's schemes; null where none is known. */
export function closedFormOf(model: EquationModel): ClosedForm | null {
  // What stands still has no start.
  if (model.plan === null) return null
  const start = gaussiansOf(model.subject.start, model.dimension)
  if (start === null) return null
  return model.subject.kind === 'sde' ? ofSde(model, start) : ofHeat(model, start)
}

interface Bump {
  readonly weight: number
  readonly mean: readonly number[]
  /** [xx] or [xx, xy, yy]; zeros for a point */
  readonly covariance: readonly number[]
}

/** The start as a sum of Gaussians, where it is one. */
function gaussiansOf(choice: Choice, d: 1 | 2): readonly Bump[] | null {
  const entry = catalog.start.find(({ kind }) => kind === choice.kind)
  if (entry === undefined) return null
  const values = withDefaults(entry.params, choice)
  const round = (v: number): number[] => (d === 1 ? [v] : [v, 0, v])
  const mean = [Number(values['x']), Number(values['y'])].slice(0, d)
  switch (choice.kind) {
    case 'point':
      return [{ weight: 1, mean, covariance: round(0) }]
    case 'gaussian':
      return [{ weight: 1, mean, covariance: round(Number(values['deviation']) ** 2) }]
    case 'mixture': {
      const components = values['components'] as readonly GaussianComponent[]
      const total = components.reduce((sum, { weight }) => sum + weight, 0)
      return components.map(({ weight, mean: at, cov }) => ({
        weight: weight / total,
        mean: at,
        covariance: d === 1 ? [cov[0]![0]!] : [cov[0]![0]!, cov[0]![1]!, cov[1]![1]!],
      }))
    }
    default:
      return null
  }
}

function numbersOf(model: EquationModel): Readonly<Record<string, number>> {
  const { subject } = model
  if (subject.kind !== 'sde') return {}
  const entry = catalog.equation.find(({ kind }) => kind === subject.equation.kind)
  return entry === undefined ? {} : (withDefaults(entry.params, subject.equation) as Record<string, number>)
}

function ofSde(model: EquationModel, start: readonly Bump[]): ClosedForm | null {
  const { subject, domain, times } = model
  if (subject.kind !== 'sde') return null
  const { sigma = 1, theta = 0, a = 0, w = 0, mu = 0 } = numbersOf(model)
  const flows = (make: (bump: Bump) => GaussianFlow): ClosedForm => {
    const each = start.map((bump) => ({ weight: bump.weight, flow: make(bump) }))
    return (step) => {
      const t = times[step]!
      if (each.some(({ flow }) => !(flow.covariance(t)[0]! > 0))) return null
      const parts = each.map(({ weight, flow }) => ({
        weight,
        mean: flow.mean(t),
        covariance: flow.covariance(t),
      }))
      // An equation that is not stable leaves all numbers.
      if (parts.some(({ mean, covariance }) => ![...mean, ...covariance].every(Number.isFinite))) return null
      const density = (x: number, y: number): number =>
        parts.reduce((sum, part) => sum + part.weight * gaussianAt(part.mean, part.covariance, x, y), 0)
      return cellAverages(domain.grid, atPoints(model.dimension, density))
    }
  }
  switch (subject.equation.kind) {
    case 'brownian':
      return flows((bump) => brownianFlow(sigma, bump))
    case 'ornstein-uhlenbeck':
      return flows((bump) => turningOuFlow(theta, 0, sigma, bump))
    case 'rotating-ou':
      return flows((bump) => turningOuFlow(a, w, sigma, bump))
    case 'geometric-brownian': {
      const [bump] = start
      if (bump === undefined || start.length > 1) return null
      const [m, s] = [bump.mean[0]!, Math.sqrt(bump.covariance[0]!)]
      if (!(m > 8 * s)) return null
      return (step) => {
        const t = times[step]!
        if (t === 0 && s === 0) return null
        const at = (x: number): number =>
          s === 0 ? lognormalAt(mu, sigma, m, t, x) : lognormalFromGaussianAt(mu, sigma, m, s, t, x)
        return cellAverages(domain.grid, atPoints(1, at))
      }
    }
    default:
      return null
  }
}

/** Constant conductivity, no source, ends of one kind along each axis: kernels and their mirror images. */
function ofHeat(model: EquationModel, start: readonly Bump[]): ClosedForm | null {
  const { subject, domain, times } = model
  if (subject.kind !== 'field' || subject.problem.kind !== 'heat') return null
  const conductivity = Number(subject.problem['conductivity'] ?? 1)
  const source = Number(subject.problem['source'] ?? 0)
  if (!(conductivity > 0) || source !== 0 || start.some(({ covariance }) => (covariance[1] ?? 0) !== 0))
    return null
  const ends = domain.ends.map(rodEnds)
  if (ends.includes(null)) return null
  const axisOf = (grid: Grid, axis: number, bump: Bump, t: number): Float64Array => {
    const { low, high, count } = grid.axes[axis]!
    const variance = bump.covariance[axis === 0 ? 0 : 2]!
    const at = faces(grid.axes[axis]!)
    return Float64Array.from({ length: count }, (_, i) =>
      rodFromGaussian([low, high], ends[axis]!, [bump.mean[axis]!, variance], conductivity, t, [
        at[i]!,
        at[i + 1]!,
      ]),
    )
  }
  return (step) => {
    const t = times[step]!
    if (t === 0 && start.some(({ covariance }) => covariance[0] === 0)) return null
    const out = new Float64Array(cellCount(domain.grid))
    for (const bump of start) {
      const x = axisOf(domain.grid, 0, bump, t)
      const y = domain.grid.axes.length === 1 ? Float64Array.of(1) : axisOf(domain.grid, 1, bump, t)
      for (let i = 0; i < x.length; i++)
        for (let j = 0; j < y.length; j++) out[i * y.length + j]! += bump.weight * x[i]! * y[j]!
    }
    return out
  }
}

function rodEnds(ends: AxisEnds): RodEnds | null {
  if (ends === 'periodic') return 'periodic'
  const both = [ends.low, ends.high]
  if (both.every((end) => end.kind === 'flux' && end.flux === 0)) return 'insulated'
  return both.every((end) => end.kind === 'value' && end.value === 0) ? 'held' : null
}
