import { Adjoint } from './adjoint'
import type { Transport } from '../transport'

export interface BackwardState {
  /** 0 at the horizon, N at the beginning */
  readonly step: number
  readonly t: number
  /** E[phi(X_T) | X_t = x] at the cells' centres; valid until the next step */
  readonly u: Float64Array
}

/**
 * Kolmogorov's backward equation u_t + L u = 0 with u(T) = phi, from the last of `times` [N + 1], which rise, back to the
 * first. Two runs of implicit Euler, with whole and half steps, extrapolated (Richardson 1911): order 2 in time, and in
 * space. `problem` is the one that carries the density of X; where its ends absorb, u is 0 there. Yields the start too.
 *
 * Where drift rules across cells, `sharp` adds what Chang and Cooper's fluxes smear too much back in, explicitly: stable
 * for any step, since it is less than what is implicit, and of order 2 by the extrapolation; but u may leave the range
 * of its payoff then.
 */
export function* backwardValue(
  problem: Transport,
  payoff: Float64Array,
  times: Float64Array,
  sharp = false,
): Generator<BackwardState, void, undefined> {
  const adjoint = new Adjoint(problem)
  const last = times.length - 1
  const [whole, half, u] = [payoff.slice(), payoff.slice(), payoff.slice()]
  const room = new Float64Array(payoff.length)
  const step = (v: Float64Array, t: number, dt: number): void => {
    room.fill(0)
    adjoint.addCrossTo(room, v, t, dt)
    if (sharp) adjoint.addSharpening(room, v, t, dt)
    for (let i = 0; i < v.length; i++) v[i]! += room[i]!
    // The order of the two axes is that of the transposed product.
    adjoint.solve(1, v, t, dt)
    adjoint.solve(0, v, t, dt)
  }
  yield { step: 0, t: times[last]!, u }
  for (let k = last; k > 0; k--) {
    const [t, dt] = [times[k - 1]!, times[k]! - times[k - 1]!]
    step(whole, t, dt)
    step(half, t + dt / 2, dt / 2)
    step(half, t, dt / 2)
    for (let i = 0; i < u.length; i++) u[i] = 2 * half[i]! - whole[i]!
    yield { step: last - k + 1, t, u }
  }
}
