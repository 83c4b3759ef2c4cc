/**
 * How a step from noise level `from` to `to` (sigma / alpha) is split: the flow goes down to `down`, then noise of
 * standard deviation `up` is added, down^2 + up^2 = to^2. With eta = 1 the noise has the variance of the posterior
 * q(x' | x, x_0), so the step is DDPM's (Song, Meng & Ermon 2021, equation 16).
 */
export function split(from: number, to: number, eta: number): { readonly down: number; readonly up: number } {
  const up = Math.min(to, eta * to * Math.sqrt(Math.max(0, 1 - (to / from) ** 2)))
  return { down: Math.sqrt(to * to - up * up), up }
}
