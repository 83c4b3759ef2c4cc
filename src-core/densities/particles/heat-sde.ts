import type { Conductivity } from '../problems/heat'
import { differenceStep, type Sde } from '../sde/sde'

/**
 * Particles whose density obeys p_t = div(D grad p): dX = div D dt + S dW with S S^T = 2 D, in Itô's reading. S is
 * Cholesky's factor; derivatives of D are five-point differences.
 */
export function heatSde(dimension: 1 | 2, conductivity: Conductivity): Sde {
  const entry = (i: number, j: number, x: number, y: number): number => {
    if (typeof conductivity === 'number') return i === j ? conductivity : 0
    if (typeof conductivity === 'function') return i === j ? conductivity(x, y) : 0
    return conductivity[i + j]!(x, y)
  }
  const slope = (i: number, j: number, x: number, y: number): number => {
    const h = differenceStep(j === 0 ? x : y)
    const at = (steps: number): number =>
      j === 0 ? entry(i, j, x + steps * h, y) : entry(i, j, x, y + steps * h)
    return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h)
  }
  return {
    dimension,
    noises: dimension,
    steady: true,
    drift(out, x, y) {
      for (let i = 0; i < dimension; i++) {
        out[i] = 0
        for (let j = 0; j < dimension; j++) out[i]! += slope(i, j, x, y)
      }
    },
    diffusion(out, x, y) {
      const first = Math.sqrt(2 * entry(0, 0, x, y))
      out[0] = first
      if (dimension === 1) return
      const across = (2 * entry(0, 1, x, y)) / first
      out[1] = 0
      out[2] = across
      out[3] = Math.sqrt(2 * entry(1, 1, x, y) - across * across)
    },
  }
}
