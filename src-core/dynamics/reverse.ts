import { entry } from '#core/params/entry'
import type { Process } from '#core/processes/process'
import type { Dynamics } from './dynamics'
import { flowTex, reverseFamilyTex } from './terms'

/**
 * dx = [f x - (1 + lambda^2)/2 g^2 score] dt + lambda g dW, run from noise to data. All members have the marginals of
 * the forward process: lambda = 0 is the probability flow (Song et al. 2021, equation 13), lambda = 1 Anderson's
 * reverse SDE (1982); between and beyond, Zhang & Chen 2023, equation 6.
 */
export function reverseDynamics(process: Process, lambda: number): Dynamics {
  return {
    direction: 'reverse',
    linear: (t) => process.f(t),
    score: (t) => -0.5 * (1 + lambda * lambda) * process.g2(t),
    noise: (t) => lambda * Math.sqrt(process.g2(t)),
    deterministic: lambda === 0,
    equation: lambda === 0 ? flowTex : reverseFamilyTex('\\lambda'),
  }
}

export const reverse = entry({
  kind: 'reverse',
  title: 'Reverse family',
  doc: 'From noise to data: the probability flow at lambda = 0, the reverse SDE at lambda = 1, all with the same marginals.',
  source: 'Anderson 1982; Song et al. 2021, section 4',
  formula: 'dx = \\big[f x - \\tfrac{1+\\lambda^2}{2} g^2 \\nabla\\log p_t\\big]dt + \\lambda g\\,d\\bar W',
  params: {
    lambda: {
      kind: 'number',
      label: 'Noise strength',
      symbol: '\\lambda',
      doc: 'How much noise is put back at each step. 0 is the ODE, 1 the reverse SDE; the marginals are the same for all.',
      default: 1,
      min: 0,
      max: 5,
      soft: [0, 1],
      step: 0.01,
    },
  },
  make:
    ({ lambda }) =>
    (process: Process) =>
      reverseDynamics(process, lambda),
})
