import { fifth, nodes, rows, third, weights } from './dop853-tableau'

/** dy/dt into `out`; both have the length of the system. */
export type VectorField = (out: Float64Array, t: number, y: Float64Array) => void

export interface Dop853Options {
  readonly relative: number
  readonly absolute: number
  /** Steps, taken and refused, after which it gives up; 100 000 by default. */
  readonly mostSteps?: number
  /** Length of the first step; chosen from the field without it. */
  readonly firstStep?: number
  /** First components whose error decides on the steps; all by default. */
  readonly controlled?: number
}

const stages = 12

/**
 * y' = field(t, y) from `from` to `to` (either direction), replacing y, by the Dormand–Prince pair of order 8(5,3)
 * with the step control of Hairer, Nørsett & Wanner (1993, section II.10). Returns the evaluations of the field.
 * Throws an Error when the steps run out or a step underflows, which a field that is not finite causes too.
 */
export function dop853(
  field: VectorField,
  y: Float64Array,
  from: number,
  to: number,
  options: Dop853Options,
): number {
  if (from === to) return 0
  const { relative, absolute, mostSteps = 100_000 } = options
  const n = y.length
  const controlled = options.controlled ?? n
  const sign = Math.sign(to - from)
  const slopes = Array.from({ length: stages }, () => new Float64Array(n))
  const stage = new Float64Array(n)
  const next = new Float64Array(n)
  const e3 = new Float64Array(stages)
  for (const [i, w] of weights) e3[i]! += w
  for (const [i, w] of third) e3[i]! -= w
  const e5 = new Float64Array(stages)
  for (const [i, w] of fifth) e5[i] = w

  /** Error of the last step over its tolerance. */
  const errorOf = (h: number): number => {
    let five = 0
    let three = 0
    for (let i = 0; i < controlled; i++) {
      const scale = absolute + relative * Math.max(Math.abs(y[i]!), Math.abs(next[i]!))
      let a = 0
      let b = 0
      for (let s = 0; s < stages; s++) {
        a += e5[s]! * slopes[s]![i]!
        b += e3[s]! * slopes[s]![i]!
      }
      five += (a / scale) ** 2
      three += (b / scale) ** 2
    }
    const mixed = five + 0.01 * three
    return mixed > 0 ? (Math.abs(h) * five) / Math.sqrt(mixed * controlled) : mixed
  }

  let t = from
  let evaluations = 1
  field(slopes[0]!, t, y)
  let h = sign * (options.firstStep ?? firstStep(slopes[0]!, y, Math.abs(to - from), options))
  let refused = false
  for (let step = 0; step < mostSteps; step++) {
    const last = (t + h - to) * sign >= 0
    if (last) h = to - t
    if (!last && t + h === t) throw new Error(`the step became too small at t = ${t}`)
    for (let s = 1; s < stages; s++) {
      combine(stage, y, h, rows[s]!, slopes)
      field(slopes[s]!, t + nodes[s]! * h, stage)
    }
    combine(next, y, h, weights, slopes)
    evaluations += stages - 1
    const error = errorOf(h)
    if (error < 1) {
      t = last ? to : t + h
      y.set(next)
      if (last) return evaluations
      field(slopes[0]!, t, y)
      evaluations += 1
      const growth = error === 0 ? 10 : Math.min(10, 0.9 * error ** -0.125)
      h *= refused ? Math.min(1, growth) : growth
      refused = false
    } else {
      h *= Number.isNaN(error) ? 0.1 : Math.max(0.2, 0.9 * error ** -0.125)
      refused = true
    }
  }
  throw new Error(`${mostSteps} steps did not lead from ${from} to ${to}`)
}

function combine(
  out: Float64Array,
  y: Float64Array,
  h: number,
  row: (typeof rows)[number],
  slopes: readonly Float64Array[],
): void {
  out.set(y)
  for (const [s, value] of row) {
    const slope = slopes[s]!
    const factor = h * value
    for (let i = 0; i < out.length; i++) out[i]! += factor * slope[i]!
  }
}

/** A step that changes y by about a hundredth of itself: small enough, and mended at once where it is too small. */
function firstStep(slope: Float64Array, y: Float64Array, span: number, options: Dop853Options): number {
  let size = 0
  let rate = 0
  for (let i = 0; i < y.length; i++) {
    const scale = options.absolute + options.relative * Math.abs(y[i]!)
    size += (y[i]! / scale) ** 2
    rate += (slope[i]! / scale) ** 2
  }
  const guess = size < 1e-10 || rate < 1e-10 ? 1e-6 : 0.01 * Math.sqrt(size / rate)
  return Math.min(span, guess)
}
