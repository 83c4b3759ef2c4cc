/**
 * A consistency function (Song et al. 2023, equation 5) written through a score, so that samplers reach it as they reach
 * any score: f(x) = x / alpha + sigma (sigma / alpha - epsilon) s, an estimate of x / alpha at the noise level epsilon.
 * At sigma / alpha = epsilon it is x / alpha, whatever s: the boundary condition. With the exact score and epsilon = 0
 * it is the posterior mean.
 */
export function consistencyFunction(
  alpha: number,
  sigma: number,
  epsilon: number,
): { readonly onState: number; readonly onScore: number } {
  return { onState: 1 / alpha, onScore: sigma * (sigma / alpha - epsilon) }
}
