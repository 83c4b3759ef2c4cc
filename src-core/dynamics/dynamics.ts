/**
 * What evolves: dx = [linear(t) x + score(t) grad log p_t(x)] dt + noise(t) dW. Every dynamics of the lab whose drift
 * is linear in x and in the score has this form; samplers read only these three scalars. Time runs in the direction
 * of the grid: for reverse dynamics dt < 0 and dW is the backward Brownian motion.
 */
export interface Dynamics {
  readonly direction: 'reverse' | 'forward'
  linear(t: number): number
  /** 0 where the score is not used */
  score(t: number): number
  noise(t: number): number
  /**
   * Adds rotation(t) J grad log p_t to the drift, J the quarter turn (Backend.rotate). Its flux J grad p has no
   * divergence, so marginals stay and paths turn. Absent where nothing is added; needs two dimensions.
   */
  rotation?(t: number): number
  /** Time at which the noise sets in or stops, where it does so in the middle of a run */
  readonly switchesAt?: number
  /** True where noise(t) is 0 for all t. */
  readonly deterministic: boolean
  /** TeX of the equation; parts wrapped in \htmlClass{drift|score|noise}{...} are coloured and toggle layers. */
  readonly equation: string
}
