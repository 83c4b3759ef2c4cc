import type { Description } from '#core/params/entry'
import type { ParamTable } from '#core/params/param'
import { budget } from './plan/budget'
import { distillation } from './plan/distillation'
import { losses } from './plan/losses'
import { networks } from './plan/network'
import { optimisers } from './plan/optimisers'

interface Part {
  readonly kind: string
  readonly title: string
  readonly doc: string
  readonly params: ParamTable
}

/**
 * The parameters of all parts that may stand in one place, in one table, each shown only with the parts that have it.
 * A witness is one flat choice, so that a document, a patch and the panel treat it as any other.
 */
function merged(choice: string, parts: readonly Part[]): ParamTable {
  const names = [...new Set(parts.flatMap(({ params }) => Object.keys(params)))]
  return Object.fromEntries(
    names.flatMap((name) => {
      const having = parts.filter(({ params }) => Object.hasOwn(params, name))
      const param = having[0]?.params[name]
      if (param === undefined) return []
      const everywhere = having.length === parts.length
      return [[name, everywhere ? param : { ...param, when: { [choice]: having.map(({ kind }) => kind) } }]]
    }),
  )
}

const taught = [...losses, distillation]

/** Shown where the network is the training's own: a student has its teacher's. */
function ofOwnNetwork(table: ParamTable): ParamTable {
  const when = { loss: losses.map(({ kind }) => kind) }
  return Object.fromEntries(
    Object.entries(table).map(([name, param]) => [name, { ...param, when: { ...param.when, ...when } }]),
  )
}

/** A training as a witness: what is trained, by what loss and optimiser, for how long, from which seed. */
export const trainingRun: Description = {
  kind: 'training-run',
  title: 'Training',
  doc: 'A network learns the score of the data under the process; its moving average is the score “training”.',
  source: 'Vincent 2011; Ho et al. 2020; Song et al. 2021; Karras et al. 2022',
  params: {
    loss: {
      kind: 'choice',
      label: 'Loss',
      doc: 'What is minimised. With enough network and time all lead to the score; their gradients are not equally quiet.',
      default: 'denoising',
      options: taught.map(({ kind, title }) => ({ value: kind, label: title })),
    },
    ...merged('loss', taught),
    ...ofOwnNetwork(merged('network', networks)),
    ...ofOwnNetwork({
      initial: {
        kind: 'choice',
        label: 'Initial weights',
        doc: 'Normal numbers scaled to each layer, or uniform ones, as PyTorch draws them.',
        default: 'normal',
        options: [
          { value: 'normal', label: 'Normal' },
          { value: 'uniform', label: 'Uniform' },
        ],
        minor: true,
      },
    }),
    optimiser: {
      kind: 'choice',
      label: 'Optimiser',
      doc: 'How gradients become steps.',
      default: 'adam',
      options: optimisers.map(({ kind, title }) => ({ value: kind, label: title })),
    },
    ...merged('optimiser', optimisers),
    ...budget,
    seed: {
      kind: 'number',
      label: 'Seed',
      doc: 'Of the initial weights, the batches and the noise: the same seed trains the same network.',
      default: 1,
      min: 0,
      max: 4294967295,
      soft: [0, 1000],
      step: 1,
      integer: true,
    },
  },
}
