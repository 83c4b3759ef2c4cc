/**
 * alpha^2 at which the two peaks of half N(-m, s^2) and half N(m, s^2) merge under a process with alpha^2 + sigma^2 = 1: two
 * equal Gaussians 2 alpha m apart have two peaks while alpha m is above their deviation (Helguero 1904), that is while
 * alpha^2 (1 + m^2 - s^2) > 1. 4/19 for m = 2, s = 1/2.
 */
export function mergingSignal(m: number, s: number): number {
  return 1 / (1 + m * m - s * s)
}
