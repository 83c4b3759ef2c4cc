import { entry } from '#core/params/entry'
import type { Process } from '#core/processes/process'
import type { Dynamics } from './dynamics'
import { reverseDynamics } from './reverse'

/** The probability flow run from data to noise: what encodes data as noise (Song et al. 2021, section 4.3). */
export function forwardFlowDynamics(process: Process): Dynamics {
  return { ...reverseDynamics(process, 0), direction: 'forward' }
}

export const forwardFlow = entry({
  kind: 'forward-flow',
  title: 'Forward flow',
  doc: 'The probability flow from data to noise: each point gets the noise from which the flow would make it.',
  source: 'Song et al. 2021, section 4.3; Chen et al. 2018',
  formula: '\\dot x = f x - \\tfrac12 g^2 \\nabla\\log p_t',
  params: {},
  make: () => forwardFlowDynamics,
})
