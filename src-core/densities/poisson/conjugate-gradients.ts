import type { Level } from './level'
import { withoutMean } from './poisson-problem'

/** u <- the solution of A u = f on one level, from the given u (Hestenes & Stiefel 1952), to 1e-13 of f. */
export function conjugateGradients(level: Level, u: Float64Array, f: Float64Array, floating: boolean): void {
  const right = f.slice()
  if (floating) withoutMean(right)
  const zero = new Float64Array(u.length)
  const residual = new Float64Array(u.length)
  level.residual(residual, u, right)
  const along = residual.slice()
  const applied = new Float64Array(u.length)
  let square = dot(residual, residual)
  const enough = 1e-26 * dot(right, right)
  for (let k = 0; k < 4 * u.length && square > enough; k++) {
    level.residual(applied, along, zero)
    // A along = -(0 - A along)
    const step = -square / dot(along, applied)
    for (let i = 0; i < u.length; i++) {
      u[i]! += step * along[i]!
      residual[i]! += step * applied[i]!
    }
    const next = dot(residual, residual)
    for (let i = 0; i < u.length; i++) along[i] = residual[i]! + (next / square) * along[i]!
    square = next
  }
  if (floating) withoutMean(u)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
