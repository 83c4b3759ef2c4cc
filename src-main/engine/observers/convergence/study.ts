import type { Catalog } from '#core/catalog/catalog'
import { type CurvePoint, fitCurve, margin } from '#core/measures/convergence/curve'
import { strongError, weakError } from '#core/measures/convergence/errors'
import type { StudyCurve, StudyEvent, StudyPoint } from '#core/protocol/study'
import type { Capabilities } from '#core/samplers/sampler'
import type { Model } from '../../assemble'
import type { PlannedSampler, StudyPlan } from './plan'
import { endOf, flowReference, pathReference, type Reference } from './reference'

/**
 * Runs a study and tells each result as soon as it is there: the reference, then every sampler from few steps to many,
 * then its orders. Strong errors compare particle by particle on the same start and the same Brownian path.
 */
export function* convergenceStudy(plan: StudyPlan, catalog: Catalog): Generator<StudyEvent, void, undefined> {
  const references = new Map<Equation, Reference>()
  for (const sampler of plan.samplers) {
    const first = sampler.runs[0]!.model
    const kind = equationOf(first)
    let reference = references.get(kind)
    if (reference === undefined) {
      reference = kind === 'path' ? pathReference(plan, sampler, catalog) : flowReference(first, plan.seeds)
      references.set(kind, reference)
      yield { kind: 'reference', name: reference.name, error: reference.error }
    }
    const points: StudyPoint[] = []
    for (const { steps, model } of sampler.runs) {
      const point = measure(sampler, steps, model, plan, reference)
      points.push(point)
      yield { kind: 'point', point }
    }
    yield { kind: 'curve', curve: curveOf(sampler, points) }
  }
}

type Equation = StudyCurve['on']

/** A flow's method solves the flow whatever the dynamics; others solve the dynamics, which may have no noise. */
function equationOf({ sampler, dynamics }: Model): Equation {
  if (sampler.capabilities.equation === 'flow') return 'flow'
  return dynamics.deterministic ? 'ode' : 'path'
}

/** What a whole run of the method should show, its own first steps included. */
function claimedOrder(equation: Equation, { ode, sde, ownStart }: Capabilities['order']): number | null {
  return equation === 'path' ? sde : (ownStart ?? ode)
}

function measure(
  { name }: PlannedSampler,
  steps: number,
  model: Model,
  plan: StudyPlan,
  reference: Reference,
): StudyPoint {
  const d = model.distribution.dimension
  const { x, nfe } = endOf(model, plan.seeds)
  if (!x.every(Number.isFinite))
    return {
      sampler: name,
      steps,
      nfe,
      strong: null,
      strongSolid: false,
      weak: null,
      weakError: null,
      weakSolid: false,
    }
  const strong = strongError(x, reference.x, d)
  const scale = Math.sqrt(model.distribution.variance)
  const weak = weakError(x, reference.x, d, scale)
  return {
    sampler: name,
    steps,
    nfe,
    strong,
    strongSolid: strong >= margin * reference.error,
    weak: weak.value,
    weakError: weak.error,
    weakSolid: weak.value >= margin * Math.max(weak.error, reference.error / scale),
  }
}

function curveOf({ name, runs }: PlannedSampler, points: readonly StudyPoint[]): StudyCurve {
  const { capabilities } = runs[0]!.model.sampler
  const cost = (point: StudyPoint): number =>
    capabilities.evaluationsPerStep === null ? point.nfe : point.steps
  const of = (error: 'strong' | 'weak', solid: 'strongSolid' | 'weakSolid') =>
    fitCurve(
      points.map((point): CurvePoint => ({
        cost: cost(point),
        error: point[error] ?? 0,
        solid: point[solid],
      })),
    )
  const model = runs[0]!.model
  return {
    sampler: name,
    strong: of('strong', 'strongSolid'),
    weak: of('weak', 'weakSolid'),
    on: equationOf(model),
    claimed: claimedOrder(equationOf(model), capabilities.order),
  }
}
