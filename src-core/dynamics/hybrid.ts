import { entry } from '#core/params/entry'
import type { Process } from '#core/processes/process'
import type { Dynamics } from './dynamics'
import { flowTex, reverseFamilyTex, twoLines } from './terms'
import { reverseDynamics } from './reverse'

/**
 * The reverse family with noise strength lambda while log-SNR is below `switchAt`, and the probability flow from there
 * to the data. Both have the marginals of the process, so where one takes over from the other does not matter to them.
 * A step that crosses the switch belongs to the side on which each of its evaluations lies.
 */
export function hybridDynamics(process: Process, lambda: number, switchAt: number): Dynamics {
  const noisy = reverseDynamics(process, lambda)
  const flow = reverseDynamics(process, 0)
  const switchesAt = process.tFromLogSnr(switchAt)
  const deterministic = lambda === 0 || process.logSnr(process.tMax) >= switchAt
  const side = (t: number): Dynamics => (process.logSnr(t) < switchAt ? noisy : flow)
  return {
    direction: 'reverse',
    linear: (t) => side(t).linear(t),
    score: (t) => side(t).score(t),
    noise: (t) => side(t).noise(t),
    deterministic,
    switchesAt,
    // The strength is 0 from the switch on, so it depends on time.
    equation: deterministic
      ? flowTex
      : twoLines(
          reverseFamilyTex('\\lambda_t'),
          `\\lambda_t = \\lambda\\ \\text{up to}\\ \\log\\mathrm{SNR} = ${Number(switchAt.toPrecision(3))},\\ \\text{then}\\ 0`,
        ),
  }
}

export const hybrid = entry({
  kind: 'hybrid',
  title: 'SDE, then ODE',
  doc: 'Noise above a chosen level, where it repairs errors; none below it, where it would blur. The marginals are the same.',
  source: 'Karras et al. 2022, section 4; Song et al. 2021, section 4',
  formula:
    'dx = \\big[f x - \\tfrac{1+\\lambda^2}{2} g^2 \\nabla\\log p_t\\big]dt + \\lambda g\\,d\\bar W,\\ \\lambda = 0\\ \\text{near the data}',
  params: {
    lambda: {
      kind: 'number',
      label: 'Noise strength',
      symbol: '\\lambda',
      doc: 'How much noise is put back above the switch; 1 is the reverse SDE.',
      default: 1,
      min: 0,
      max: 5,
      soft: [0, 1],
      step: 0.01,
    },
    switchAt: {
      kind: 'number',
      label: 'Switch at',
      symbol: '\\log\\tfrac{\\alpha^2}{\\sigma^2}',
      doc: 'The log-SNR where the noise stops: below it the run is an SDE, above it, closer to the data, an ODE.',
      default: 0,
      min: -20,
      max: 20,
      soft: [-6, 8],
      step: 0.1,
    },
  },
  make:
    ({ lambda, switchAt }) =>
    (process: Process) =>
      hybridDynamics(process, lambda, switchAt),
})
