import type { Catalog } from '#core/catalog/catalog'
import type { AnyEntry } from '#core/params/entry'
import type { Domain } from '#core/densities/domains/domain'
import { type DensityPlan, evenTimes } from '#core/densities/evolve'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { compileSde, type Sde } from '#core/densities/sde/sde'
import type { Transport } from '#core/densities/transport'
import type { Conductivity } from '#core/densities/problems/heat'
import type { Start } from '#core/densities/starts/start'
import type { FieldSubject, SdeSubject } from '#core/experiment/document'
import { cellSize } from '#core/numeric/grids/grid'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import { quickest } from '../grids/explicit-kernel'

export type EquationSubject = SdeSubject | FieldSubject

/** What an SDE or a field of a document stands for. */
export interface EquationModel {
  readonly subject: EquationSubject
  readonly dimension: 1 | 2
  readonly domain: Domain
  readonly start: Start
  /** What drives the particles; null for a field without them, or that carries them */
  readonly sde: Sde | null
  /** [N + 1] from 0 to the horizon */
  readonly times: Float64Array
  /** The density or the temperature on the grid; null for a field that stands still */
  readonly plan: DensityPlan | null
  /** The field that stands still, [cells] */
  readonly standing: Float64Array | null
  readonly particles: number
  /** Of particles that the field's own flux carries, without noise; null where there are none */
  readonly carried: Conductivity | null
  /** What all particles together stand for: the mass of the start, 1 where there is no start */
  readonly total: number
  /** TeX */
  readonly formula: string
}

/** Share of the mass that may go through held ends of an SDE's window before the run is refused */
const MAY_LEAVE = 0.01

/** Throws `Invalid` with a path below `root`, the subject's place in its document. The subject must have been parsed. */
export function assembleEquation(
  subject: EquationSubject,
  catalog: Catalog,
  root = 'experiment.subject',
): EquationModel {
  const found = <Made>(entries: readonly AnyEntry<Made>[], choice: Choice): AnyEntry<Made> => {
    const entry = entries.find(({ kind }) => kind === choice.kind)
    if (entry === undefined)
      throw new Invalid('kind', `is "${choice.kind}", which the catalogue does not have`)
    return entry
  }
  const make = <Made>(entries: readonly AnyEntry<Made>[], section: string, choice: Choice): Made =>
    within(section, () => {
      const entry = found(entries, choice)
      return entry.make(withDefaults(entry.params, choice))
    })
  return within(root, () => {
    const domain = make(catalog.domain, 'domain', subject.domain)
    const dimension = domain.grid.axes.length
    const start = make(catalog.start, 'start', subject.start)
    const scheme = make(catalog.scheme, 'scheme', subject.scheme)
    const times = evenTimes(subject.horizon, subject.steps)
    const shared = { subject, dimension, domain, start, times }
    if (subject.kind === 'field') {
      const equation = make(catalog.problem, 'problem', subject.problem)
      const { formula = '' } = found(catalog.problem, subject.problem)
      const nothing = { sde: null, particles: 0, carried: null, total: 1, formula }
      if (equation.time === 'stands') {
        const standing = named('problem', () => equation.solve(domain))
        // A picture that stands: two moments, so that there is a clock.
        return { ...shared, ...nothing, times: evenTimes(1, 1), plan: null, standing }
      }
      const problem = named('problem', () => equation.transport(domain))
      const plan = {
        problem,
        scheme: quickest(scheme, problem),
        start: start.averages(domain.grid),
        times,
      }
      return { ...shared, ...nothing, total: massOf(plan), plan, standing: null }
    }
    const entry = catalog.equation.find(({ kind }) => kind === subject.equation.kind)
    if (entry === undefined)
      throw new Invalid('equation.kind', `is "${subject.equation.kind}", which the catalogue does not have`)
    if (entry.dimension !== dimension)
      throw new Invalid(
        'domain.kind',
        `is "${subject.domain.kind}"; "${entry.dimension === 1 ? 'line' : 'plane'}" was expected, since the equation has ${entry.dimension === 1 ? 'one dimension' : 'two dimensions'}`,
      )
    const names = namesOf(subject.equation.kind)
    const sde = named('equation', () => compileSde(make([entry], 'equation', subject.equation)), names)
    const law = fokkerPlanck(domain.grid, domain.ends, sde)
    const problem: Transport = {
      ...law,
      // A coefficient may leave the numbers at any time.
      faces: (axis, t, velocity, diffusivity) =>
        named('equation', () => law.faces(axis, t, velocity, diffusivity), names),
    }
    const open = domain.ends.some((ends) => ends !== 'periodic' && [ends.low, ends.high].some(absorbs))
    const plan = {
      problem,
      scheme: quickest(scheme, problem),
      start: start.averages(domain.grid),
      times,
      ...(open ? { mayLeave: MAY_LEAVE } : {}),
    }
    tryFaces(plan)
    const { particles } = subject
    const total = massOf(plan)
    if (!(total > 0))
      throw new Invalid(
        'start',
        'has no mass on the domain; one inside of it, or another domain, was expected',
      )
    return {
      ...shared,
      sde,
      plan,
      standing: null,
      particles,
      carried: null,
      total,
      formula: entry.formula ?? '',
    }
  })
}

const massOf = ({ problem, start }: DensityPlan): number =>
  cellSize(problem.grid) * start.reduce((sum, value) => sum + value, 0)

const absorbs = (end: { readonly kind: string; readonly value?: number }): boolean => end.kind === 'value'

/** Coefficients of the first moment, so that what is not finite is refused before anything runs. */
function tryFaces({ problem, times }: DensityPlan): void {
  problem.grid.axes.forEach((axis, i) => {
    const cells = problem.grid.axes.reduce((product, { count }) => product * count, 1)
    const faces = (axis.count + 1) * (cells / axis.count)
    problem.faces(i as 0 | 1, times[0]!, new Float64Array(faces), new Float64Array(faces))
  })
}

/** Fields of a typed equation by the places under which the compiler knows them. */
function namesOf(kind: string): Readonly<Record<string, string>> {
  if (kind === 'formula-line')
    return { 'drift.0': 'drift', 'diffusion.0.0': 'diffusion', 'diffusion.0': 'diffusion' }
  return {
    'drift.0': 'driftX',
    'drift.1': 'driftY',
    'diffusion.0.0': 'xx',
    'diffusion.0.1': 'xy',
    'diffusion.1.0': 'yx',
    'diffusion.1.1': 'yy',
    'diffusion.0': 'xx',
    'diffusion.1': 'yy',
  }
}

/** Errors of core parts that do not know the document: their places become fields of `section`. */
function named<Made>(section: string, act: () => Made, names: Readonly<Record<string, string>> = {}): Made {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    // How many cells there are is the domain's, whoever cannot take them.
    if (error.path === 'cells') throw error.within('domain')
    const place = error.path.replace(/^(sde|equation|problem)\.?/, '')
    const field = names[place] ?? place
    throw new Invalid([section, field].filter((part) => part !== '').join('.'), error.problem)
  }
}

function within<Made>(path: string, act: () => Made): Made {
  try {
    return act()
  } catch (error) {
    throw error instanceof Invalid ? error.within(path) : error
  }
}
