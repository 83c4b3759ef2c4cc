import { fft } from './fft'

/** Discrete Fourier transform of real values [rows, columns], both powers of two; rows = 1 for one dimension. */
export interface RealTransform {
  /** Numbers in a spectrum: [rows, columns / 2 + 1, 2], since the other half is its mirror image. */
  readonly spectrumLength: number
  forward(spectrum: Float64Array, values: Float64Array): void
  /** Destroys the spectrum; divides by rows * columns, so that it undoes `forward`. */
  inverse(values: Float64Array, spectrum: Float64Array): void
}

/**
 * Two rows travel as the real and imaginary part of one complex row and are parted by symmetry afterwards; then the
 * columns of the half spectrum are transformed where they lie.
 */
export function realTransform(rows: number, columns: number): RealTransform {
  const alongRow = fft(columns)
  const alongColumn = fft(rows)
  const half = columns / 2 + 1
  const width = 2 * half
  const pair = new Float64Array(2 * columns)
  return {
    spectrumLength: rows * width,
    forward(spectrum, values) {
      for (let i = 0; i < rows; i += 2) {
        const a = i * columns
        const b = i + 1 < rows ? a + columns : -1
        for (let j = 0; j < columns; j++) {
          pair[2 * j] = values[a + j]!
          pair[2 * j + 1] = b < 0 ? 0 : values[b + j]!
        }
        alongRow.forward(pair, 1)
        for (let k = 0; k < half; k++) {
          const mirror = (columns - k) & (columns - 1)
          const re = 0.5 * pair[2 * k]!
          const im = 0.5 * pair[2 * k + 1]!
          const mirrorRe = 0.5 * pair[2 * mirror]!
          const mirrorIm = 0.5 * pair[2 * mirror + 1]!
          const at = i * width + 2 * k
          spectrum[at] = re + mirrorRe
          spectrum[at + 1] = im - mirrorIm
          if (b < 0) continue
          spectrum[at + width] = im + mirrorIm
          spectrum[at + width + 1] = mirrorRe - re
        }
      }
      alongColumn.forward(spectrum, half)
    },
    inverse(values, spectrum) {
      alongColumn.inverse(spectrum, half)
      const factor = 1 / (rows * columns)
      for (let i = 0; i < rows; i += 2) {
        const second = i + 1 < rows
        for (let k = 0; k < half; k++) {
          const at = i * width + 2 * k
          const re = spectrum[at]!
          const im = spectrum[at + 1]!
          const otherRe = second ? spectrum[at + width]! : 0
          const otherIm = second ? spectrum[at + width + 1]! : 0
          const mirror = (columns - k) & (columns - 1)
          // A real row has a real first and middle coefficient; what rounding left there is dropped.
          const alone = mirror === k
          pair[2 * k] = re - (alone ? 0 : otherIm)
          pair[2 * k + 1] = (alone ? 0 : im) + otherRe
          if (alone) continue
          pair[2 * mirror] = re + otherIm
          pair[2 * mirror + 1] = otherRe - im
        }
        alongRow.inverse(pair, 1)
        const a = i * columns
        for (let j = 0; j < columns; j++) {
          values[a + j] = factor * pair[2 * j]!
          if (second) values[a + columns + j] = factor * pair[2 * j + 1]!
        }
      }
    },
  }
}
