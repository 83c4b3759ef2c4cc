import { catalog } from '#core/catalog/index'
import { evenTimes } from '#core/densities/evolve'
import { finiteField } from '#core/densities/problems/formula-field'
import type { Sde } from '#core/densities/sde/sde'
import type { AxisEnds } from '#core/densities/transport'
import { backwardValue } from '#core/densities/witnesses/descriptions'
import type { Experiment, Seeds } from '#core/experiment/document'
import { compileFormula } from '#core/numeric/formula'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import { assembleEquation } from '../equation-model'
import { endsOf } from '../states'
import { withPaths } from '../with-paths'
import { mostAcross, openAt, reach, type WideAxis, widened } from './window'

/** Moments over the whole horizon, however many steps the document has */
const MOMENTS = { line: { least: 200, most: 400 }, plane: { least: 40, most: 80 } } as const

export interface Payoff {
  readonly text: string
  /** Where it stands, for sentences */
  readonly path: string
}

/** What is asked backwards, of what equation, on which grid. */
export interface BackwardSetting {
  readonly sde: Sde
  /** y is 0 on a line */
  readonly payoff: (x: number, y: number) => number
  readonly axes: readonly WideAxis[]
  readonly ends: readonly AxisEnds[]
  /** Moments from 0 to the horizon */
  readonly times: Float64Array
  /** Steps of the document's run */
  readonly steps: number
  readonly seed: number
  /** What the ends that are no window's do to points [n, d] after a step from `before` */
  readonly move: (x: Float64Array, before: Float64Array) => void
}

/** The payoff that a document asks for by its witness, else the default one. */
export function payoffOf({ witnesses }: Experiment): Payoff {
  const at = witnesses.findIndex(({ kind }) => kind === backwardValue.kind)
  const { payoff } = withDefaults(backwardValue.params, witnesses[at] ?? { kind: backwardValue.kind })
  return {
    text: typeof payoff === 'string' ? payoff : '',
    path: at < 0 ? 'payoff' : `experiment.witnesses.${at}.payoff`,
  }
}

/** The payoff as a function of x and y; throws `Invalid` where it stands. */
export function compilePayoff({ text, path }: Payoff, dimension: 1 | 2): (x: number, y: number) => number {
  const { maxLength, variables } = backwardValue.params.payoff
  if (text.trim() === '' || text.length > maxLength)
    throw new Invalid(path, `is not usable; a formula of 1 to ${maxLength} letters was expected`)
  return finiteField(compileFormula(text, variables.slice(0, dimension), path), text, path, dimension)
}

/** Throws `Invalid` for a document that asks for a payoff which cannot be read. */
export function checkPayoff(experiment: Experiment, dimension: 1 | 2): void {
  if (experiment.witnesses.some(({ kind }) => kind === backwardValue.kind))
    compilePayoff(payoffOf(experiment), dimension)
}

/**
 * Held ends of the document's domain are those of a window: the grid goes on behind them as far as paths do. Throws
 * `Invalid` for another kind of subject, and for a payoff that cannot be read.
 */
export function backwardSetting(
  { subject: open }: Experiment,
  { path: seed }: Seeds,
  payoff: Payoff,
): BackwardSetting {
  const subject = withPaths(open)
  const { sde, domain, dimension } = assembleEquation(subject, catalog)
  if (sde === null) throw new Error('an equation with noise has paths')
  const value = compilePayoff(payoff, dimension)
  const window = domain.grid.axes
  const where = dimension === 1 ? 'line' : 'plane'
  const times = evenTimes(subject.horizon, momentsOf(subject.steps, MOMENTS[where]))
  const move = endsOf(
    window.map((axis, i) => openAt(axis, domain.ends[i]!)),
    domain.ends,
  )
  const far = reach(sde, window, times, move)
  const axes = window.map((axis, i) => widened(axis, far[i]!, mostAcross[where]))
  return { sde, payoff: value, axes, ends: domain.ends, times, steps: subject.steps, seed, move }
}

/** Between the document's steps where it has few */
function momentsOf(
  steps: number,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  return steps > most ? most : steps * Math.ceil(least / steps)
}
