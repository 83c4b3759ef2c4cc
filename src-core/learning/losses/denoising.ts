import type { Process } from '#core/processes/process'
import type { Loss, LossContext } from './loss'
import { conditionalScores, matchingBatch } from './matching'

/** 1/2 E w |s_theta - grad log p(x | x_0)|^2 (Vincent 2011). */
export function denoising(context: LossContext): Loss {
  return {
    slopes: false,
    batch: (rows) => matchingBatch(context, rows, conditionalScores(rows), 0.5),
  }
}

/**
 * E |u_theta - u|^2 with u = alpha' x_0 + sigma' eps and u_theta = f x - g^2 s_theta / 2, the velocity of the
 * probability flow (Lipman et al. 2023): denoising matching of weight g^4 / 4.
 */
export function flowMatching({ architecture }: Pick<LossContext, 'architecture'>, process: Process): Loss {
  const context = { architecture, weighting: (t: number) => 0.25 * process.g2(t) ** 2 }
  return {
    slopes: false,
    batch: (rows) => matchingBatch(context, rows, conditionalScores(rows), 1),
  }
}
