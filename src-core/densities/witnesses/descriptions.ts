import type { Description } from '#core/params/entry'

/** Particles that spread as heat does, beside the field. */
export const heatParticles = {
  kind: 'heat-particles',
  title: 'Particles of heat',
  doc: 'Heat as a crowd: particles that its flux carries, or that noise drives, beside the field on the grid.',
  source: 'Degond & Mustieles 1990 (carried); Einstein 1905 (driven by noise)',
  formula: '\\dot X = -D\\,\\nabla\\log u,\\qquad dX = \\nabla\\!\\cdot D\\,dt + \\sqrt{2D}\\,dW',
  params: {
    motion: {
      kind: 'choice',
      label: 'Particles',
      doc: 'Both have the field as their density: one moves along its flux and needs it, the other needs noise alone.',
      default: 'flow',
      options: [
        { value: 'flow', label: 'Carried' },
        { value: 'noise', label: 'Noise' },
      ],
    },
    particles: {
      kind: 'number',
      label: 'How many',
      doc: 'More give finer pictures and smaller sampling errors.',
      default: 10000,
      min: 1,
      max: 1000000,
      soft: [500, 100000],
      scale: 'log',
      integer: true,
    },
  },
} as const satisfies Description

/** The Fokker-Planck density on a grid, beside the particles. */
export const densityGrid = {
  kind: 'density-grid',
  title: 'Density on a grid',
  doc: 'The Fokker–Planck equation of the same run on a grid, beside the particles.',
  source: 'Chang & Cooper 1970',
  formula: '\\partial_t p = -\\nabla\\!\\cdot(v\\,p - K\\nabla p)',
  params: {
    cells: {
      kind: 'number',
      label: 'Cells',
      doc: 'Cells along each axis, up to 512 in the plane; the error falls with their square.',
      default: 128,
      min: 8,
      max: 4096,
      soft: [32, 512],
      scale: 'log',
      integer: true,
    },
    scheme: {
      kind: 'choice',
      label: 'Scheme',
      doc: 'Chosen by the noise: flux-limited where there is little of it, backward Euler where it smooths.',
      default: 'by-noise',
      options: [
        { value: 'by-noise', label: 'By the noise' },
        { value: 'backward-euler', label: 'Backward Euler' },
        { value: 'alternating-directions', label: 'Crank–Nicolson' },
        { value: 'strang', label: 'Strang splitting' },
        { value: 'explicit', label: 'Explicit Euler' },
        { value: 'flux-limited', label: 'Flux-limited upwind' },
      ],
    },
  },
} as const satisfies Description

/** What a path is worth by where it is at the horizon; an expectation that is asked backwards. */
export const backwardValue = {
  kind: 'backward-value',
  title: 'Backward value',
  doc: 'What a payoff at the horizon is worth on average, for paths that are at a place at a time: by Kolmogorov’s backward equation and by paths.',
  source: 'Kolmogorov 1931; Feynman & Kac',
  formula: 'u(x,t) = E[\\varphi(X_T) \\mid X_t = x]',
  params: {
    payoff: {
      kind: 'text',
      label: 'Payoff',
      symbol: '\\varphi',
      doc: 'What a path is worth by where it is at the horizon, in x (and y in the plane); a condition is 1 where it holds and 0 elsewhere.',
      formula: 'u(x,t) = E[\\varphi(X_T) \\mid X_t = x]',
      as: 'formula',
      variables: ['x', 'y'],
      maxLength: 200,
      default: 'x > 0 ? 1 : 0',
    },
  },
} as const satisfies Description
