import { Invalid } from '#core/params/invalid'

/**
 * Complex discrete Fourier transform of length n, a power of two: X_k = sum_j x_j e^(-2 pi i jk/n), the inverse with
 * the other sign and no factor 1/n. Stockham's autosort algorithm with radix 4 (Van Loan 1992, section 1.7). Relative
 * error about 1e-16 log2 n.
 */
export interface Fft {
  readonly length: number
  /**
   * Transforms `lines` sequences in place. x is [n, lines, 2], real and imaginary parts side by side, so the first
   * axis of a row-major array is transformed where it lies; with lines = 1 it is one plain sequence.
   */
  forward(x: Float64Array, lines: number): void
  inverse(x: Float64Array, lines: number): void
}

const plans = new Map<number, Fft>()

/** Throws `Invalid` for numbers of cells that are no powers of two. */
export function refuseLength(n: number): void {
  if (!(n >= 1) || !Number.isInteger(Math.log2(n)))
    throw new Invalid('cells', `is ${n}; a power of two was expected, since the transform halves its length`)
}

/** Plans are kept: a table of 2n numbers, and scratch as large as the largest array seen. */
export function fft(n: number): Fft {
  const found = plans.get(n)
  if (found !== undefined) return found
  refuseLength(n)
  const made = makeFft(n)
  plans.set(n, made)
  return made
}

function makeFft(n: number): Fft {
  const table = (sign: number): Float64Array =>
    Float64Array.from({ length: 2 * n }, (_, i) => {
      const angle = (2 * Math.PI * (i >> 1)) / n
      return i % 2 === 0 ? Math.cos(angle) : sign * Math.sin(angle)
    })
  const [onwards, backwards] = [table(-1), table(1)]
  let scratch: Float64Array = new Float64Array(0)
  const transform = (array: Float64Array, lines: number, sign: number): void => {
    if (scratch.length < 2 * n * lines) scratch = new Float64Array(2 * n * lines)
    const roots = sign < 0 ? onwards : backwards
    let from = array
    let to = scratch
    let rest = n
    let stride = 2 * lines
    let turn = 2
    while (rest > 1) {
      const radix = rest % 4 === 0 ? 4 : 2
      if (radix === 4) fours(from, to, rest / 4, stride, roots, turn, sign)
      else twos(from, to, rest / 2, stride, roots, turn)
      rest /= radix
      stride *= radix
      turn *= radix
      const kept = from
      from = to
      to = kept
    }
    if (from !== array) array.set(from.subarray(0, 2 * n * lines))
  }
  return {
    length: n,
    forward: (x, lines) => transform(x, lines, -1),
    inverse: (x, lines) => transform(x, lines, 1),
  }
}

/** One pass of radix 2: m butterflies on `stride` numbers each; `turn` is twice n over the length still to do. */
function twos(
  x: Float64Array,
  y: Float64Array,
  m: number,
  stride: number,
  roots: Float64Array,
  turn: number,
): void {
  const jump = m * stride
  for (let p = 0; p < m; p++) {
    const wr = roots[p * turn]!
    const wi = roots[p * turn + 1]!
    let out = 2 * p * stride
    for (let a = p * stride, end = a + stride; a < end; a += 2, out += 2) {
      const ar = x[a]!
      const ai = x[a + 1]!
      const br = x[a + jump]!
      const bi = x[a + jump + 1]!
      y[out] = ar + br
      y[out + 1] = ai + bi
      const dr = ar - br
      const di = ai - bi
      y[out + stride] = dr * wr - di * wi
      y[out + stride + 1] = dr * wi + di * wr
    }
  }
}

/** One pass of radix 4; sign -1 forward, 1 inverse. */
function fours(
  x: Float64Array,
  y: Float64Array,
  m: number,
  stride: number,
  roots: Float64Array,
  turn: number,
  sign: number,
): void {
  const jump = m * stride
  for (let p = 0; p < m; p++) {
    const k = p * turn
    const w1r = roots[k]!
    const w1i = roots[k + 1]!
    const w2r = roots[2 * k]!
    const w2i = roots[2 * k + 1]!
    const w3r = roots[3 * k]!
    const w3i = roots[3 * k + 1]!
    let out = 4 * p * stride
    for (let a = p * stride, end = a + stride; a < end; a += 2, out += 2) {
      const b = a + jump
      const c = b + jump
      const d = c + jump
      const br = x[b]!
      const bi = x[b + 1]!
      const dr = x[d]!
      const di = x[d + 1]!
      const sumR = x[a]! + x[c]!
      const sumI = x[a + 1]! + x[c + 1]!
      const gapR = x[a]! - x[c]!
      const gapI = x[a + 1]! - x[c + 1]!
      const otherR = br + dr
      const otherI = bi + di
      // sign * i (b - d)
      const turnedR = sign * (di - bi)
      const turnedI = sign * (br - dr)
      y[out] = sumR + otherR
      y[out + 1] = sumI + otherI
      const ur = gapR + turnedR
      const ui = gapI + turnedI
      const first = out + stride
      y[first] = ur * w1r - ui * w1i
      y[first + 1] = ur * w1i + ui * w1r
      const vr = sumR - otherR
      const vi = sumI - otherI
      const second = first + stride
      y[second] = vr * w2r - vi * w2i
      y[second + 1] = vr * w2i + vi * w2r
      const zr = gapR - turnedR
      const zi = gapI - turnedI
      const third = second + stride
      y[third] = zr * w3r - zi * w3i
      y[third + 1] = zr * w3i + zi * w3r
    }
  }
}
