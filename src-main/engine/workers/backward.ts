import type { Backward } from '#core/protocol/backward'
import { backwardOf } from '../equations/backward'
import type { BackwardJob } from './messages'

/** Nine numbers: lengths, time of the slice, paths and verdict; then the arrays one after the other. */
export function computeBackward({ experiment, seeds, payoff, step }: BackwardJob): Float64Array {
  return packBackward(backwardOf(experiment.subject, seeds, payoff, step))
}

export function packBackward({ x, t, values, slice, estimates, ...verdict }: Backward): Float64Array {
  const { apart, compared, difference } = verdict
  const arrays = [x, t, slice.x, slice.u, estimates.x, estimates.mean, estimates.error, estimates.u, values]
  const lengths = [x.length, t.length, slice.x.length, estimates.x.length]
  const head = [...lengths, slice.t, estimates.paths, apart, compared, difference]
  const packed = new Float64Array(head.length + arrays.reduce((sum, { length }) => sum + length, 0))
  packed.set(head)
  let at = head.length
  for (const array of arrays) {
    packed.set(array, at)
    at += array.length
  }
  return packed
}

/** What `packBackward` packed. */
export function unpackBackward(packed: Float32Array | Float64Array): Backward {
  const [cells = 0, moments = 0, whole = 0, places = 0] = packed
  const [sliceT = 0, paths = 0, apart = 0, compared = 0, difference = 0] = packed.subarray(4)
  let at = 9
  const next = (length: number): Float64Array => {
    at += length
    return Float64Array.from(packed.subarray(at - length, at))
  }
  const [x, t] = [next(cells), next(moments)]
  const slice = { t: sliceT, x: next(whole), u: next(whole) }
  const estimates = { x: next(places), mean: next(places), error: next(places), u: next(places), paths }
  return { x, t, slice, estimates, values: next(cells * moments), apart, compared, difference }
}
