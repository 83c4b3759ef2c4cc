import { Invalid } from '#core/params/invalid'
import type { NumberParam } from '#core/params/param'
import type { SamplingProblem } from '../sampler'

/** Part of the reverse SDE's noise that a step adds. */
export const eta = {
  kind: 'number',
  label: 'Noise added',
  symbol: '\\eta',
  doc: 'How much fresh noise a step adds: 1 is all of the reverse SDE’s, 0 leaves the deterministic method.',
  default: 1,
  min: 0,
  max: 1,
  step: 0.01,
} as const satisfies NumberParam

export const noiseScale = {
  kind: 'number',
  label: 'Noise scale',
  symbol: 'S_{\\mathrm{noise}}',
  doc: 'Multiplies the noise that is added. Only 1 keeps the marginals; papers inflate it a little for imperfect scores.',
  source: 'Karras et al. 2022, algorithm 2',
  default: 1,
  min: 0,
  max: 2,
  soft: [0.9, 1.1],
  step: 0.001,
  minor: true,
} as const satisfies NumberParam

/**
 * A method that brings its own noise stands for the reverse SDE, lambda = 1; its own parameter says how much of that
 * noise it adds. Throws `Invalid` for any other dynamics, since the equation on screen would not be the one solved.
 */
export function standsForReverseSde({ process, dynamics, times }: SamplingProblem): void {
  const t = 0.5 * (times[0]! + times.at(-1)!)
  const strength = dynamics.noise(t) / Math.sqrt(process.g2(t))
  if (Math.abs(strength - 1) > 1e-9 || dynamics.rotation !== undefined || dynamics.switchesAt !== undefined)
    throw new Invalid(
      'dynamics',
      'is not the reverse SDE; the reverse family with lambda 1 was expected, since this sampler brings its own noise',
    )
}
