import type { NumberParam } from '#core/params/param'

export const stepSize = {
  kind: 'number',
  label: 'Step size',
  symbol: '\\epsilon',
  doc: 'Size of a step in units of the variance of the noise level it runs at; too large a step is unstable.',
  default: 0.1,
  min: 0.00001,
  max: 10,
  soft: [0.001, 1],
  scale: 'log',
  step: 0.01,
} as const satisfies NumberParam

export const rounds = {
  kind: 'number',
  label: 'Steps per level',
  symbol: 'L',
  doc: 'How many steps are made at each level of the grid; each costs one score evaluation.',
  default: 1,
  min: 1,
  max: 60,
  soft: [1, 20],
  step: 1,
  integer: true,
} as const satisfies NumberParam
