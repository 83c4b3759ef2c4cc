/**
 * A forward noising process x_t = alpha(t) x_0 + sigma(t) eps, equivalently dx = f(t) x dt + g(t) dW with
 * f = alpha'/alpha and g^2 = 2 sigma sigma' - 2 f sigma^2 (Karras et al. 2022, appendix B). Time is dimensionless;
 * data stands at tMin, noise at tMax. All functions are finite on [tMin, tMax].
 */
export interface Process {
  readonly tMin: number
  readonly tMax: number
  alpha(t: number): number
  sigma(t: number): number
  /** f(t) = d log alpha / dt */
  f(t: number): number
  /** g(t)^2, never negative */
  g2(t: number): number
  /** log(alpha^2 / sigma^2), strictly falling in t */
  logSnr(t: number): number
  /** Inverse of `logSnr`; clamps to [tMin, tMax]. */
  tFromLogSnr(logSnr: number): number
  /** Standard deviation of the Gaussian prior N(0, priorStd^2) that a sampler starts from at tMax. */
  readonly priorStd: number
}
