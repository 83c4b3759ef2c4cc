import type { Architecture } from '#core/learning/network/architecture'

/** The network of the presets, so that a checkpoint has the size that it has in the lab. */
export const architecture: Architecture = {
  dimension: 2,
  width: 128,
  depth: 3,
  activation: 'silu',
  time: 'fourier',
  frequencies: 8,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: 1,
}
