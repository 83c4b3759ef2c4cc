import { exp } from '#core/numeric/elementary'
import type { Activation } from './architecture'

/** An activation with its first two derivatives, float64. */
export interface ActivationFunction {
  readonly value: (a: number) => number
  readonly slope: (a: number) => number
  /** Second derivative; null where there is none, so that no loss with a divergence can be trained. */
  readonly bend: ((a: number) => number) | null
}

function logistic(a: number): number {
  if (a >= 0) return 1 / (1 + exp(-a))
  const e = exp(a)
  return e / (1 + e)
}

function tanh(a: number): number {
  const e = exp(-2 * Math.abs(a))
  // Below 1e-3 the difference of nearly equal numbers is replaced by the series.
  if (Math.abs(a) < 1e-3) return a - (a * a * a) / 3
  return (Math.sign(a) * (1 - e)) / (1 + e)
}

/** a s(a) with the logistic s (Elfwing, Uchibe & Doya 2018; Ramachandran, Zoph & Le 2017) */
const silu: ActivationFunction = {
  value: (a) => a * logistic(a),
  slope(a) {
    const s = logistic(a)
    return s * (1 + a * (1 - s))
  },
  bend(a) {
    const s = logistic(a)
    return s * (1 - s) * (2 + a * (1 - 2 * s))
  },
}

const hyperbolic: ActivationFunction = {
  value: tanh,
  slope(a) {
    const h = tanh(a)
    return 1 - h * h
  },
  bend(a) {
    const h = tanh(a)
    return -2 * h * (1 - h * h)
  },
}

const relu: ActivationFunction = {
  value: (a) => (a > 0 ? a : 0),
  slope: (a) => (a > 0 ? 1 : 0),
  bend: null,
}

const table: Readonly<Record<Activation, ActivationFunction>> = { silu, tanh: hyperbolic, relu }

export function activationOf(name: Activation): ActivationFunction {
  return table[name]
}
