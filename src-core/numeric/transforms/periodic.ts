import { fft } from './fft'
import type { WaveTransform } from './sine-cosine'

/**
 * Expansion of n values on a circle (a power of two) in 1, cos, sin, cos 2, sin 2, ...; the last is the alternating
 * wave. Two lines share one complex transform.
 */
export function periodicTransform(n: number): WaveTransform {
  const plan = fft(n)
  let room = new Float64Array(0)
  const circle = (pairs: number): Float64Array => {
    if (room.length < 2 * n * pairs) room = new Float64Array(2 * n * pairs)
    return room
  }
  const waveNumber = (c: number): number => (c + 1) >> 1
  return {
    count: n,
    waveNumber,
    angle: (c) => (2 * Math.PI * waveNumber(c)) / n,
    analyse(x, lines) {
      const pairs = (lines + 1) >> 1
      const z = circle(pairs)
      for (let j = 0; j < n; j++)
        for (let b = 0; b < 2 * pairs; b++) z[2 * j * pairs + b] = b < lines ? x[j * lines + b]! : 0
      plan.forward(z, pairs)
      for (let c = 0; c < n; c++) {
        const k = waveNumber(c)
        const row = 2 * k * pairs
        const mirror = 2 * ((n - k) % n) * pairs
        const sine = c % 2 === 0 && c > 0
        for (let b = 0; b < lines; b += 2) {
          const re = z[row + b]!
          const im = z[row + b + 1]!
          const re2 = z[mirror + b]!
          const im2 = z[mirror + b + 1]!
          // Sums against cos are (z_k + z_-k)/2, against sin i (z_k - z_-k)/2, one line in each part.
          x[c * lines + b] = sine ? 0.5 * (im2 - im) : 0.5 * (re + re2)
          if (b + 1 < lines) x[c * lines + b + 1] = sine ? 0.5 * (re - re2) : 0.5 * (im + im2)
        }
      }
    },
    synthesise(x, lines) {
      const pairs = (lines + 1) >> 1
      const z = circle(pairs)
      for (let k = 0; 2 * k <= n; k++) {
        const alone = k === 0 || 2 * k === n
        const cosine = alone && k > 0 ? n - 1 : Math.max(0, 2 * k - 1)
        const row = 2 * k * pairs
        const mirror = 2 * ((n - k) % n) * pairs
        for (let b = 0; b < lines; b += 2) {
          const both = b + 1 < lines
          const u = x[cosine * lines + b]! / n
          const v = both ? x[cosine * lines + b + 1]! / n : 0
          if (alone) {
            z[row + b] = u
            z[row + b + 1] = v
            continue
          }
          const su = x[2 * k * lines + b]! / n
          const sv = both ? x[2 * k * lines + b + 1]! / n : 0
          // (u - i su) + i (v - i sv) at k and its mirror image with the signs of the sines turned
          z[row + b] = u + sv
          z[row + b + 1] = v - su
          z[mirror + b] = u - sv
          z[mirror + b + 1] = v + su
        }
      }
      plan.inverse(z, pairs)
      for (let j = 0; j < n; j++) for (let b = 0; b < lines; b++) x[j * lines + b] = z[2 * j * pairs + b]!
    },
  }
}
