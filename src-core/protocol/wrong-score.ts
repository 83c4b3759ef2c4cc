/** Shares of noise at which a wrong score is looked at, besides that of the document */
export const wrongScoreLambdas = [1, 0, 0.5, 0.2, 0.1, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9] as const

/** At these the integral is also measured along simulated paths. */
export const simulatedLambdas: readonly number[] = [0.2, 0.5, 1]

export interface WrongScoreWish {
  readonly revision: number
  /** 0 to 5 */
  readonly lambda: number
  /** Measures the integral along simulated paths too */
  readonly simulate: boolean
}

/** What the document's wrong score costs at one share of noise, in nats. */
export interface WrongScoreCost {
  readonly lambda: number
  /** KL(p_T || prior); 0 for a run that starts from the true p_T */
  readonly prior: number
  /** 1/2 int ((1 + lambda^2)/2 lambda)^2 g^2 E|error|^2 dt; null: infinite, since the measures are singular */
  readonly integral: number | null
  /** KL of the densities in which both end, each solved on the grid; null where it has no bound within numbers */
  readonly marginals: number
  /** The integral by Girsanov's weights along simulated true paths, with its standard error; null where not asked for */
  readonly simulated: { readonly value: number; readonly error: number; readonly paths: number } | null
  /** Time at which both end */
  readonly end: number
  /** Cells along each axis, and steps of both densities */
  readonly cells: number
  readonly steps: number
}
