/** What the coefficients are made of at a timestep. */
export interface ChainLevel {
  readonly t: number
  readonly alpha: number
  /** Above 0 */
  readonly sigma: number
  /** sigma / alpha */
  readonly ratio: number
}

/** The coefficients of one step of a discrete method, from timestep t to the next one that is visited. */
export interface VisitedStep {
  readonly t: number
  /** The timestep that comes next; null for no noise at all */
  readonly next: number | null
  /** alpha_bar = alpha^2 at both */
  readonly alphaBar: number
  readonly alphaBarNext: number
  /** alpha_bar / alpha_bar_next, the alpha_t of the chain that visits only these timesteps, and beta = 1 - alpha */
  readonly alpha: number
  readonly beta: number
  /** beta (1 - alpha_bar_next) / (1 - alpha_bar): the posterior's variance */
  readonly betaTilde: number
  /** Mean of the posterior q(x' | x, x_0) = ofData x_0 + ofState x (Ho et al. 2020, equation 7) */
  readonly ofData: number
  readonly ofState: number
  /** log(alpha_bar / (1 - alpha_bar)) */
  readonly logSnr: number
}

/**
 * The coefficients between two visited timesteps, whatever their distance. A chain on a strided grid that took the
 * one-step beta_t instead would keep almost all of its noise. On a process that does not preserve variance `alpha` is
 * (alpha/alpha')^2 and `beta` what the step adds.
 */
export function coefficients(from: ChainLevel, to: ChainLevel | null): VisitedStep {
  const a = to === null ? from.alpha : from.alpha / to.alpha
  const keeps = to === null ? 0 : to.ratio / from.ratio
  const variance = from.sigma * from.sigma
  const beta = variance * (1 - keeps) * (1 + keeps)
  const next = to === null ? 0 : to.sigma * to.sigma
  return {
    t: from.t,
    next: to === null ? null : to.t,
    alphaBar: from.alpha * from.alpha,
    alphaBarNext: to === null ? 1 : to.alpha * to.alpha,
    alpha: a * a,
    beta,
    betaTilde: (beta * next) / variance,
    ofData: ((to === null ? 1 : to.alpha) * beta) / variance,
    ofState: (a * next) / variance,
    logSnr: -2 * Math.log(from.ratio),
  }
}

/** Every step of a run through these levels, from noise to data, with the last one to no noise where it ends there. */
export function visitedSteps(levels: readonly ChainLevel[], toZero: boolean): VisitedStep[] {
  const ends: (ChainLevel | null)[] = [...levels.slice(1), ...(toZero ? [null] : [])]
  return ends.map((to, i) => coefficients(levels[i]!, to))
}
