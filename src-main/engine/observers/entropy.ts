import { heatSde } from '#core/densities/particles/heat-sde'
import type { Sde } from '#core/densities/sde/sde'
import type { AxisEnds } from '#core/densities/transport'
import type { Experiment } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import { catalog } from '#core/catalog/index'
import { entropyBalance } from '#core/measures/grid/entropy-balance'
import { entropy, fisherInformation } from '#core/measures/grid/information'
import { cellSize, centrePoints, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { EntropyCourse } from '#core/protocol/entropy'
import { assemble, type Model } from '../assemble'
import { closedFormOf } from '../equations/closed-form'
import { assembleEquation, type EquationModel } from '../equations/equation-model'
import { gridStates } from '../equations/states'
import { type WitnessGrid, witnessGridOf } from '../equations/witness-grid'

/** Stretches of a run at most; both sides of the identity are compared over each. */
const MOST = 120
/** Moments at which the identity's right side is computed, for its integral over the stretches */
const MOST_MOMENTS = 400
/** Cells resolve a density whose mean square slope of log p, times the square of a cell, stays below this: about three cells a deviation. */
const SLOPE = 0.12

/** One moment as both kinds of subject give it; null: not to be shown, since its clock is not finite. */
interface Moment {
  readonly step: number
  readonly u: number
  readonly entropy: number
  readonly exact: number
  readonly information: number
  /** dH/du by the identity */
  readonly rate: number
  readonly resolved: boolean
}

/** See `EntropyCourse`. Throws `Invalid` for what has no density on a grid, or none whose mass is kept. */
export function entropyCourse(experiment: Experiment, networks: NetworkTable): EntropyCourse {
  const { subject } = experiment
  if (subject.kind !== 'generative') return courseOf('time', ofEquation(assembleEquation(subject, catalog)))
  const model = assemble(subject, catalog, undefined, networks)
  const witness = witnessGridOf(experiment, model)
  if (witness === null)
    throw new Invalid('experiment.witnesses', 'have no density on a grid; "density-grid" was expected')
  return courseOf('log-snr', ofModel(model, witness))
}

function courseOf(clock: EntropyCourse['clock'], all: Iterable<Moment>): EntropyCourse {
  const every = [...all]
  const stride = Math.ceil((every.length - 1) / MOST)
  const moments = every.filter((_, i) => i % stride === 0 || i === every.length - 1)
  const column = (of: keyof Moment): Float64Array =>
    Float64Array.from(moments, (moment) => Number(moment[of]))
  const count = Math.max(0, moments.length - 1)
  const [left, right] = [new Float64Array(count), new Float64Array(count)]
  let [apart, whole, resolved, exactApart] = [0, 0, 0, -Infinity]
  for (const { exact, entropy: own } of moments)
    if (!Number.isNaN(exact)) exactApart = Math.max(exactApart, Math.abs(exact - own))
  for (let k = 0; k < count; k++) {
    const part = every.slice(k * stride, Math.min(every.length, (k + 1) * stride + 1))
    const [from, to] = [part[0]!, part.at(-1)!]
    const du = to.u - from.u
    let sum = 0
    for (let i = 1; i < part.length; i++)
      sum += 0.5 * (part[i - 1]!.rate + part[i]!.rate) * (part[i]!.u - part[i - 1]!.u)
    const fine = part.every((moment) => moment.resolved)
    left[k] = fine ? (to.entropy - from.entropy) / du : NaN
    right[k] = fine ? sum / du : NaN
    if (!fine) continue
    resolved++
    apart += Math.abs(to.entropy - from.entropy - sum)
    whole += Math.abs(sum)
  }
  return {
    clock,
    u: column('u'),
    step: column('step'),
    entropy: column('entropy'),
    exact: column('exact'),
    information: column('information'),
    left,
    right,
    apart: apart / Math.max(whole, 1e-2),
    resolved,
    exactApart: exactApart < 0 ? null : exactApart,
  }
}

const shownOf = (steps: number): ((step: number) => boolean) => {
  const stride = Math.ceil(steps / MOST_MOMENTS)
  return (step) => step % stride === 0 || step === steps
}

function ofMass(p: Float64Array, grid: Grid): Float64Array {
  const mass = cellSize(grid) * p.reduce((sum, value) => sum + value, 0)
  return p.map((value) => value / mass)
}

const resolves = (information: number, grid: Grid): boolean =>
  grid.axes.every((axis) => (information * spacing(axis) ** 2) / grid.axes.length < SLOPE)

function* ofEquation(model: EquationModel): Generator<Moment, void, undefined> {
  const { subject, domain, times, plan } = model
  const { grid, ends } = domain
  if (plan === null)
    throw new Invalid(
      'experiment.subject.problem.kind',
      'stands still; one that goes through time was expected',
    )
  const rate = entropyBalance(lawOf(model), grid, ends)
  const closed = closedFormOf(model)
  const shown = shownOf(times.length - 1)
  if (subject.kind === 'field' && plan.start.some((value) => value < 0))
    throw new Invalid('experiment.subject.start', 'is below 0; a density, which has an entropy, was expected')
  for (const { step, t, arrays } of gridStates(model)) {
    if (!shown(step)) continue
    const p = ofMass(arrays[0]!, grid)
    const exact = closed?.(step) ?? null
    const information = fisherInformation(p, grid)
    yield {
      step,
      u: t,
      entropy: entropy(p, grid),
      exact: exact === null ? NaN : entropy(ofMass(exact, grid), grid),
      information,
      rate: rate(p, t),
      resolved: resolves(information, grid),
    }
  }
}

/** The equation whose density the grid carries: that of the document, or of particles that spread as heat. */
function lawOf({ subject, sde, domain }: EquationModel): Sde {
  if (subject.kind === 'sde' && sde !== null) return sde
  const refuse = (what: string): never => {
    throw new Invalid('experiment.subject', `${what}; entropy is of a density, which keeps its mass`)
  }
  if (!domain.ends.every(keepsAll)) refuse('lets heat in or out through an end')
  if (subject.kind !== 'field') throw new Error('an SDE or a field was expected')
  const problem = catalog.problem.find(({ kind }) => kind === subject.problem.kind)
  const equation = problem?.make(withDefaults(problem.params, subject.problem))
  if (equation?.time !== 'evolves') throw new Error('a field that goes through time was expected')
  try {
    return heatSde(domain.grid.axes.length === 1 ? 1 : 2, equation.conductivity(domain))
  } catch (error) {
    if (error instanceof Invalid) refuse('has a source that makes heat')
    throw error
  }
}

const keepsAll = (ends: AxisEnds): boolean =>
  ends === 'periodic' || [ends.low, ends.high].every((end) => end.kind === 'flux' && end.flux === 0)

/**
 * In data coordinates dH/dt = d f + g^2 I / 2 for the true density, whichever way it runs; with another score s in the
 * drift dH/dt = d f - (1 + lambda^2)/2 g^2 E[div s] - lambda^2/2 g^2 I. Per unit of the log-SNR, on which
 * dt = -sigma^2/g^2 dl, all of it stays within bounds.
 */
function* ofModel(model: Model, witness: WitnessGrid): Generator<Moment, void, undefined> {
  const { process, times, dynamics } = model
  const { grid, plan, drift, lambda } = witness
  const d = grid.axes.length
  const shown = shownOf(times.length - 1)
  const wrong = dynamics.direction === 'reverse' && drift.truth !== undefined
  for (const { step, arrays } of witness.states()()) {
    const t = times[step]!
    const u = process.logSnr(t)
    if (!shown(step) || !Number.isFinite(u) || process.sigma(t) === 0) continue
    const p = ofMass(arrays[0]!, plan.problem.grid)
    const rho = witness.rho(step)
    const scaled = fisherInformation(p, grid)
    const information = scaled / rho ** 2
    const noise = process.sigma(t) ** 2
    const pull = (d * process.f(t) * noise) / process.g2(t)
    const spread = wrong
      ? -0.5 * (1 + lambda * lambda) * meanDivergence(witness, p, [process.alpha(t), process.sigma(t)], rho) -
        0.5 * lambda * lambda * information
      : 0.5 * information
    const stretch = d * Math.log(rho)
    yield {
      step,
      u,
      entropy: entropy(p, grid) + stretch,
      exact: entropy(witness.exact(step), grid) + stretch,
      information,
      rate: -pull - noise * spread,
      resolved: resolves(scaled, grid),
    }
  }
}

/** E[div s] of the drift's score in data coordinates, by parts: -int s . grad p. */
function meanDivergence(
  { grid, drift }: WitnessGrid,
  p: Float64Array,
  [alpha, sigma]: readonly [number, number],
  rho: number,
): number {
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const x = centrePoints(grid).map((y) => rho * y)
  const s = new Float64Array(x.length)
  drift.at(alpha, sigma).score(s, x, nx * ny)
  let sum = 0
  for (let axis = 0; axis < d; axis++) {
    const [jump, count] = axis === 0 ? [ny, nx] : [1, ny]
    const width = 2 * rho * spacing(grid.axes[axis]!)
    for (let i = 0; i < nx; i++)
      for (let j = 0; j < ny; j++) {
        const at = i * ny + j
        const k = axis === 0 ? i : j
        const above = k + 1 < count ? p[at + jump]! : 0
        const below = k > 0 ? p[at - jump]! : 0
        sum -= (s[at * d + axis]! * (above - below)) / width
      }
  }
  return cellSize(grid) * sum
}
