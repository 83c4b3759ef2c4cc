import type { SdeFormulas } from './sde'

/** An equation to start from. */
export interface SdePreset {
  readonly kind: string
  readonly title: string
  readonly doc: string
  readonly formulas: SdeFormulas
  /** Where all paths start, [d]; a density starts as a Gaussian about it with this deviation. */
  readonly start: readonly number[]
  readonly startDeviation: number
  readonly horizon: number
  /** Box that the grid covers, one pair an axis */
  readonly box: readonly (readonly [number, number])[]
}

const square = (reach: number): readonly (readonly [number, number])[] => [
  [-reach, reach],
  [-reach, reach],
]

export const sdePresets: readonly SdePreset[] = [
  {
    kind: 'brownian',
    title: 'Brownian motion',
    doc: 'No drift: the density is the heat kernel, and its variance grows with time.',
    formulas: {
      dimension: 1,
      interpretation: 'ito',
      drift: ['0'],
      diffusion: [['sigma']],
      parameters: { sigma: 1 },
    },
    start: [0],
    startDeviation: 0.2,
    horizon: 2,
    box: [[-8, 8]],
  },
  {
    kind: 'ornstein-uhlenbeck',
    title: 'Ornstein–Uhlenbeck',
    doc: 'A spring in noise: every start tends to the Gaussian of variance sigma^2 / (2 theta).',
    formulas: {
      dimension: 1,
      interpretation: 'ito',
      drift: ['-theta * x'],
      diffusion: [['sigma']],
      parameters: { theta: 0.5, sigma: 1 },
    },
    start: [2],
    startDeviation: 0.2,
    horizon: 6,
    box: [[-6, 6]],
  },
  {
    kind: 'double-well',
    title: 'Double well',
    doc: 'Two valleys and a hill: quick settling inside a valley, rare crossings between them.',
    formulas: {
      dimension: 1,
      interpretation: 'ito',
      drift: ['x - x^3'],
      diffusion: [['sigma']],
      parameters: { sigma: 0.7 },
    },
    start: [0.3],
    startDeviation: 0.2,
    horizon: 16,
    box: [[-3, 3]],
  },
  {
    kind: 'geometric-brownian',
    title: 'Geometric Brownian motion',
    doc: 'Noise in proportion to the value, which stays positive: X = X_0 exp((mu - sigma^2/2) t + sigma W).',
    formulas: {
      dimension: 1,
      interpretation: 'ito',
      drift: ['mu * x'],
      diffusion: [['sigma * x']],
      parameters: { mu: 0.5, sigma: 0.4 },
    },
    start: [1],
    startDeviation: 0.1,
    horizon: 1,
    box: [[0, 8]],
  },
  {
    kind: 'rotating-ou',
    title: 'Rotating Ornstein–Uhlenbeck',
    doc: 'A spring that turns: the stationary density is a Gaussian with a current that never rests.',
    formulas: {
      dimension: 2,
      interpretation: 'ito',
      drift: ['-a * x + w * y', '-w * x - a * y'],
      diffusion: [
        ['s', '0'],
        ['0', 's'],
      ],
      parameters: { a: 0.6, w: 2, s: 0.8 },
    },
    start: [1.5, 0],
    startDeviation: 0.4,
    horizon: 4,
    box: square(4),
  },
  {
    kind: 'limit-cycle',
    title: 'Limit cycle',
    doc: 'Paths are drawn to a circle and run round it; noise blurs the circle and the phase.',
    formulas: {
      dimension: 2,
      interpretation: 'ito',
      drift: ['x * (1 - x^2 - y^2) - w * y', 'y * (1 - x^2 - y^2) + w * x'],
      diffusion: [
        ['s', '0'],
        ['0', 's'],
      ],
      parameters: { w: 2, s: 0.4 },
    },
    start: [0.2, 0],
    startDeviation: 0.2,
    horizon: 6,
    box: square(2.5),
  },
]
