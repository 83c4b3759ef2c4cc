import { interval, noise, rate, sdeEntry } from './sde-equation'

export const brownian = sdeEntry({
  kind: 'brownian',
  title: 'Brownian motion',
  doc: 'No drift: the density is the heat kernel, and its variance grows with time.',
  source: 'Einstein 1905; Wiener 1923',
  formula: 'dX = \\sigma\\,dW',
  dimension: 1,
  params: { sigma: noise(1) },
  suggested: { domain: interval(-8, 8), start: { kind: 'point' }, horizon: 2, steps: 200 },
  make: (parameters) => ({
    dimension: 1,
    interpretation: 'ito',
    drift: ['0'],
    diffusion: [['sigma']],
    parameters,
  }),
})

export const ornsteinUhlenbeck = sdeEntry({
  kind: 'ornstein-uhlenbeck',
  title: 'Ornstein–Uhlenbeck',
  doc: 'A spring in noise: every start tends to the Gaussian of variance σ² / 2θ.',
  source: 'Uhlenbeck & Ornstein 1930',
  formula: 'dX = -\\theta X\\,dt + \\sigma\\,dW',
  dimension: 1,
  params: {
    theta: rate('Pull', '\\theta', 'How hard the spring pulls; below 0 it pushes and nothing settles.', 0.5),
    sigma: noise(1),
  },
  suggested: { domain: interval(-6, 6), start: { kind: 'point', x: 2 }, horizon: 6, steps: 300 },
  make: (parameters) => ({
    dimension: 1,
    interpretation: 'ito',
    drift: ['-theta * x'],
    diffusion: [['sigma']],
    parameters,
  }),
})

export const doubleWell = sdeEntry({
  kind: 'double-well',
  title: 'Double well',
  doc: 'Two valleys and a hill: quick settling inside a valley, rare crossings between them.',
  source: 'Kramers 1940',
  formula: 'dX = (X - X^3)\\,dt + \\sigma\\,dW',
  dimension: 1,
  params: { sigma: noise(0.7) },
  suggested: {
    domain: interval(-3, 3),
    start: { kind: 'gaussian', x: 0.3, deviation: 0.2 },
    horizon: 16,
    steps: 400,
  },
  make: (parameters) => ({
    dimension: 1,
    interpretation: 'ito',
    drift: ['x - x^3'],
    diffusion: [['sigma']],
    parameters,
  }),
})

export const geometricBrownian = sdeEntry({
  kind: 'geometric-brownian',
  title: 'Geometric Brownian motion',
  doc: 'Noise in proportion to the value, which stays positive: X = X₀ exp((μ − σ²/2) t + σ W).',
  source: 'Samuelson 1965; Black & Scholes 1973',
  formula: 'dX = \\mu X\\,dt + \\sigma X\\,dW',
  dimension: 1,
  params: { mu: rate('Growth', '\\mu', 'Rate at which the mean grows.', 0.5), sigma: noise(0.4) },
  suggested: {
    domain: interval(0, 8),
    start: { kind: 'gaussian', x: 1, deviation: 0.1 },
    horizon: 1,
    steps: 200,
  },
  make: (parameters) => ({
    dimension: 1,
    interpretation: 'ito',
    drift: ['mu * x'],
    diffusion: [['sigma * x']],
    parameters,
  }),
})
