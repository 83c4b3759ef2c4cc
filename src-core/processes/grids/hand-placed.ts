import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { invertFalling } from '../gaussian-path'
import type { Process } from '../process'
import { type TimeGrid, toZero } from './time-grid'

/** Relative distance within which a value is taken to be an end of the process. */
const near = 1e-9

export const handPlaced = entry({
  kind: 'hand-placed',
  title: 'Placed by hand',
  doc: 'Any list of values from noise to data; the ends of the process are added where the list leaves them out.',
  source: 'a list of numbers',
  params: {
    quantity: {
      kind: 'choice',
      label: 'Values are',
      doc: 'What the numbers of the list mean.',
      default: 'time',
      options: [
        { value: 'time', label: 'times' },
        { value: 'sigma', label: 'noise levels sigma' },
        { value: 'ratio', label: 'ratios sigma/alpha' },
        { value: 'log-snr', label: 'log-SNR' },
      ],
    },
    values: {
      kind: 'rows',
      label: 'Values',
      doc: 'One number a row, from noise to data: falling, or rising where they are log-SNR.',
      widths: [1],
      minRows: 1,
      maxRows: 10000,
      default: [[0.8], [0.6], [0.4], [0.2], [0.1], [0.05]],
    },
    toZero,
  },
  make: ({ quantity, values, toZero: ends }): TimeGrid => {
    const list = values.map((row) => row[0]!)
    const rising = quantity === 'log-snr'
    list.forEach((value, i) => {
      const before = list[i - 1]
      if (before !== undefined && !(rising ? value > before : value < before))
        throw new Invalid(
          `values.${i}`,
          `is ${value}; a number ${rising ? 'above' : 'below'} the one before it (${before}) was expected`,
        )
    })
    return { toZero: ends, times: (process) => withEnds(process, quantity, list) }
  },
})

/** What the numbers of a list mean on a process: each against time, and back. Outside of the process they clamp. */
export function levelQuantity(
  process: Process,
  quantity: string,
): { readonly value: (t: number) => number; readonly time: (value: number) => number } {
  const { tMin, tMax } = process
  switch (quantity) {
    case 'sigma':
      return {
        value: (t) => process.sigma(t),
        time: (v) => invertFalling((t) => -process.sigma(t), -v, tMin, tMax),
      }
    case 'ratio':
      return {
        value: (t) => Math.exp(-0.5 * process.logSnr(t)),
        time: (v) => process.tFromLogSnr(-2 * Math.log(v)),
      }
    case 'log-snr':
      return { value: (t) => process.logSnr(t), time: (v) => process.tFromLogSnr(v) }
    default:
      return { value: (t) => t, time: (v) => v }
  }
}

/** The times of the values between the ends of the process, and the ends. */
function withEnds(process: Process, quantity: string, list: readonly number[]): Float64Array {
  const { tMin, tMax } = process
  const { value, time } = levelQuantity(process, quantity)
  const first = value(tMax)
  const last = value(tMin)
  const low = Math.min(first, last)
  const high = Math.max(first, last)
  const same = (a: number, b: number): boolean => Math.abs(a - b) <= near * Math.max(1e-3, Math.abs(b))
  const inner: number[] = []
  list.forEach((v, i) => {
    if ((i === 0 && same(v, first)) || (i === list.length - 1 && same(v, last))) return
    if (!(v > low && v < high))
      throw new Invalid(
        `values.${i}`,
        `is ${v}; a number between those of the process's ends, ${first} and ${last}, was expected`,
      )
    inner.push(time(v))
  })
  return Float64Array.of(tMax, ...inner, tMin)
}
