import type { Dynamics } from '#core/dynamics/dynamics'
import type { Process } from '#core/processes/process'
import type { Backend, Slot } from './backend'

export interface SamplingProblem {
  readonly process: Process
  readonly dynamics: Dynamics
  /** [N + 1] times in the order in which they are visited. */
  readonly times: Float64Array
}

/** Where a run stands: enough to go on from here exactly as if it had never stopped. */
export interface SamplerState {
  /** 0 at the start, N at the end */
  readonly step: number
  readonly t: number
  /** Score evaluations so far */
  readonly nfe: number
  readonly x: Slot
  /** Arrays that the next step reads besides x: the history of a multistep method, in a fixed order. */
  readonly carried: readonly Slot[]
}

/**
 * Yields after every step. The yielded slots belong to the sampler and are valid until the next step. It starts from
 * `from` (whose slots it takes over) and frees what it allocated when it ends or is closed.
 */
export type SamplerRun = Generator<SamplerState, void, undefined>

/** Facts from which the catalogue, the docs table and the tests are made. */
export interface Capabilities {
  readonly noise: 'none' | 'optional' | 'required'
  /** Strong order on an ODE, and on an SDE with additive noise where it makes sense; null: none claimed. */
  readonly order: { readonly ode: number | null; readonly sde: number | null }
  readonly evaluationsPerStep: number
  /** Reads a reduction over the whole ensemble, so particles influence each other's steps. */
  readonly couplesParticles: boolean
  readonly minSteps: number
  /** Arrays besides x that a state carries to the next step */
  readonly history: number
}

export interface Sampler {
  readonly capabilities: Capabilities
  run(problem: SamplingProblem, backend: Backend, from: SamplerState): SamplerRun
}
