import type { Process } from '#core/processes/process'

/** w(t) in the mean of w |s_theta - target|^2. */
export type Weighting = (t: number) => number

export const weightings = ['sigma2', 'g2', 'edm', 'min-snr', 'uniform'] as const
export type WeightingName = (typeof weightings)[number]

/** The field's weightings, all as weights of the squared error of the score. */
export function weightingOf(
  name: WeightingName,
  process: Process,
  dataVariance: number,
  gamma: number,
): Weighting {
  const alpha = (t: number): number => process.alpha(t)
  const sigma = (t: number): number => process.sigma(t)
  switch (name) {
    // The error of the noise: Song & Ermon 2019; Ho et al. 2020, "simple"
    case 'sigma2':
      return (t) => sigma(t) ** 2
    // The likelihood's: Song et al. 2021b, theorem 1
    case 'g2':
      return (t) => process.g2(t)
    // Unit weight on a preconditioned output: Karras et al. 2022, table 1
    case 'edm':
      return (t) => {
        const signal = alpha(t) ** 2 * dataVariance
        return (sigma(t) ** 2 * (signal + sigma(t) ** 2)) / signal
      }
    // min(SNR, gamma) on the error of x_0: Hang et al. 2023, equation 6
    case 'min-snr':
      return (t) => {
        const [a, s] = [alpha(t), sigma(t)]
        return (Math.min((a * a) / (s * s), gamma) * s ** 4) / (a * a)
      }
    case 'uniform':
      return () => 1
  }
}
