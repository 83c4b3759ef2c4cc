import { entry } from '#core/params/entry'
import type { Process } from '#core/processes/process'
import type { Dynamics } from './dynamics'

/** dx = f x dt + g dW from data to noise (Song et al. 2021, equation 5). */
export function forwardDynamics(process: Process): Dynamics {
  return {
    direction: 'forward',
    linear: (t) => process.f(t),
    score: () => 0,
    noise: (t) => Math.sqrt(process.g2(t)),
    deterministic: false,
    equation: 'dx = \\htmlClass{term-drift}{f(t)\\,x\\,dt} + \\htmlClass{term-noise}{g(t)\\,dW}',
  }
}

export const forward = entry({
  kind: 'forward',
  title: 'Forward SDE',
  doc: 'From data to noise: what a diffusion model learns to undo.',
  source: 'Song et al. 2021, equation 5',
  formula: 'dx = f(t)\\,x\\,dt + g(t)\\,dW',
  params: {},
  make: () => forwardDynamics,
})
