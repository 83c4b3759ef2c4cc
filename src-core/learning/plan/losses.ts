import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { denoising, flowMatching } from '../losses/denoising'
import { explicit } from '../losses/explicit'
import { implicit, sliced } from '../losses/implicit'
import { type LevelKind, type Levels, levelsOf } from '../losses/levels'
import type { Loss, LossContext } from '../losses/loss'
import { type WeightingName, weightingOf } from '../losses/weighting'
import type { Architecture } from '../network/architecture'
import { randomSigns } from '../training/draws'
import { gamma, level, levels, weighting } from './loss-params'

/** What a loss may need to know. */
export interface LossMakerContext {
  readonly architecture: Architecture
  readonly process: Process
  /** The exact score of the data; null where none is known */
  readonly exact: ScoreModel | null
  readonly seed: number
}

/** A loss with the noise levels that it is taken over. */
export interface MadeLoss {
  readonly loss: Loss
  readonly levels: Levels
}

type LossMaker = (context: LossMakerContext) => MadeLoss

interface Shared {
  readonly weighting: string
  readonly levels: string
  readonly level: number
  readonly gamma: number
}

function made(values: Shared, context: LossMakerContext, make: (inner: LossContext) => Loss): MadeLoss {
  const { architecture, process } = context
  const s2 = architecture.dataVariance
  const inner = {
    architecture,
    weighting: weightingOf(values.weighting as WeightingName, process, s2, values.gamma),
  }
  return {
    loss: make(inner),
    levels: levelsOf(values.levels as LevelKind, process, s2, values.level),
  }
}

const shared = { weighting, levels, level, gamma } as const

const denoisingLoss = entry({
  kind: 'denoising',
  title: 'Denoising matching',
  doc: 'The network learns to point from a noisy point back along its noise; the mean of all such arrows is the score.',
  source: 'Vincent 2011; Song & Ermon 2019; Ho et al. 2020',
  formula: '\\tfrac12\\,\\mathbb{E}\\,w\\,\\|s_\\theta(x_t) + \\varepsilon/\\sigma\\|^2',
  params: shared,
  make:
    (values): LossMaker =>
    (context) =>
      made(values, context, denoising),
})

/** Explicit matching uses few levels, since each costs a table where data is an energy. */
const LADDER = 64

const explicitLoss = entry({
  kind: 'explicit',
  title: 'Explicit matching',
  doc: 'Against the exact score itself, which only a lab has: what the other losses are worth.',
  source: 'Hyvärinen 2005, equation 2',
  formula: '\\tfrac12\\,\\mathbb{E}\\,w\\,\\|s_\\theta - \\nabla\\log p_t\\|^2',
  params: shared,
  make:
    (values): LossMaker =>
    (context) => {
      const { exact } = context
      if (exact === null)
        throw new Invalid(
          'kind',
          'is "explicit", which needs the exact score; another loss was expected here',
        )
      const { loss, levels: all } = made(values, context, (inner) => explicit(inner, exact))
      return { loss, levels: (u) => all((Math.min(LADDER - 1, Math.floor(u * LADDER)) + 0.5) / LADDER) }
    },
})

const implicitLoss = entry({
  kind: 'implicit',
  title: 'Implicit matching',
  doc: 'No score is known and none is needed: the divergence of the network takes its place, after an integration by parts.',
  source: 'Hyvärinen 2005, theorem 1',
  formula: '\\mathbb{E}\\,w\\,\\big(\\nabla\\!\\cdot s_\\theta + \\tfrac12\\|s_\\theta\\|^2\\big)',
  params: shared,
  make:
    (values): LossMaker =>
    (context) =>
      made(values, context, implicit),
})

const slicedLoss = entry({
  kind: 'sliced',
  title: 'Sliced matching',
  doc: 'Implicit matching with the divergence seen along random directions, whose cost does not grow with dimension.',
  source: 'Song, Garg, Shi & Ermon 2019, equation 8',
  formula: '\\mathbb{E}\\,w\\,\\big(v^\\top (\\partial_x s_\\theta)\\,v + \\tfrac12\\|s_\\theta\\|^2\\big)',
  params: {
    projections: {
      kind: 'number',
      label: 'Projections',
      doc: 'Random directions for each point; one is right on average, more are quieter.',
      default: 1,
      min: 1,
      max: 16,
      step: 1,
      integer: true,
    },
    ...shared,
  },
  make:
    (values): LossMaker =>
    (context) =>
      made(values, context, (inner) =>
        sliced(inner, randomSigns(context.seed, values.projections), values.projections),
      ),
})

const flowMatchingLoss = entry({
  kind: 'flow-matching',
  title: 'Flow matching',
  doc: 'The velocity of the probability flow is learned: denoising matching with the weight g⁴/4.',
  source: 'Lipman et al. 2023; Albergo & Vanden-Eijnden 2023',
  formula: '\\mathbb{E}\\,\\|u_\\theta - (\\dot\\alpha x_0 + \\dot\\sigma\\varepsilon)\\|^2',
  params: { levels: { ...levels, default: 'time' }, level },
  make:
    (values): LossMaker =>
    ({ architecture, process }) => ({
      loss: flowMatching({ architecture }, process),
      levels: levelsOf(values.levels as LevelKind, process, architecture.dataVariance, values.level),
    }),
})

export const losses = [denoisingLoss, explicitLoss, implicitLoss, slicedLoss, flowMatchingLoss]
