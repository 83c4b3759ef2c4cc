import type { ChoiceParam, TextParam } from '#core/params/param'
import type { SdeFormulas } from '../sde'
import { interval, sdeEntry, square } from './sde-equation'

const formula = (label: string, doc: string, fallback: string, variables: readonly string[]): TextParam => ({
  kind: 'text',
  label,
  doc,
  as: 'formula',
  variables,
  maxLength: 400,
  default: fallback,
})
const interpretation: ChoiceParam = {
  kind: 'choice',
  label: 'Noise read as',
  doc: 'Itô takes the noise at the beginning of each step, Stratonovich in its middle; they differ where noise depends on the place.',
  default: 'ito',
  options: [
    { value: 'ito', label: 'Itô' },
    { value: 'stratonovich', label: 'Stratonovich' },
  ],
}
const read = (value: string): SdeFormulas['interpretation'] =>
  value === 'stratonovich' ? 'stratonovich' : 'ito'

const onLine = ['x', 't'] as const
export const typedOnLine = sdeEntry({
  kind: 'formula-line',
  title: 'Typed, on the line',
  doc: 'Any drift and noise typed as formulas in x and t.',
  source: 'Itô 1944; Stratonovich 1966',
  formula: 'dX = \\mu(X, t)\\,dt + S(X, t)\\,dW',
  dimension: 1,
  params: {
    drift: formula('Drift', 'Mean velocity of a path at x and t.', '-x', onLine),
    diffusion: formula('Noise', 'What multiplies the Brownian motion at x and t.', '0.4 + 0.3 * x^2', onLine),
    interpretation,
  },
  suggested: {
    domain: interval(-6, 6),
    start: { kind: 'gaussian', x: 1, deviation: 0.2 },
    horizon: 2,
    steps: 200,
  },
  make: ({ drift, diffusion, interpretation: as }) => ({
    dimension: 1,
    interpretation: read(as),
    drift: [drift],
    diffusion: [[diffusion]],
  }),
})

const inPlane = ['x', 'y', 't'] as const
export const typedInPlane = sdeEntry({
  kind: 'formula-plane',
  title: 'Typed, in the plane',
  doc: 'Any drift and any 2 × 2 matrix of noise typed as formulas in x, y and t.',
  source: 'Itô 1944; Stratonovich 1966',
  formula: 'dX = \\mu(X, t)\\,dt + S(X, t)\\,dW,\\quad D = S S^{\\mathsf T}',
  dimension: 2,
  params: {
    driftX: formula('Drift along x', 'Mean velocity along x.', '-x + y', inPlane),
    driftY: formula('Drift along y', 'Mean velocity along y.', '-x - y', inPlane),
    xx: formula('S_xx', 'First motion’s part along x.', '0.8', inPlane),
    xy: formula('S_xy', 'Second motion’s part along x.', '0.3', inPlane),
    yx: formula('S_yx', 'First motion’s part along y.', '0', inPlane),
    yy: formula('S_yy', 'Second motion’s part along y.', '0.5', inPlane),
    interpretation,
  },
  suggested: {
    domain: square(4),
    start: { kind: 'gaussian', x: 1.5, deviation: 0.4 },
    horizon: 3,
    steps: 200,
  },
  make: ({ driftX, driftY, xx, xy, yx, yy, interpretation: as }) => ({
    dimension: 2,
    interpretation: read(as),
    drift: [driftX, driftY],
    diffusion: [
      [xx, xy],
      [yx, yy],
    ],
  }),
})
