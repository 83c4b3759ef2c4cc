/**
 * The steps that a run really takes, with the coefficients between the times that it visits; every array has one entry
 * a step. `next` is NaN for the step to no noise at all, where alphaBarNext is 1.
 */
export interface VisitedTable {
  /** Length of the chain, its beta and alpha_bar, where the process is one; null for continuous processes */
  readonly chain: { readonly betas: Float64Array; readonly alphaBar: Float64Array } | null
  /** From tMin to tMax, rising, with log-SNR there: all timesteps of a chain, else an even grid */
  readonly training: { readonly t: Float64Array; readonly logSnr: Float64Array }
  readonly t: Float64Array
  readonly next: Float64Array
  readonly signal: Float64Array
  readonly noise: Float64Array
  readonly logSnr: Float64Array
  /** Change of log-SNR over the step; infinite for the step to no noise */
  readonly gain: Float64Array
  readonly alphaBar: Float64Array
  readonly alphaBarNext: Float64Array
  /** 1 - alpha_bar / alpha_bar_next, or what the step adds where variance is not preserved */
  readonly beta: Float64Array
  /** Variance of the posterior q(x' | x, x_0) */
  readonly betaTilde: Float64Array
  /** Mean of the posterior = ofData x_0 + ofState x */
  readonly ofData: Float64Array
  readonly ofState: Float64Array
  /**
   * log-SNR where a chain would end that took beta_t of one step at every visited timestep, whatever lies between;
   * null where the steps visit every timestep, or where there is no chain.
   */
  readonly oneStepLogSnr: number | null
}
