import type { AnyEntry } from '#core/params/entry'
import type { Distribution } from '#core/distributions/distribution'
import { Invalid } from '#core/params/invalid'
import type { ParamValue, ParamValues } from '#core/params/param'
import { wordsOf } from '#core/params/words'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { consistencyDistillation, type EvaluatedNetwork } from '../distillation/consistency-distillation'
import type { Architecture } from '../network/architecture'
import { initialWeights } from '../network/initial-weights'
import type { TrainingProblem } from '../training/train'
import type { Schedule } from '../training/schedule'
import type { TrainerSpec } from '../training/trainer'
import { drawTrainingSet, type TrainingSet } from '../training/training-set'
import type { NetworkTable } from '../network-table'
import { distillation, type MadeDistillation } from './distillation'
import { losses, type MadeLoss } from './losses'
import { networks } from './network'
import { optimisers } from './optimisers'

/** What a training is trained on. */
export interface TrainingContext {
  readonly data: Distribution
  readonly process: Process
  /** The exact score, for explicit matching and to be held against */
  readonly exact: ScoreModel
  /** Seed of the points that are drawn from the data */
  readonly dataSeed: number
  /** The networks that it may learn from */
  readonly networks: NetworkTable
}

/** The network of a training, before its first step. */
export interface PlannedNetwork {
  readonly architecture: Architecture
  readonly spec: TrainerSpec
  /** null for a distillation, whose loss asks networks */
  readonly loss: MadeLoss | null
  readonly distillation: MadeDistillation | null
  readonly schedule: Schedule
  readonly seed: number
  /** A few words, such as "3 × 128 SiLU, denoising matching" */
  readonly title: string
}

/** Networks that a distillation asks, on whatever backend evaluates them. */
export interface DistillationNetworks {
  readonly teacher: EvaluatedNetwork
  /** The student's moving average as it is now */
  readonly average: EvaluatedNetwork
}

/** A training with everything decided but the backend. */
export interface PlannedTraining extends PlannedNetwork {
  readonly problem: TrainingProblem
  /** Steps between measurements of the score error */
  readonly reportEvery: number
  /** Score error at which it ends early; 0: never */
  readonly targetError: number
  /** Measurements without a lower error after which it ends; 0: never */
  readonly patience: number
}

/**
 * From the values of a witness `training-run`, every default filled in. Throws `Invalid` with the parameter's name
 * where they do not go together; nothing is drawn yet.
 */
export function planNetwork(values: ParamValues, context: TrainingContext): PlannedNetwork {
  const { data, process, exact, networks: known } = context
  const kind = wordsOf(values['loss'])
  const seed = Number(values['seed'])
  const taught =
    kind === distillation.kind
      ? part([distillation], kind, values)({ networks: known, dimension: data.dimension })
      : null
  const { dimension, variance } = data
  const architecture =
    taught?.teacher.architecture ?? part(networks, 'perceptron', values)({ dimension, variance })
  const loss = taught === null ? part(losses, kind, values)({ architecture, process, exact, seed }) : null
  const { optimiser, schedule } = part(optimisers, wordsOf(values['optimiser']), values)
  const custom = values['initial'] === 'uniform' ? 'uniform' : 'normal'
  const weights = taught?.teacher.weights ?? initialWeights(architecture, seed, custom)
  return {
    architecture,
    spec: { architecture, optimiser, weights },
    loss,
    distillation: taught,
    schedule: { ...schedule, steps: Number(values['steps']) },
    seed,
    title: titleOf(architecture, kind),
  }
}

/**
 * The same with its training points drawn. A distillation is planned once its networks can be asked; an Error is thrown
 * without them.
 */
export function planTraining(
  values: ParamValues,
  context: TrainingContext,
  asked?: DistillationNetworks,
): PlannedTraining {
  const network = planNetwork(values, context)
  const { loss, levels } = lossOf(network, context, asked)
  const { process, data, dataSeed } = context
  const { schedule, seed } = network
  const points = pointsOf(data, Number(values['points']), dataSeed)
  return {
    ...network,
    problem: { data: points, process, levels, loss, schedule, batch: Number(values['batch']), seed },
    reportEvery: Number(values['reportEvery']),
    targetError: Number(values['targetError']),
    patience: Number(values['patience']),
  }
}

function lossOf(
  { loss, distillation: taught, architecture }: PlannedNetwork,
  { process }: TrainingContext,
  asked: DistillationNetworks | undefined,
): MadeLoss {
  if (loss !== null) return loss
  if (taught === null || asked === undefined) throw new Error('a distillation was planned without networks')
  return consistencyDistillation(architecture, process, asked.teacher, asked.average, taught.rungs)
}

function pointsOf(data: Distribution, count: number, seed: number): TrainingSet {
  try {
    return drawTrainingSet(data, count, seed)
  } catch (error) {
    throw error instanceof Invalid ? error.within('points') : error
  }
}

/** One of several parts that may stand in a place, made from the values that are its own. */
function part<Made>(entries: readonly AnyEntry<Made>[], kind: string, values: ParamValues): Made {
  const found = entries.find((candidate) => candidate.kind === kind)
  if (found === undefined) throw new Error(`there is no part "${kind}"`)
  const own = Object.entries(found.params).map(([name, param]): [string, ParamValue] => [
    name,
    values[name] ?? param.default,
  ])
  return found.make(Object.fromEntries(own))
}

const activationNames = { silu: 'SiLU', tanh: 'tanh', relu: 'ReLU' } as const

export function titleOf({ width, depth, activation }: Architecture, loss: string): string {
  const title = [...losses, distillation].find(({ kind }) => kind === loss)?.title ?? loss
  return `${depth} × ${width} ${activationNames[activation]}, ${title.toLowerCase()}`
}
