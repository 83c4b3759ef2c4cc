import { expect, test } from 'vitest'
import { fft } from '#core/numeric/transforms/fft'
import { realTransform } from '#core/numeric/transforms/real-transform'
import { type WaveKind, waveTransform } from '#core/numeric/transforms/sine-cosine'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'

function noise(n: number): Float64Array {
  const x = new Float64Array(n)
  fillNormals(x, 1, 7, 0, streams.data, 0)
  return x
}

const gap = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))

test.each([1, 2, 4, 8, 32, 64, 128])(
  'the transform of length %i is the sum that defines it, on every line',
  (n) => {
    const lines = 3
    const x = noise(2 * n * lines)
    const expected = new Float64Array(x.length)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < n; j++)
        for (let b = 0; b < lines; b++) {
          const angle = (-2 * Math.PI * ((j * k) % n)) / n
          const [re, im] = [x[2 * (j * lines + b)]!, x[2 * (j * lines + b) + 1]!]
          expected[2 * (k * lines + b)]! += re * Math.cos(angle) - im * Math.sin(angle)
          expected[2 * (k * lines + b) + 1]! += re * Math.sin(angle) + im * Math.cos(angle)
        }
    const y = x.slice()
    fft(n).forward(y, lines)
    expect(gap(y, expected)).toBeLessThan(2e-15 * n)
    fft(n).inverse(y, lines)
    expect(
      gap(
        y.map((value) => value / n),
        x,
      ),
    ).toBeLessThan(1e-14)
  },
)

test('a length that is no power of two is refused in a sentence', () => {
  expect(() => fft(48)).toThrow('cells is 48; a power of two was expected')
})

test.each([
  [1, 64],
  [2, 8],
  [32, 16],
])('the half spectrum of real values [%i, %i] is the complex transform, and comes back', (rows, columns) => {
  const values = noise(rows * columns)
  const plan = realTransform(rows, columns)
  const spectrum = new Float64Array(plan.spectrumLength)
  plan.forward(spectrum, values)
  const half = columns / 2 + 1
  for (let p = 0; p < rows; p++)
    for (let q = 0; q < half; q++) {
      let [re, im] = [0, 0]
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          const angle = -2 * Math.PI * ((p * i) / rows + (q * j) / columns)
          re += values[i * columns + j]! * Math.cos(angle)
          im += values[i * columns + j]! * Math.sin(angle)
        }
      expect(Math.abs(spectrum[2 * (p * half + q)]! - re)).toBeLessThan(1e-11)
      expect(Math.abs(spectrum[2 * (p * half + q) + 1]! - im)).toBeLessThan(1e-11)
    }
  const back = new Float64Array(values.length)
  plan.inverse(back, spectrum)
  expect(gap(back, values)).toBeLessThan(1e-14)
})

const waves: Record<WaveKind, (j: number, k: number, n: number) => number> = {
  'sine-nodes': (j, k, n) => Math.sin((Math.PI * (j + 1) * k) / n),
  'cosine-nodes': (j, k, n) => (j === 0 || j === n ? 0.5 : 1) * Math.cos((Math.PI * j * k) / n),
  'sine-cells': (j, k, n) => Math.sin((Math.PI * (j + 0.5) * k) / n),
  'cosine-cells': (j, k, n) => Math.cos((Math.PI * (j + 0.5) * k) / n),
}

test.each(Object.keys(waves) as WaveKind[])('%s are the sums that define them, and come back', (kind) => {
  for (const n of [4, 16])
    for (const lines of [1, 2, 5]) {
      const plan = waveTransform(kind, n)
      const x = noise(plan.count * lines)
      const y = x.slice()
      plan.analyse(y, lines)
      for (let c = 0; c < plan.count; c++)
        for (let b = 0; b < lines; b++) {
          let sum = 0
          for (let j = 0; j < plan.count; j++)
            sum += x[j * lines + b]! * waves[kind](j, plan.waveNumber(c), n)
          expect(Math.abs(y[c * lines + b]! - sum)).toBeLessThan(1e-13)
        }
      plan.synthesise(y, lines)
      expect(gap(y, x)).toBeLessThan(1e-14)
    }
})
