import type { Process } from '#core/processes/process'
import type { Levels } from '../losses/levels'
import type { Loss } from '../losses/loss'
import type { NoisyRows } from '../losses/rows'
import { drawRows } from './draws'
import { rateAt, type Schedule } from './schedule'
import type { Trainer } from './trainer'
import type { TrainingSet } from './training-set'
import { Watch } from './watch'

/** Everything that one training is, but the backend. */
export interface TrainingProblem {
  readonly data: TrainingSet
  readonly process: Process
  readonly levels: Levels
  readonly loss: Loss
  readonly schedule: Schedule
  /** Rows a step */
  readonly batch: number
  readonly seed: number
  /** Rows of a step, where they are not drawn from the data */
  readonly rows?: (step: number) => NoisyRows
}

export interface StepEvent {
  readonly kind: 'step'
  /** Steps taken, 1 after the first */
  readonly step: number
  readonly loss: number
  readonly gradientNorm: number
  readonly rate: number
}

export type TrainingEnd =
  | { readonly kind: 'done'; readonly step: number }
  /** One sentence: what happened and what helps. The trainer stands where it was before the step that failed. */
  | { readonly kind: 'diverged'; readonly step: number; readonly sentence: string }

/** What may be changed between steps: a factor on the scheduled rate. */
export interface TrainingControl {
  readonly rateFactor?: number
}

/** Steps between copies that a diverged training goes back to */
const KEEP_EVERY = 50
/**
 * Training as a generator: every `next` takes one step of the trainer, which stands where a checkpoint left it, and
 * yields what came of it. Pausing is not asking for the next; a `TrainingControl` given to `next` holds from then on.
 * A loss that is not finite or has run away ends it, with the last good state restored; `watch` is what looks for that,
 * and is handed in where a training goes on.
 */
export function* train(
  problem: TrainingProblem,
  trainer: Trainer,
  watch = new Watch(),
): Generator<StepEvent, TrainingEnd, TrainingControl | undefined> {
  const { data, process, levels, loss, schedule, batch, seed } = problem
  let factor = 1
  let good = trainer.state()
  let { step } = good
  while (step < schedule.steps) {
    const rows = problem.rows?.(step) ?? drawRows(data, process, levels, batch, seed, step)
    const rate = factor * rateAt(schedule, step)
    const result = trainer.step(loss.batch(rows, step), rate)
    step += 1
    const wrong = watch.wrong(result)
    if (wrong !== null) {
      trainer.restore(good)
      const sentence = `${wrong} at step ${step}: at a learning rate of ${rate.toPrecision(3)} the weights ran away. The weights of step ${good.step} were kept; try a tenth of the rate, or a bound on the gradient.`
      return { kind: 'diverged', step, sentence }
    }
    if (step % KEEP_EVERY === 0 && watch.calm) good = trainer.state()
    const control = yield { kind: 'step', step, rate, ...result }
    factor = control?.rateFactor ?? factor
  }
  return { kind: 'done', step }
}
