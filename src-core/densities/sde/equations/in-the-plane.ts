import { noise, rate, sdeEntry, square } from './sde-equation'

export const rotatingOu = sdeEntry({
  kind: 'rotating-ou',
  title: 'Rotating Ornstein–Uhlenbeck',
  doc: 'A spring that turns: the stationary density is a Gaussian with a current that never rests.',
  source: 'Pavliotis 2014, section 4.8',
  formula: 'dX = \\begin{pmatrix}-a & w\\\\ -w & -a\\end{pmatrix} X\\,dt + \\sigma\\,dW',
  dimension: 2,
  params: {
    a: rate('Pull', 'a', 'How hard the spring pulls; below 0 nothing settles.', 0.6),
    w: rate('Turn', 'w', 'How fast it turns, in radians per unit of time.', 2),
    sigma: noise(0.8),
  },
  suggested: {
    domain: square(5),
    start: { kind: 'gaussian', x: 1.5, deviation: 0.4 },
    horizon: 4,
    steps: 200,
  },
  make: (parameters) => ({
    dimension: 2,
    interpretation: 'ito',
    drift: ['-a * x + w * y', '-w * x - a * y'],
    diffusion: [
      ['sigma', '0'],
      ['0', 'sigma'],
    ],
    parameters,
  }),
})

export const limitCycle = sdeEntry({
  kind: 'limit-cycle',
  title: 'Limit cycle',
  doc: 'Paths are drawn to a circle and run round it; noise blurs the circle and the phase.',
  source: 'Stuart & Landau; Strogatz 2015, section 7.1',
  formula: 'dX = X(1 - |X|^2)\\,dt + w X^{\\perp}dt + \\sigma\\,dW',
  dimension: 2,
  params: {
    w: rate('Turn', 'w', 'How fast paths run round the circle, in radians per unit of time.', 2),
    sigma: noise(0.4),
  },
  suggested: {
    domain: square(2.8),
    start: { kind: 'gaussian', x: 0.2, deviation: 0.2 },
    horizon: 6,
    steps: 300,
  },
  make: (parameters) => ({
    dimension: 2,
    interpretation: 'ito',
    drift: ['x * (1 - x^2 - y^2) - w * y', 'y * (1 - x^2 - y^2) + w * x'],
    diffusion: [
      ['sigma', '0'],
      ['0', 'sigma'],
    ],
    parameters,
  }),
})
