import { entry } from '#core/catalog/entry'
import type { NumberParam } from '#core/params/param'
import type { Process } from '../process'

/** Which times a sampler visits. */
export interface TimeGrid {
  readonly steps: number
  /**
   * [steps + 1] times, strictly falling from tMax to tMin of the process, both included. A forward run visits them
   * in the opposite order.
   */
  times(process: Process): Float64Array
}

const steps = {
  kind: 'number',
  label: 'Steps',
  symbol: 'N',
  doc: 'How many steps the sampler takes; fewer are faster and less exact.',
  default: 200,
  min: 1,
  max: 10000,
  soft: [5, 1000],
  scale: 'log',
  step: 1,
  integer: true,
} as const satisfies NumberParam

/** Places steps + 1 points by a rule on [0, 1]; the two ends are exact whatever rounding does between. */
function grid(steps: number, process: Process, place: (fraction: number) => number): Float64Array {
  const times = Float64Array.from({ length: steps + 1 }, (_, i) => place(i / steps))
  times[0] = process.tMax
  times[steps] = process.tMin
  return times
}

export const uniform = entry({
  kind: 'uniform',
  title: 'Uniform in t',
  doc: 'Equal steps of time.',
  source: 'Song et al. 2021',
  formula: 't_i = t_{\\max} + \\tfrac{i}{N}(t_{\\min} - t_{\\max})',
  params: { steps },
  make: ({ steps }): TimeGrid => ({
    steps,
    times: (process) => grid(steps, process, (u) => process.tMax + u * (process.tMin - process.tMax)),
  }),
})

export const quadratic = entry({
  kind: 'quadratic',
  title: 'Quadratic in t',
  doc: 'Steps that shrink towards the data in proportion to the distance from it.',
  source: 'Song, Meng & Ermon 2021, appendix D.2',
  formula: '\\sqrt{t_i} = \\sqrt{t_{\\max}} + \\tfrac{i}{N}(\\sqrt{t_{\\min}} - \\sqrt{t_{\\max}})',
  params: { steps },
  make: ({ steps }): TimeGrid => ({
    steps,
    times: (process) =>
      grid(steps, process, (u) => {
        const top = Math.sqrt(process.tMax)
        return (top + u * (Math.sqrt(process.tMin) - top)) ** 2
      }),
  }),
})

export const karras = entry({
  kind: 'karras',
  title: 'Karras',
  doc: 'Equal steps of the noise-to-signal ratio to the power 1/rho.',
  source: 'Karras et al. 2022, equation 5',
  formula: '\\big(\\tfrac{\\sigma}{\\alpha}\\big)_i^{1/\\rho}\\ \\text{equally spaced}',
  params: {
    steps,
    rho: {
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
    },
  },
  make: ({ steps, rho }): TimeGrid => ({
    steps,
    times(process) {
      const root = (t: number): number => Math.exp((-0.5 * process.logSnr(t)) / rho)
      const top = root(process.tMax)
      const bottom = root(process.tMin)
      return grid(steps, process, (u) => process.tFromLogSnr(-2 * rho * Math.log(top + u * (bottom - top))))
    },
  }),
})

export const logSnr = entry({
  kind: 'log-snr',
  title: 'Uniform in log-SNR',
  doc: 'Equal steps of log(alpha^2/sigma^2), the clock of the lab.',
  source: 'Lu et al. 2022, section 3.3',
  formula: '\\log\\tfrac{\\alpha^2}{\\sigma^2}\\ \\text{equally spaced}',
  params: { steps },
  make: ({ steps }): TimeGrid => ({
    steps,
    times(process) {
      const from = process.logSnr(process.tMax)
      const to = process.logSnr(process.tMin)
      return grid(steps, process, (u) => process.tFromLogSnr(from + u * (to - from)))
    },
  }),
})
