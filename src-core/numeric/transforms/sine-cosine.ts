import { fft, refuseLength } from './fft'

/**
 * Expansions along an axis of n intervals (a power of two) in the eigenvectors of the second difference:
 * `sine-nodes` sin(pi jk/n) at the n - 1 inner nodes, `cosine-nodes` cos(pi jk/n) at all n + 1 nodes,
 * `sine-cells` sin(pi (j+1/2) k/n) with k = 1 ... n and `cosine-cells` cos(pi (j+1/2) k/n) with k = 0 ... n - 1 at the
 * n centres of cells.
 */
export type WaveKind = 'sine-nodes' | 'cosine-nodes' | 'sine-cells' | 'cosine-cells'

export interface WaveTransform {
  /** Values, and coefficients, of one line */
  readonly count: number
  /** Wave number of coefficient c: the wave is sin or cos of pi k x / L */
  waveNumber(c: number): number
  /** What its phase gains from one value to the next */
  angle(c: number): number
  /** Sums against the waves, in place; x is [count, lines]. */
  analyse(x: Float64Array, lines: number): void
  /** Undoes `analyse`, with all factors. */
  synthesise(x: Float64Array, lines: number): void
}

/** Both by a complex transform of length 2n of the odd or even continuation; two lines share one of them. */
export function waveTransform(kind: WaveKind, n: number): WaveTransform {
  // Of the cells, of which the transform beneath has twice as many
  refuseLength(n)
  const plan = fft(2 * n)
  const sine = kind.startsWith('sine')
  const cells = kind.endsWith('cells')
  const count = cells ? n : sine ? n - 1 : n + 1
  const first = sine ? 1 : 0
  /** Place of value or node c on the doubled circle, and of its mirror image; a cell's half step is a phase. */
  const nodeAt = (c: number): number => (cells ? c : c + first)
  const mirrorAt = (c: number): number => (cells ? 2 * n - 1 - c : (2 * n - c - first) % (2 * n))
  const flip = sine ? -1 : 1
  const cosHalf = Float64Array.from({ length: n + 1 }, (_, k) => Math.cos((Math.PI * k) / (2 * n)))
  const sinHalf = Float64Array.from({ length: n + 1 }, (_, k) => Math.sin((Math.PI * k) / (2 * n)))
  let room = new Float64Array(0)

  const clearedCircle = (pairs: number): Float64Array => {
    if (room.length < 4 * n * pairs) room = new Float64Array(4 * n * pairs)
    return room.subarray(0, 4 * n * pairs).fill(0)
  }

  /** Sums over the doubled circle of values against e^(-i ...), of which the real or imaginary part is meant. */
  const analyse = (x: Float64Array, lines: number): void => {
    const pairs = (lines + 1) >> 1
    const circle = clearedCircle(pairs)
    for (let c = 0; c < count; c++) {
      const to = nodeAt(c)
      const mirror = mirrorAt(c)
      for (let b = 0; b < lines; b++) {
        const value = x[c * lines + b]!
        circle[2 * to * pairs + b] = value
        if (mirror !== to) circle[2 * mirror * pairs + b] = flip * value
      }
    }
    plan.forward(circle, pairs)
    for (let c = 0; c < count; c++) {
      const k = c + first
      const row = 2 * (k % (2 * n)) * pairs
      const [cos, sin] = cells ? [cosHalf[k]!, sinHalf[k]!] : [1, 0]
      for (let b = 0; b < lines; b += 2) {
        const re = circle[row + b]!
        const im = circle[row + b + 1]!
        // Times e^(-i pi k / 2n); each line's own sum is then real (cosine) or imaginary (sine).
        const turnedRe = re * cos + im * sin
        const turnedIm = im * cos - re * sin
        x[c * lines + b] = 0.5 * (sine ? -turnedIm : turnedRe)
        if (b + 1 < lines) x[c * lines + b + 1] = 0.5 * (sine ? turnedRe : turnedIm)
      }
    }
  }

  const synthesise = (x: Float64Array, lines: number): void => {
    if (!cells) {
      // Both kinds at nodes are their own inverse; `analyse` counts the ends of the cosine half, as it must.
      analyse(x, lines)
      for (let i = 0; i < count * lines; i++) x[i]! *= 2 / n
      return
    }
    const pairs = (lines + 1) >> 1
    const circle = clearedCircle(pairs)
    for (let c = 0; c < count; c++) {
      const k = c + first
      const mirror = 2 * (2 * n - k) * pairs
      const row = 2 * k * pairs
      const cos = cosHalf[k]! / n
      const sin = sinHalf[k]! / n
      for (let b = 0; b < lines; b += 2) {
        const u = x[c * lines + b]!
        const v = b + 1 < lines ? x[c * lines + b + 1]! : 0
        // (u + iv) e^(i pi k / 2n) and, mirrored, its counterpart: their sum is 2 cos or 2i sin of the wave.
        circle[row + b] = u * cos - v * sin
        circle[row + b + 1] = v * cos + u * sin
        if (k === 0 || k === n) continue
        circle[mirror + b] = flip * (u * cos + v * sin)
        circle[mirror + b + 1] = flip * (v * cos - u * sin)
      }
    }
    plan.inverse(circle, pairs)
    for (let j = 0; j < n; j++)
      for (let b = 0; b < lines; b += 2) {
        const re = circle[2 * j * pairs + b]!
        const im = circle[2 * j * pairs + b + 1]!
        x[j * lines + b] = sine ? im : re
        if (b + 1 < lines) x[j * lines + b + 1] = sine ? -re : im
      }
  }

  return {
    count,
    waveNumber: (c) => c + first,
    angle: (c) => (Math.PI * (c + first)) / n,
    analyse,
    synthesise,
  }
}
