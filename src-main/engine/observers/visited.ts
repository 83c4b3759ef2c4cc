import { catalog } from '#core/catalog/index'
import type { GenerativeSubject } from '#core/experiment/document'
import { withDefaults } from '#core/params/defaults'
import { isDiscrete } from '#core/processes/discrete/ddpm'
import type { Process } from '#core/processes/process'
import type { VisitedTable } from '#core/protocol/visited'
import { type VisitedStep, visitedSteps } from '#core/processes/discrete/visited-steps'
import { levelAt } from '#core/samplers/level'
import type { Model } from '../assemble'

/** Points of the curve of a process that is not a chain */
const EVEN = 257

/** Every step of a run with its coefficients, from noise to data whichever way the run goes. */
export function visitedTable(model: Model, subject: GenerativeSubject): VisitedTable {
  const { process } = model
  const times = model.dynamics.direction === 'reverse' ? model.times : model.times.slice().reverse()
  const steps = visitedSteps(
    Array.from(times, (t) => levelAt(process, t)),
    endsAtZero(subject),
  )
  const column = (of: (step: VisitedStep) => number): Float64Array => Float64Array.from(steps, of)
  const chain = isDiscrete(process) ? process.discrete : null
  return {
    chain,
    training: trainingGrid(process, chain?.betas.length ?? EVEN),
    t: column((step) => step.t),
    next: column((step) => step.next ?? NaN),
    signal: column((step) => process.alpha(step.t)),
    noise: column((step) => process.sigma(step.t)),
    logSnr: column((step) => step.logSnr),
    gain: column((step) => (step.next === null ? Infinity : process.logSnr(step.next) - step.logSnr)),
    alphaBar: column((step) => step.alphaBar),
    alphaBarNext: column((step) => step.alphaBarNext),
    beta: column((step) => step.beta),
    betaTilde: column((step) => step.betaTilde),
    ofData: column((step) => step.ofData),
    ofState: column((step) => step.ofState),
    oneStepLogSnr: chain === null ? null : oneStepEnd(steps, chain.betas),
  }
}

function endsAtZero({ grid }: GenerativeSubject): boolean {
  const params = catalog.grid.find((entry) => entry.kind === grid.kind)?.params ?? {}
  return withDefaults(params, grid)['toZero'] === true
}

function trainingGrid(process: Process, count: number): VisitedTable['training'] {
  const { tMin, tMax } = process
  const t = Float64Array.from({ length: count }, (_, i) => tMin + (i / (count - 1)) * (tMax - tMin))
  t[count - 1] = tMax
  return { t, logSnr: t.map((at) => process.logSnr(at)) }
}

/**
 * Where the chain stands whose steps are beta_t of the visited timesteps alone: alpha_bar is the product of 1 - beta_t,
 * read as the signal that such a forward chain would leave. Null where no step jumps over a timestep.
 */
function oneStepEnd(steps: readonly VisitedStep[], betas: Float64Array): number | null {
  const jumps = steps.some(({ t, next }) => next !== null && t - next > 1)
  if (!jumps) return null
  const kept = steps.reduce((sum, { t }) => sum + Math.log1p(-betas[Math.round(t)]!), 0)
  return kept - Math.log(-Math.expm1(kept))
}
