import type { Dynamics } from '#core/dynamics/dynamics'
import type { Process } from '#core/processes/process'
import type { Backend, Slot } from './backend'

export interface SamplingProblem {
  readonly process: Process
  readonly dynamics: Dynamics
  /** [N + 1] times in the order in which they are visited. */
  readonly times: Float64Array
  /**
   * Smallest variance of the data's parts in any direction, absent or 0 where it has none: -log p_t curves by at most
   * 1 / (alpha^2 narrowest + sigma^2).
   */
  readonly narrowest?: number
}

/** Where a run stands: enough to go on from here exactly as if it had never stopped. */
export interface SamplerState {
  /** 0 at the start, N at the end */
  readonly step: number
  readonly t: number
  /** Score evaluations so far */
  readonly nfe: number
  readonly x: Slot
  /**
   * Arrays that the next step reads besides x, in a fixed order: predictions of earlier steps, newest first, then
   * whatever else. A state taken from a film carries all `history` arrays; after k steps only the k newest
   * predictions hold anything.
   */
  readonly carried: readonly Slot[]
}

/**
 * Yields after every step. The yielded slots belong to the sampler and are valid until the next step. It starts from
 * `from` (whose slots it takes over) and frees what it allocated when it ends or is closed.
 */
export type SamplerRun = Generator<SamplerState, void, undefined>

/** Facts from which the catalogue, the docs table, the refusals and the tests are made. */
export interface Capabilities {
  readonly noise: 'none' | 'optional' | 'required'
  /**
   * Which equation is solved. `dynamics`: whatever the coefficients of the dynamics say. `flow`: the probability flow,
   * written in alpha and sigma alone, on any process and in either direction. `own`: the method brings its own noise
   * and reads alpha and sigma alone; its `check` says which dynamics it stands for.
   */
  readonly equation: 'dynamics' | 'flow' | 'own'
  /**
   * A Langevin walk, at the grid's last level or at each of its levels in turn. At the last one the clock counts steps
   * and nothing else: what the particles tend to is p at that level throughout.
   */
  readonly walksAt?: 'last' | 'every'
  /** What it asks of the process beyond a strictly falling log-SNR, in words; absent where it asks nothing. */
  readonly needs?: string
  /**
   * Strong order on an ODE, and on an SDE with additive noise where it makes sense; null: none claimed. A method that
   * brings its own noise has an order on ODEs where a parameter turns the noise off. `ownStart`: what is left of the
   * order on an ODE by the method's own first steps, where that is less.
   */
  readonly order: {
    readonly ode: number | null
    readonly sde: number | null
    readonly ownStart?: number
  }
  /** Score evaluations of one step in the long run; null where it chooses them by the error. */
  readonly evaluationsPerStep: number | null
  /** Reads a reduction over the whole ensemble, so particles influence each other's steps. */
  readonly couplesParticles: boolean
  readonly minSteps: number
  /** Arrays besides x that a state carries to the next step */
  readonly history: number
}

export interface Sampler {
  readonly capabilities: Capabilities
  /** TeX of what its steps do, where that is not the dynamics' equation; terms as in `Dynamics.equation`. */
  readonly equation?: string
  /**
   * Refuses a problem that the method cannot run, before anything runs: throws `Invalid` with a path below the subject
   * (`process.kind`, `grid.steps`, `sampler.eta`). Noise, least steps and `flow` are checked for every sampler alike.
   */
  check?(problem: SamplingProblem): void
  run(problem: SamplingProblem, backend: Backend, from: SamplerState): SamplerRun
  /** The method with its authors' own last step to sigma = 0; without it that step is `endAtZero`'s. */
  readonly toZero?: Sampler
}
