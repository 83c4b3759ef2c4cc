import { entry } from '#core/params/entry'
import type { Process } from '#core/processes/process'
import type { Dynamics } from './dynamics'
import { reverseDynamics } from './reverse'

/**
 * The reverse family with a turn that preserves p_t: v = kappa g^2/2 J grad log p_t, J antisymmetric. Its flux is
 * p v = kappa g^2/2 J grad p, whose divergence sum J_ij d_i d_j p vanishes, so the Fokker–Planck equation does not see
 * it: paths turn around the modes, marginals stay. Needs two dimensions or three (there J turns about the z axis).
 */
export function rotatedDynamics(process: Process, lambda: number, kappa: number): Dynamics {
  const plain = reverseDynamics(process, lambda)
  return {
    ...plain,
    ...(kappa === 0 ? {} : { rotation: (t: number) => -0.5 * kappa * process.g2(t) }),
    equation: `${plain.equation} \\htmlClass{term-score}{{}- \\tfrac{\\kappa}{2} g^2 J\\nabla\\log p_t\\,dt}`,
  }
}

export const rotated = entry({
  kind: 'rotated',
  title: 'Turned flow',
  doc: 'The reverse family with a swirl along the level lines of the density: other paths, the same marginals.',
  source: 'Ma, Chen & Fox 2015, section 3 (antisymmetric part)',
  formula: 'v = -\\tfrac{\\kappa}{2}\\, g^2\\, J\\,\\nabla\\log p_t,\\quad \\nabla\\cdot(p_t v) = 0',
  params: {
    lambda: {
      kind: 'number',
      label: 'Noise strength',
      symbol: '\\lambda',
      doc: 'As in the reverse family: 0 is the flow, 1 the reverse SDE.',
      default: 0,
      min: 0,
      max: 5,
      soft: [0, 1],
      step: 0.01,
    },
    kappa: {
      kind: 'number',
      label: 'Turn',
      symbol: '\\kappa',
      doc: 'Strength of the swirl against the flow’s own pull; its sign is its sense. Large values need small steps.',
      default: 1,
      min: -20,
      max: 20,
      soft: [-4, 4],
      step: 0.1,
    },
  },
  make:
    ({ lambda, kappa }) =>
    (process: Process) =>
      rotatedDynamics(process, lambda, kappa),
})
