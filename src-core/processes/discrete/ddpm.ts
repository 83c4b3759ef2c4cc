import { entry } from '#core/params/entry'
import { monotoneCubic } from '#core/numeric/monotone-cubic'
import { Invalid } from '#core/params/invalid'
import { invertFalling } from '../gaussian-path'
import type { Process } from '../process'
import { type BetaSchedule, betas, cumulative } from './betas'

/** A process with a table: alpha_bar at the timesteps 0 ... T - 1. */
export interface DiscreteProcess extends Process {
  readonly discrete: {
    readonly betas: Float64Array
    readonly alphaBar: Float64Array
  }
}

/**
 * The chain of a discrete diffusion model as a process whose time is the timestep. At whole t, alpha^2 is alpha_bar_t
 * of the table; between them log-SNR is a monotone cubic, so f and g^2 are finite everywhere and any sampler may stop
 * between timesteps. t = 0 already has the noise beta_0.
 */
export function discreteProcess(beta: Float64Array): DiscreteProcess {
  const { alphaBar, variance } = cumulative(beta)
  const tMax = beta.length - 1
  const table = Float64Array.from(alphaBar, (bar, t) => Math.log(bar) - Math.log(variance[t]!))
  const curve = monotoneCubic(
    Float64Array.from(table, (_, t) => t),
    table,
  )
  const logSnr = (t: number): number => (Number.isInteger(t) ? (table[t] ?? curve.value(t)) : curve.value(t))
  const share = (value: number): number => 1 / (1 + Math.exp(-value))
  const variance2 = (t: number): number =>
    (Number.isInteger(t) ? variance[t] : undefined) ?? share(-logSnr(t))
  return {
    tMin: 0,
    tMax,
    priorStd: 1,
    discrete: { betas: beta, alphaBar },
    alpha: (t) => Math.sqrt((Number.isInteger(t) ? alphaBar[t] : undefined) ?? share(logSnr(t))),
    sigma: (t) => Math.sqrt(variance2(t)),
    f: (t) => 0.5 * variance2(t) * curve.slope(t),
    g2: (t) => Math.max(0, -variance2(t) * curve.slope(t)),
    logSnr,
    tFromLogSnr: (value) => {
      const t = invertFalling(logSnr, value, 0, tMax)
      // A level of the table is that timestep.
      const whole = Math.round(t)
      return Math.abs(t - whole) < 1e-9 ? whole : t
    },
  }
}

export function isDiscrete(process: Process): process is DiscreteProcess {
  return 'discrete' in process
}

export const ddpmProcess = entry({
  kind: 'ddpm',
  title: 'DDPM, discrete',
  doc: 'The chain of T steps that image models are trained on; its time is the timestep.',
  source: 'Ho et al. 2020; Nichol & Dhariwal 2021',
  formula: '\\bar\\alpha_t = \\prod_{s\\le t}(1-\\beta_s)',
  params: {
    schedule: {
      kind: 'choice',
      label: 'Schedule',
      symbol: '\\beta_t',
      doc: 'How the noise of a step grows with the timestep; the cosine schedule has no first and last value to set.',
      default: 'linear',
      options: [
        { value: 'linear', label: 'Linear' },
        { value: 'scaled-linear', label: 'Scaled linear' },
        { value: 'cosine', label: 'Cosine' },
        { value: 'sigmoid', label: 'Sigmoid' },
      ],
    },
    timesteps: {
      kind: 'number',
      label: 'Timesteps',
      symbol: 'T',
      doc: 'Length of the chain. With few steps and small noise the start is not pure noise.',
      default: 1000,
      min: 2,
      max: 10000,
      soft: [50, 1000],
      scale: 'log',
      step: 1,
      integer: true,
    },
    betaFirst: {
      kind: 'number',
      label: 'First noise',
      symbol: '\\beta_0',
      doc: 'Variance of the noise of the first step.',
      default: 0.0001,
      min: 0.0000001,
      max: 0.5,
      soft: [0.00001, 0.01],
      scale: 'log',
      step: 0.0001,
    },
    betaLast: {
      kind: 'number',
      label: 'Last noise',
      symbol: '\\beta_{T-1}',
      doc: 'Variance of the noise of the last step. Too small, and the start is not pure noise.',
      default: 0.02,
      min: 0.0001,
      max: 0.999,
      soft: [0.005, 0.1],
      scale: 'log',
      step: 0.001,
    },
  },
  make({ schedule, timesteps, betaFirst, betaLast }): Process {
    if (schedule !== 'cosine' && betaFirst >= betaLast)
      throw new Invalid('betaFirst', `is ${betaFirst}; a number below betaLast (${betaLast}) was expected`)
    return discreteProcess(betas(schedule as BetaSchedule, timesteps, betaFirst, betaLast))
  },
})
