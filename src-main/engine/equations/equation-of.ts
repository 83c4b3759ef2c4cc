import { catalog } from '#core/catalog/index'
import { heatSde } from '#core/densities/particles/heat-sde'
import type { AxisEnds } from '#core/densities/transport'
import { heatParticles } from '#core/densities/witnesses/descriptions'
import type { Experiment } from '#core/experiment/document'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import { checkPayoff } from './backward/setting'
import { assembleEquation, type EquationModel } from './equation-model'

/**
 * An SDE or a field of a document, with the particles that it asks for beside a field. `root` is the subject's place.
 * Throws `Invalid`.
 */
export function equationOf(experiment: Experiment, root = 'experiment.subject'): EquationModel {
  const { subject, witnesses } = experiment
  if (subject.kind === 'generative') throw new Error('an SDE or a field was expected')
  const model = assembleEquation(subject, catalog, root)
  checkPayoff(experiment, model.dimension)
  const at = witnesses.findIndex(({ kind }) => kind === heatParticles.kind)
  const choice = witnesses[at]
  // What stands still has no particles, and an SDE has its own.
  if (choice === undefined || subject.kind !== 'field' || model.plan === null) return model
  const refuse = (why: string): never => {
    const place = `${root.replace(/subject$/, 'witnesses')}.${at}`
    throw new Invalid(place, `asks for particles, which ${why}; without them the field is shown as it is`)
  }
  if (model.plan.start.some((value) => value < 0))
    refuse('cannot be fewer than none, and the start is below 0')
  if (!(model.total > 0)) refuse('are drawn from the start, and it has no heat')
  if (model.domain.ends.some(letsIn)) refuse('come from nowhere, and heat comes in through an end')
  const { motion, particles } = withDefaults(heatParticles.params, choice)
  const problem = catalog.problem.find(({ kind }) => kind === subject.problem.kind)
  const equation = problem?.make(withDefaults(problem.params, subject.problem))
  if (equation?.time !== 'evolves') return model
  if (motion === 'flow' && subject.start.kind === 'point')
    refuse('are carried, and from a point all would take one path: choose noise or a start of some width')
  let conductivity
  try {
    conductivity = equation.conductivity(model.domain)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return refuse('come from nowhere, and the source makes heat')
  }
  const sde = motion === 'noise' ? heatSde(model.dimension, conductivity) : null
  return { ...model, sde, carried: sde === null ? conductivity : null, particles: Number(particles) }
}

/** Ends held at a value, but 0, or with a flux let heat in. */
function letsIn(ends: AxisEnds): boolean {
  if (ends === 'periodic') return false
  return [ends.low, ends.high].some((end) => (end.kind === 'value' ? end.value : end.flux) !== 0)
}
