import { entry } from '#core/params/entry'
import { place, steps, type TimeGrid, toZero } from './time-grid'

export const uniform = entry({
  kind: 'uniform',
  title: 'Uniform in t',
  doc: 'Equal steps of time.',
  source: 'Song et al. 2021',
  formula: 't_i = t_{\\max} + \\tfrac{i}{N}(t_{\\min} - t_{\\max})',
  params: { steps, toZero },
  make: ({ steps: count, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times: (process) => place(count, process, (u) => process.tMax + u * (process.tMin - process.tMax)),
  }),
})

export const quadratic = entry({
  kind: 'quadratic',
  title: 'Quadratic in t',
  doc: 'Steps that shrink towards the data in proportion to the root of the distance from it.',
  source: 'Song, Meng & Ermon 2021, appendix D.2',
  formula: '\\sqrt{t_i} = \\sqrt{t_{\\max}} + \\tfrac{i}{N}(\\sqrt{t_{\\min}} - \\sqrt{t_{\\max}})',
  params: { steps, toZero },
  make: ({ steps: count, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times: (process) =>
      place(count, process, (u) => {
        const top = Math.sqrt(process.tMax)
        return (top + u * (Math.sqrt(process.tMin) - top)) ** 2
      }),
  }),
})

/** s t / (1 + (s - 1) t) on [0, 1]: the noise-to-signal ratio t/(1 - t) of a rectified flow times s. */
const shifted = (t: number, shift: number): number => (shift * t) / (1 + (shift - 1) * t)

export const shift = entry({
  kind: 'shift',
  title: 'Uniform in t, shifted',
  short: 'Shifted t',
  doc: 'Equal steps of time, then moved towards noise as large images need it; made for rectified flows.',
  source: 'Esser et al. 2024, equation 23',
  formula: 't_i = \\frac{s\\,u_i}{1 + (s-1)\\,u_i},\\quad u_i\\ \\text{equally spaced}',
  params: {
    steps,
    shift: {
      kind: 'number',
      label: 'Shift',
      symbol: 's',
      doc: 'Multiplies the noise-to-signal ratio of a rectified flow at each time between the ends; 1 is uniform.',
      source: 'Esser et al. 2024, equation 23',
      default: 3,
      min: 0.1,
      max: 20,
      soft: [1, 6],
      scale: 'log',
      step: 0.1,
    },
    toZero,
  },
  make: ({ steps: count, shift: s, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      // The ends stay where the process has them: u runs between the times that are shifted onto them.
      const { tMin, tMax } = process
      const span = tMax > 1 ? tMax : 1
      const top = shifted(tMax / span, 1 / s)
      const bottom = shifted(tMin / span, 1 / s)
      return place(count, process, (u) => span * shifted(top + u * (bottom - top), s))
    },
  }),
})
