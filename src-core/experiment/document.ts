import type { Choice } from '#core/params/param'

export const documentVersion = 1

/** Panes beside the base experiment */
export const maxVariants = 3

export type SeedName = 'data' | 'start' | 'path'

export interface Seeds {
  /** Whole numbers from 0 to 2^32 - 1 */
  readonly data: number
  readonly start: number
  readonly path: number
  /** Locked seeds are kept when "new noise" is asked for. */
  readonly locked: readonly SeedName[]
  /** `tree`: any grid of steps samples one Brownian path. `independent`: plain counters per step, as papers' code. */
  readonly noise: 'tree' | 'independent'
}

/** Data, noising process, score and sampler: a diffusion model. */
export interface GenerativeSubject {
  readonly kind: 'generative'
  readonly data: Choice
  readonly process: Choice
  readonly score: Choice
  readonly dynamics: Choice
  readonly sampler: Choice
  readonly grid: Choice
  /** Size of the ensemble, 1 to 1 000 000 */
  readonly particles: number
  /** Reverse runs start from the Gaussian prior or from the true marginal p_T. */
  readonly start: 'prior' | 'marginal'
}

/** A stochastic differential equation: particles by Euler and Maruyama's method, and whatever else is asked for. */
export interface SdeSubject {
  readonly kind: 'sde'
  /** Drift and diffusion: an equation with a name, or formulas */
  readonly equation: Choice
  /** Box and cells of the density's grid, and what happens at its ends */
  readonly domain: Choice
  /** Law of X_0: a point, a Gaussian, a formula, or any data */
  readonly start: Choice
  /** How the density goes through time on its grid */
  readonly scheme: Choice
  /** Time at the end; the start is at 0 */
  readonly horizon: number
  /** Equal steps from 0 to the horizon, 1 to 100 000 */
  readonly steps: number
  /** Size of the ensemble, 1 to 1 000 000 */
  readonly particles: number
}

/** A field on a grid: heat, Poisson's equation, or an expected value at an earlier time. */
export interface FieldSubject {
  readonly kind: 'field'
  /** The equation with its coefficients and source */
  readonly problem: Choice
  readonly domain: Choice
  /** The field at time 0; what stands still does not read it */
  readonly start: Choice
  readonly scheme: Choice
  readonly horizon: number
  /** Equal steps from 0 to the horizon, 1 to 100 000 */
  readonly steps: number
}

/** A tagged union; `conditional` joins it with the issue that builds it. */
export type Subject = GenerativeSubject | SdeSubject | FieldSubject

export interface Experiment {
  readonly subject: Subject
  /** What else is computed on the same clock. */
  readonly witnesses: readonly Choice[]
}

/** A pane: what differs from the base experiment, as a JSON merge patch (RFC 7396). */
export interface Variant {
  readonly name: string
  readonly patch: Readonly<Record<string, unknown>>
}

export interface CameraKeyframe {
  /** Fraction of the timeline, 0 noise to 1 data */
  readonly at: number
  readonly position: readonly [number, number, number]
  readonly target: readonly [number, number, number]
}

export interface Timeline {
  /** What the axis shows. */
  readonly axis: 'log-snr' | 't' | 'step'
  /** Part that is played, as fractions of the timeline: 0 is noise, 1 is data. */
  readonly range: readonly [number, number]
  readonly loop: boolean
  /** Multiple of the normal speed, at which the whole timeline takes 6 s. */
  readonly speed: number
  readonly camera: readonly CameraKeyframe[]
}

/** The one document: it drives interface, files, undo, links, presets, command line and tests. */
export interface LabDocument {
  readonly scorefield: typeof documentVersion
  readonly title: string
  readonly experiment: Experiment
  readonly variants: readonly Variant[]
  readonly timeline: Timeline
  readonly seeds: Seeds
}
