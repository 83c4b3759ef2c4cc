import { entry } from '#core/params/entry'
import type { NumberParam } from '#core/params/param'
import { Invalid } from '#core/params/invalid'
import { invertFalling } from '../gaussian-path'
import { place, steps, type TimeGrid, toZero } from './time-grid'

export const logSnr = entry({
  kind: 'log-snr',
  title: 'Uniform in log-SNR',
  short: 'Log-SNR',
  doc: 'Equal steps of log(alpha^2/sigma^2), the clock of the lab; known as exponential where alpha is 1.',
  source: 'Lu et al. 2022, section 3.3',
  formula: '\\log\\tfrac{\\alpha^2}{\\sigma^2}\\ \\text{equally spaced}',
  params: { steps, toZero },
  make: ({ steps: count, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      const from = process.logSnr(process.tMax)
      const to = process.logSnr(process.tMin)
      return place(count, process, (u) => process.tFromLogSnr(from + u * (to - from)))
    },
  }),
})

const rho = {
  kind: 'number',
  label: 'Spacing',
  symbol: '\\rho',
  doc: 'How much shorter the steps near the data are; 1 is uniform in noise.',
  source: 'Karras et al. 2022, appendix D.1',
  default: 7,
  min: 1,
  max: 100,
  soft: [1, 15],
  step: 0.5,
} as const satisfies NumberParam

export const karras = entry({
  kind: 'karras',
  title: 'Karras',
  doc: 'Equal steps of the noise-to-signal ratio to the power 1/rho.',
  source: 'Karras et al. 2022, equation 5',
  formula: '\\big(\\tfrac{\\sigma}{\\alpha}\\big)_i^{1/\\rho}\\ \\text{equally spaced}',
  params: { steps, rho, toZero },
  make: ({ steps: count, rho: power, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      const root = (t: number): number => Math.exp((-0.5 * process.logSnr(t)) / power)
      const top = root(process.tMax)
      const bottom = root(process.tMin)
      return place(count, process, (u) =>
        process.tFromLogSnr(-2 * power * Math.log(top + u * (bottom - top))),
      )
    },
  }),
})

export const exponential = entry({
  kind: 'exponential',
  title: 'Exponential in sigma',
  short: 'Exponential in σ',
  doc: 'The noise level sigma falls by the same factor at every step; log-SNR does so for sigma/alpha.',
  source: 'Song et al. 2021, appendix C',
  formula: '\\log\\sigma_i\\ \\text{equally spaced}',
  params: { steps, toZero },
  make: ({ steps: count, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      const { tMin, tMax } = process
      const top = Math.log(process.sigma(tMax))
      const fall = top - Math.log(process.sigma(tMin))
      return place(count, process, (u) =>
        invertFalling((t) => -Math.log(process.sigma(t)), u * fall - top, tMin, tMax),
      )
    },
  }),
})

export const polyexponential = entry({
  kind: 'polyexponential',
  title: 'Polyexponential',
  doc: 'The logarithm of sigma/alpha falls by a power of the step; the power 1 is uniform in log-SNR.',
  source: 'Crowson, k-diffusion, get_sigmas_polyexponential',
  formula:
    '\\log\\big(\\tfrac{\\sigma}{\\alpha}\\big)_i - \\log\\big(\\tfrac{\\sigma}{\\alpha}\\big)_N \\propto \\big(1 - \\tfrac iN\\big)^{\\rho}',
  params: {
    steps,
    rho: {
      ...rho,
      label: 'Power',
      doc: 'Above 1 the steps near the data are shorter, below 1 those near the noise.',
      source: 'Crowson, k-diffusion',
      default: 2,
      min: 0.1,
      max: 10,
      soft: [0.5, 3],
      step: 0.1,
    },
    toZero,
  },
  make: ({ steps: count, rho: power, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      const from = process.logSnr(process.tMax)
      const to = process.logSnr(process.tMin)
      return place(count, process, (u) => process.tFromLogSnr(to - (1 - u) ** power * (to - from)))
    },
  }),
})

export const vpTimes = entry({
  kind: 'vp',
  title: 'VP times',
  doc: 'The noise levels at which a linear VP process with these two ends stands at equal steps of its time.',
  source: 'Karras et al. 2022, table 1, column VP, and appendix C.1',
  formula:
    '\\tfrac{\\sigma}{\\alpha} = \\sqrt{e^{\\frac12\\beta_d t^2 + \\beta_{\\min} t} - 1},\\quad t_i = 1 + \\tfrac{i}{N}(\\epsilon_s - 1)',
  params: {
    steps,
    epsilon: {
      kind: 'number',
      label: 'Last VP time',
      symbol: '\\epsilon_s',
      doc: 'Time of the VP process at the data end; a small one belongs to a small last noise level.',
      source: 'Karras et al. 2022, table 1',
      default: 0.001,
      min: 0.000001,
      max: 0.5,
      soft: [0.0001, 0.05],
      scale: 'log',
      step: 0.0001,
    },
    toZero,
  },
  make: ({ steps: count, epsilon, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      // The exponent L(t) = log(1 + (sigma/alpha)^2) is fixed by its values at t = 1 and t = epsilon.
      const exponent = (t: number): number => Math.log1p(Math.exp(-process.logSnr(t)))
      const top = exponent(process.tMax)
      const bottom = exponent(process.tMin)
      const slope = (2 * (bottom / epsilon - top)) / (epsilon - 1)
      const start = top - 0.5 * slope
      // L rises on [epsilon, 1] as long as its slope at 1 is above 0, that is epsilon (2 - epsilon) > bottom / top.
      if (!(start + slope > 0))
        throw new Invalid(
          'epsilon',
          `is ${epsilon}; a number above ${(1 - Math.sqrt(1 - bottom / top)).toPrecision(3)} was expected, ` +
            'so that noise rises between the ends of this process',
        )
      return place(count, process, (u) => {
        const t = 1 + u * (epsilon - 1)
        return process.tFromLogSnr(-Math.log(Math.expm1((0.5 * slope * t + start) * t)))
      })
    },
  }),
})
