import { gauss16 } from './gauss-legendre'

/** Value at u of the Lagrange polynomial that is 1 at nodes[j] and 0 at the other nodes. */
export function lagrange(nodes: readonly number[], j: number, u: number): number {
  let product = 1
  for (let k = 0; k < nodes.length; k++) if (k !== j) product *= (u - nodes[k]!) / (nodes[j]! - nodes[k]!)
  return product
}

/**
 * Integral over [a, b] of weight(v) times each Lagrange polynomial of `nodes` in u(v): the coefficients of an
 * Adams–Bashforth method in u. By Gauss–Legendre quadrature with 16 nodes: exact for polynomials up to degree 31.
 */
export function adamsCoefficients(
  nodes: readonly number[],
  a: number,
  b: number,
  u: (v: number) => number = (v) => v,
  weight: (v: number) => number = () => 1,
): number[] {
  const half = 0.5 * (b - a)
  const sums = nodes.map(() => 0)
  for (const [node, share] of gauss16) {
    const v = a + half * (1 + node)
    const at = u(v)
    const factor = half * share * weight(v)
    for (let j = 0; j < nodes.length; j++) sums[j]! += factor * lagrange(nodes, j, at)
  }
  return sums
}
