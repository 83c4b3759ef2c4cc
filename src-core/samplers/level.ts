import type { Process } from '#core/processes/process'
import type { Backend, Slot } from './backend'

/** A noise level of a process with the quantities that papers write their methods in. */
export interface Level {
  readonly t: number
  readonly alpha: number
  /** Above 0 */
  readonly sigma: number
  /** log(alpha / sigma), half the log-SNR: the lambda of Lu et al. 2022 */
  readonly lambda: number
  /** sigma / alpha: the sigma of Karras et al. 2022 for x / alpha, the rho of Zhang & Chen 2023 */
  readonly ratio: number
}

export function levelAt(process: Process, t: number): Level {
  const alpha = process.alpha(t)
  const sigma = process.sigma(t)
  return { t, alpha, sigma, lambda: 0.5 * process.logSnr(t), ratio: sigma / alpha }
}

/** The level where log(alpha / sigma) has a value between those of the process's ends. */
export function levelAtLambda(process: Process, lambda: number): Level {
  return levelAt(process, process.tFromLogSnr(2 * lambda))
}

/** What is interpolated between steps: the noise eps = -sigma score, or the data D = (x + sigma^2 score) / alpha. */
export type Form = 'noise' | 'data'

/** out <- the prediction at (x, level); one score evaluation. out may not be x. */
export function predict(backend: Backend, out: Slot, x: Slot, level: Level, form: Form): void {
  const { alpha, sigma } = level
  backend.score(out, x, alpha, sigma)
  if (form === 'noise') backend.combine(out, [-sigma, out])
  else backend.combine(out, [1 / alpha, x], [(sigma * sigma) / alpha, out])
}
