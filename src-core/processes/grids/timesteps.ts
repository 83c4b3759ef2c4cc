import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { isDiscrete } from '../discrete/ddpm'
import { toZero, type TimeGrid } from './time-grid'

export type Spacing = 'leading' | 'trailing' | 'linspace'

/**
 * `count` of the timesteps 0 ... T - 1, falling, as the scheduling code of image models spaces them: leading 0, s, 2s,
 * ... with s = floor(T / count); trailing T - 1, T - 1 - T/count, ...; linspace from T - 1 to 0, rounded. Leading does
 * not begin at T - 1, where the noise is purest, nor does trailing end at 0.
 */
export function spaced(spacing: Spacing, total: number, count: number): Float64Array {
  switch (spacing) {
    case 'leading': {
      const stride = Math.floor(total / count)
      return Float64Array.from({ length: count }, (_, i) => (count - 1 - i) * stride)
    }
    case 'trailing':
      return Float64Array.from({ length: count }, (_, i) => halfEven(total - (i * total) / count) - 1)
    case 'linspace':
      return Float64Array.from({ length: count }, (_, i) =>
        halfEven(count === 1 ? 0 : ((count - 1 - i) * (total - 1)) / (count - 1)),
      )
  }
}

/** Halves go to the even neighbour, as in that code. */
function halfEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/** Parses "999, 700, 300, 0" or throws `Invalid`. */
function listed(text: string, total: number): Float64Array {
  const steps = text.split(',').map((part) => Number(part.trim()))
  steps.forEach((t, i) => {
    if (!Number.isInteger(t) || t < 0 || t >= total || (i > 0 && t >= steps[i - 1]!))
      throw new Invalid(
        'list',
        `has "${text.split(',')[i]!.trim()}" at place ${i + 1}; falling whole numbers from ${total - 1} to 0 were expected`,
      )
  })
  return Float64Array.from(steps)
}

export const timesteps = entry({
  kind: 'timesteps',
  title: 'Timesteps',
  doc: 'Some of the timesteps of a discrete chain; coefficients are those of the timesteps that are visited.',
  source: 'Ho et al. 2020; Song, Meng & Ermon 2021; Lin et al. 2024, table 2',
  params: {
    spacing: {
      kind: 'choice',
      label: 'Spacing',
      doc: 'Leading misses the last timesteps, so it starts where the signal has not gone; trailing misses the first ones.',
      source: 'Lin et al. 2024, table 2',
      default: 'trailing',
      options: [
        { value: 'leading', label: 'Leading' },
        { value: 'trailing', label: 'Trailing' },
        { value: 'linspace', label: 'Linspace' },
        { value: 'list', label: 'List' },
      ],
    },
    visited: {
      kind: 'number',
      label: 'Visited',
      symbol: 'N',
      doc: 'How many timesteps the run visits; a run of N visited timesteps makes N - 1 steps, and one more to no noise.',
      default: 50,
      min: 2,
      max: 10000,
      soft: [5, 1000],
      scale: 'log',
      step: 1,
      integer: true,
    },
    list: {
      kind: 'text',
      label: 'List of timesteps',
      doc: 'Which timesteps are visited, falling, when the spacing is a list.',
      default: '999, 800, 600, 400, 200, 100, 50, 20, 0',
      maxLength: 4000,
      as: 'words',
      minor: true,
    },
    toZero: { ...toZero, default: true },
  },
  make: ({ spacing, visited, list, toZero: ends }): TimeGrid => ({
    toZero: ends,
    times(process) {
      if (!isDiscrete(process))
        throw new Invalid(
          'kind',
          'is "timesteps"; another grid was expected, since this process has no timesteps',
        )
      const total = process.tMax + 1
      if (spacing === 'list') return listed(list, total)
      if (visited > total)
        throw new Invalid(
          'visited',
          `is ${visited}; at most the ${total} timesteps of the process were expected`,
        )
      return spaced(spacing as Spacing, total, visited)
    },
  }),
})
