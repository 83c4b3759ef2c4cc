import { exp } from '#core/numeric/elementary'

/**
 * Flux through a face between cells of equal width h: J = forward p_left - backward p_right, with
 * forward = (K/h) B(-w), backward = (K/h) B(w), w = v h / K and B(w) = w / (e^w - 1) (Chang & Cooper 1970,
 * Scharfetter & Gummel 1969). Both rates are never negative, and forward / backward = e^w, so a density whose logarithm
 * rises by w from cell to cell has no flux: the stationary one is kept. Order 2 in h while w is O(1); for K = 0 it is
 * the upwind flux.
 */
export function changCooperRates(
  forward: Float64Array,
  backward: Float64Array,
  velocity: Float64Array,
  diffusivity: Float64Array,
  h: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const v = velocity[i]!
    const speed = Math.abs(v)
    const k = diffusivity[i]! / h
    // speed / (e^w - 1), the smaller of the two rates
    let less = 0
    if (k > 0) {
      const w = speed / k
      if (w < 0.1) {
        const w2 = w * w
        less = k * (1 - 0.5 * w + w2 * (1 / 12 - w2 * (1 / 720 - w2 * (1 / 30240 - w2 / 1209600))))
      } else if (w < 700) less = speed / (exp(w) - 1)
    }
    const more = less + speed
    forward[i] = v > 0 ? more : less
    backward[i] = v > 0 ? less : more
  }
}
