import { mixtureForm } from '#core/distributions/mixture-form'
import type { MixtureForm } from '#core/scores/score-form'

/** The mixtures of the reference arrays. */
export const mix1d: MixtureForm = mixtureForm([
  { weight: 0.5, mean: [-2], cov: [[0.25]] },
  { weight: 0.5, mean: [2], cov: [[0.25]] },
])

export const ring8: MixtureForm = mixtureForm(
  Array.from({ length: 8 }, (_, k) => ({
    weight: 0.125,
    mean: [4 * Math.cos((k * Math.PI) / 4), 4 * Math.sin((k * Math.PI) / 4)],
    cov: [
      [0.09, 0],
      [0, 0.09],
    ],
  })),
)

export const aniso3: MixtureForm = mixtureForm([
  {
    weight: 0.5,
    mean: [-2, 0.5],
    cov: [
      [0.701105197410941, 0.4368933215471374],
      [0.4368933215471374, 0.36139480258905915],
    ],
  },
  {
    weight: 0.3,
    mean: [1.5, 1.5],
    cov: [
      [0.21387952869405535, -0.21911571694759388],
      [-0.21911571694759388, 0.3161204713059446],
    ],
  },
  {
    weight: 0.2,
    mean: [1, -2],
    cov: [
      [0.2464477447301299, 0.01752382540388927],
      [0.01752382540388927, 0.16355225526987024],
    ],
  },
])
