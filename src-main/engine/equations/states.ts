import { evolve } from '#core/densities/evolve'
import { FlowParticles } from '#core/densities/particles/flow'
import type { DensityState } from '#core/densities/schemes/scheme'
import { type SdePathState, simulate } from '#core/densities/sde/simulate'
import type { AxisEnds } from '#core/densities/transport'
import type { Seeds } from '#core/experiment/document'
import type { Axis } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { ReelState } from '../reels/reel-state'
import type { Share } from '../workers/messages'
import type { EquationModel } from './equation-model'

/** The density, or the temperature, from the start or from a state that was kept. Throws `Invalid`. */
export function* gridStates(model: EquationModel, from?: ReelState): Generator<ReelState, void, undefined> {
  const { plan, standing, times } = model
  if (plan === null) {
    for (let step = from?.step ?? 0; step < times.length; step++)
      yield { step, t: times[step]!, arrays: [standing ?? new Float64Array(0)] }
    return
  }
  try {
    for (const { step, t, p: now, carried: more } of evolve(
      plan,
      from === undefined ? undefined : densityState(from),
    ))
      yield { step, t, arrays: [now, ...(more ?? [])] }
  } catch (error) {
    throw error instanceof Invalid ? error.within('experiment.subject') : error
  }
}

/** A kept state as the schemes know states. */
export function densityState({ step, t, arrays: [p, ...carried] }: ReelState): DensityState {
  return { step, t, p: p!, ...(carried.length === 0 ? {} : { carried }) }
}

/**
 * Particles x [n, d] that the field's own flux carries. The grid is solved again beside them, since they read it at every
 * step; from a kept state they go on exactly as they would have.
 */
export function* carriedStates(
  model: EquationModel,
  x: Float64Array,
  from = 0,
): Generator<ReelState, void, undefined> {
  const { carried, plan } = model
  if (carried === null || plan === null || x.length === 0) return
  const particles = new FlowParticles(plan.problem, carried, x)
  for (const { step, t, arrays } of gridStates(model)) {
    if (step < from) continue
    particles.follow(arrays[0]!, t)
    yield { step, t, arrays: [particles.x] }
  }
}

/** Particles of a share as a reel keeps them. */
export function* particleStates(
  model: EquationModel,
  seeds: Seeds,
  share: Share,
  from?: ReelState,
): Generator<ReelState, void, undefined> {
  if (model.carried !== null) {
    const x = from?.arrays[0]?.slice() ?? startOf(model, seeds, share)
    return yield* carriedStates(model, x, from?.step)
  }
  for (const { step, t, x } of particlePaths(model, seeds, share, from)) yield { step, t, arrays: [x] }
}

/** Where particles of a share start, [count, d] */
export function startOf(model: EquationModel, { start: seed }: Seeds, { first, count }: Share): Float64Array {
  const x = new Float64Array(count * model.dimension)
  model.start.sample(x, model.domain.grid, seed, first)
  return x
}

/**
 * Particles of a share by Euler and Maruyama's method. Insulated ends fold a step back, periodic ones wrap it, and
 * what has gone through a held end stays where it came to lie.
 */
export function* particlePaths(
  model: EquationModel,
  seeds: Seeds,
  { first, count }: Share,
  from?: ReelState,
): Generator<SdePathState, void, undefined> {
  const { sde, domain, times } = model
  if (sde === null || count === 0) return
  const x = from?.arrays[0]?.slice() ?? startOf(model, seeds, { first, count })
  const ends = endsOf(domain.grid.axes, domain.ends)
  let before = x.slice()
  for (const state of simulate(sde, x, times, seeds.path, { step: from?.step ?? 0, first })) {
    if (state.step > (from?.step ?? 0)) ends(state.x, before)
    before = state.x.slice()
    yield state
  }
}

/** What the ends of a domain do to positions [n, d] after a step from `before`. */
export function endsOf(axes: readonly Axis[], ends: readonly AxisEnds[]) {
  const d = axes.length
  return (x: Float64Array, before: Float64Array): void => {
    axes.forEach(({ low, high }, axis) => {
      const end = ends[axis]!
      const width = high - low
      for (let i = axis; i < x.length; i += d) {
        const at = x[i]!
        if (at >= low && at <= high) {
          if (end !== 'periodic' && (before[i]! < low || before[i]! > high)) x[i] = before[i]!
          continue
        }
        if (end === 'periodic') x[i] = at - width * Math.floor((at - low) / width)
        else if (before[i]! < low || before[i]! > high) x[i] = before[i]!
        else if ((at < low ? end.low : end.high).kind === 'flux')
          x[i] = Math.min(high, Math.max(low, at < low ? 2 * low - at : 2 * high - at))
      }
    })
  }
}
