import type { Description } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Transport } from '../transport'

/** Where a run stands: enough to go on from here exactly as if it had never stopped. */
export interface DensityState {
  /** 0 at the start, N at the end */
  readonly step: number
  readonly t: number
  /** Cell averages; they belong to the run and are valid until its next step. */
  readonly p: Float64Array
  /** Arrays that the next step reads besides p, such as the two runs that are extrapolated; absent where there are none */
  readonly carried?: readonly Float64Array[]
}

/** Yields after every step. */
export type DensityRun = Generator<DensityState, void, undefined>

/** Facts from which tables, refusals and tests are made. */
export interface SchemeFacts {
  readonly order: {
    /** In the width of the cells, on smooth solutions; Infinity where the error falls faster than any power */
    readonly space: number
    /** In the length of the steps; Infinity where steps make no error */
    readonly time: number
  }
  /** `always`: whatever the step; `below-bound`: for steps up to `stepBound`; `no`: not even for small steps */
  readonly positive: 'always' | 'below-bound' | 'no'
  /** Steps beyond the bound grow without limit, so they are refused. */
  readonly unstableBeyondBound: boolean
  /** Diffusion tensors with a part off the diagonal; they take positivity away. */
  readonly crossTerms: boolean
  /** Arrays besides p that a state carries to the next step; none where it is absent */
  readonly carries?: number
}

/** A line of the catalogue and what it stands for in one, since no scheme has a parameter. */
export interface Scheme extends Description {
  readonly facts: SchemeFacts
  /** Longest step, from the coefficients at time t, that keeps every density positive; Infinity where any does. */
  stepBound(problem: Transport, t: number): number
  /**
   * Steps from time to time, [N + 1] and rising, starting from `from`, whose arrays are not touched. Throws `Invalid`
   * for a step that cannot be stable and for coefficients that the scheme does not take.
   */
  run(problem: Transport, times: Float64Array, from: DensityState): DensityRun
}

/** What may be said of positivity on this problem, with the bound where there is one; a sentence. */
export function positivityStatement(scheme: Scheme, problem: Transport, t: number): string {
  const { positive } = scheme.facts
  if (positive === 'no' || (problem.cross !== undefined && scheme.facts.crossTerms))
    return `${scheme.title} does not promise positive densities here.`
  if (positive === 'always') return `${scheme.title} keeps densities positive whatever the step.`
  const bound = scheme.stepBound(problem, t).toPrecision(3)
  return `${scheme.title} keeps densities positive for steps up to ${bound}.`
}

export function refuseCrossTerms(scheme: Pick<Scheme, 'title'>, problem: Transport): void {
  if (problem.cross !== undefined)
    throw new Invalid(
      'scheme',
      `is ${scheme.title}, which takes no diffusion off the diagonal; backward Euler was expected`,
    )
}

/** The state at the start, as a copy that the run may change. */
export function startOf(from: DensityState, times: Float64Array): Float64Array {
  for (let k = from.step; k + 1 < times.length; k++)
    if (!(times[k + 1]! > times[k]!))
      throw new Invalid('times', `go from ${times[k]} to ${times[k + 1]}; rising times were expected`)
  return from.p.slice()
}
