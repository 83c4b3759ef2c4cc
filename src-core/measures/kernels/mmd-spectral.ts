import { countOf, type Points } from '../samples/points'
import type { Mmd } from './mmd'

/**
 * Frequencies at which the Gaussian kernel exp(-r^2 / (2 h^2)) of points inside a box is a sum: k(x - y) = sum_w q_w
 * cos(w . (x - y)). They are the trapezoidal rule on the kernel's own spectrum, which converges faster than any power:
 * what is cut off and what is folded back are each below 2e-8.
 */
export interface KernelSpectrum {
  readonly dimension: 1 | 2 | 3
  readonly centre: readonly number[]
  /** Half the width of the box in every direction */
  readonly reach: readonly number[]
  /** Distance between frequencies, [d] */
  readonly spacing: readonly number[]
  /** Frequencies on either side of 0, [d]; the first axis needs one side, since the other is its mirror */
  readonly counts: readonly number[]
  /** q_w, first axis 0 ... counts, further ones -counts ... counts, last fastest */
  readonly weights: Float64Array
}

/** The mean of exp(i w . x) of a sample at every frequency. */
export interface Characteristic {
  readonly real: Float64Array
  readonly imaginary: Float64Array
  readonly count: number
}

/** Deviations of the kernel, and of its spectrum, that are kept */
const KEPT = 6

/** Spectrum for points that are at most `reach` [d] from the centre, per coordinate. */
export function gaussianSpectrum(
  bandwidth: number,
  centre: readonly number[],
  reach: readonly number[],
): KernelSpectrum {
  // Copies of the kernel lie 2 pi / spacing apart; differences of points go up to twice the reach.
  const spacing = reach.map((r) => (2 * Math.PI) / (2 * r + KEPT * bandwidth))
  const counts = spacing.map((step) => Math.ceil(KEPT / (bandwidth * step)))
  const line = spacing.map((step, axis) =>
    Float64Array.from({ length: 2 * counts[axis]! + 1 }, (_, k) => {
      const w = (k - counts[axis]!) * step * bandwidth
      return ((step * bandwidth) / Math.sqrt(2 * Math.PI)) * Math.exp(-0.5 * w * w)
    }),
  )
  let weights = line[0]!.slice(counts[0]).map((q, k) => (k === 0 ? q : 2 * q))
  for (const next of line.slice(1))
    weights = Float64Array.from({ length: weights.length * next.length }, (_, at) => {
      const k = at % next.length
      return weights[(at - k) / next.length]! * next[k]!
    })
  return { dimension: reach.length as 1 | 2 | 3, centre, reach, spacing, counts, weights }
}

export function insideOf({ values }: Points, { dimension: d, centre, reach }: KernelSpectrum): boolean {
  for (let axis = 0; axis < d; axis++)
    for (let i = axis; i < values.length; i += d)
      if (!(Math.abs(values[i]! - centre[axis]!) <= reach[axis]!)) return false
  return true
}

/** Work: points times frequencies. Points must lie inside the spectrum's box. */
export function characteristic(points: Points, spectrum: KernelSpectrum): Characteristic {
  const { dimension: d, weights, counts } = spectrum
  const n = countOf(points)
  const real = new Float64Array(weights.length)
  const imaginary = new Float64Array(weights.length)
  const [first, ...rest] = counts.map((count, axis) => new Powers(count, axis > 0))
  const [second, third] = rest
  for (let i = 0; i < n; i++) {
    const angle = (axis: number): number =>
      spectrum.spacing[axis]! * (points.values[i * d + axis]! - spectrum.centre[axis]!)
    first!.of(angle(0))
    second?.of(angle(1))
    third?.of(angle(2))
    if (second === undefined) add(real, imaginary, 0, 1, 0, first!)
    else
      for (let k = 0, at = 0; k < first!.re.length; k++) {
        const [a, b] = [first!.re[k]!, first!.im[k]!]
        if (third === undefined) {
          add(real, imaginary, at, a, b, second)
          at += second.re.length
          continue
        }
        for (let l = 0; l < second.re.length; l++) {
          const [c, e] = [second.re[l]!, second.im[l]!]
          add(real, imaginary, at, a * c - b * e, a * e + b * c, third)
          at += third.re.length
        }
      }
  }
  for (let k = 0; k < real.length; k++) {
    real[k]! /= n
    imaginary[k]! /= n
  }
  return { real, imaginary, count: n }
}

/** Squared MMD with the spectrum's kernel: a sum of squares, so never negative whatever the rounding. */
export function mmdOfSpectra(x: Characteristic, y: Characteristic, { weights }: KernelSpectrum): Mmd {
  let apart = 0
  let [inX, inY] = [0, 0]
  for (let k = 0; k < weights.length; k++) {
    const q = weights[k]!
    const [a, b] = [x.real[k]! - y.real[k]!, x.imaginary[k]! - y.imaginary[k]!]
    apart += q * (a * a + b * b)
    inX += q * (x.real[k]! * x.real[k]! + x.imaginary[k]! * x.imaginary[k]!)
    inY += q * (y.real[k]! * y.real[k]! + y.imaginary[k]! * y.imaginary[k]!)
  }
  // A mean over all n^2 pairs, the n with themselves being 1, as a mean over the others.
  const others = (mean: number, n: number): number => (mean * n - 1) / (n - 1)
  return { biased: apart, unbiased: apart - inX - inY + others(inX, x.count) + others(inY, y.count) }
}

function add(re: Float64Array, im: Float64Array, at: number, a: number, b: number, powers: Powers): void {
  const { re: c, im: e } = powers
  for (let k = 0; k < c.length; k++) {
    re[at + k]! += a * c[k]! - b * e[k]!
    im[at + k]! += a * e[k]! + b * c[k]!
  }
}

/** exp(i k angle) for k = 0 ... count, or -count ... count, by multiplication. */
class Powers {
  readonly re: Float64Array
  readonly im: Float64Array

  constructor(
    private readonly count: number,
    private readonly both: boolean,
  ) {
    this.re = new Float64Array(both ? 2 * count + 1 : count + 1)
    this.im = new Float64Array(this.re.length)
  }

  of(angle: number): void {
    const { re, im, count, both } = this
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    const zero = both ? count : 0
    let [a, b] = [1, 0]
    for (let k = 0; k <= count; k++) {
      re[zero + k] = a
      im[zero + k] = b
      if (both) {
        re[zero - k] = a
        im[zero - k] = -b
      }
      const next = a * c - b * s
      b = a * s + b * c
      a = next
    }
  }
}
