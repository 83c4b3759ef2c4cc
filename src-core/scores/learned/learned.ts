import type { ScoreContext } from '#core/catalog/catalog'
import { entry } from '#core/params/entry'
import {
  importedNetwork,
  type NetworkTable,
  type NetworkValue,
  ownTraining,
} from '#core/learning/network-table'
import { networkScore } from '#core/learning/network/network-score'
import { Invalid } from '#core/params/invalid'
import { scoreOfForm } from '../exact'
import { blended } from './blended'

export const learned = entry({
  kind: 'learned',
  title: 'Learned',
  doc: 'The score of a trained network: the document’s own training, one that ships with the lab, or imported weights.',
  source: 'Vincent 2011; Song & Ermon 2019; Karras et al. 2022',
  formula: 's_\\theta(x,t) \\approx \\nabla\\log p_t(x)',
  params: {
    weights: {
      kind: 'text',
      label: 'Network',
      doc: 'Which weights: “training” are those of the document’s own training as it goes on.',
      as: 'network',
      maxLength: 80,
      default: ownTraining,
    },
    share: {
      kind: 'number',
      label: 'Share',
      symbol: 'w',
      doc: 'How much of the network’s error is kept: 0 is the exact score, 1 the network alone.',
      formula: 's + w\\,(s_\\theta - s)',
      default: 1,
      min: 0,
      max: 1,
      step: 0.05,
      minor: true,
    },
  },
  make({ weights: reference, share }) {
    return ({ data, networks }: ScoreContext) => {
      const { architecture, weights } = networkOf(reference, networks)
      if (architecture.dimension !== data.dimension)
        throw new Invalid(
          'weights',
          `is "${shown(reference)}", a network for data of ${architecture.dimension} dimensions; the data here has ${data.dimension}, and one for that was expected`,
        )
      const truth = scoreOfForm(data.form)
      const model = networkScore(architecture, weights, truth)
      return { ...(share === 1 ? model : blended(truth, model, share)), truth }
    }
  },
})

function networkOf(reference: string, networks: NetworkTable): NetworkValue {
  const found = Object.hasOwn(networks, reference) ? networks[reference] : undefined
  if (found !== undefined) return found
  if (reference === ownTraining)
    throw new Invalid(
      'weights',
      `is "${ownTraining}", and the experiment has no training; a witness "training-run", or a network by name, was expected`,
    )
  const names = Object.keys(networks).filter((name) => name !== ownTraining && !importedNetwork.test(name))
  const expected = `the file that was imported when the document was made, or one of ${['training', ...names].join(', ')}, was expected`
  throw new Invalid(
    'weights',
    importedNetwork.test(reference)
      ? `is ${shown(reference)}, an imported network whose weights are not here; ${expected}`
      : `is "${shown(reference)}", which names no network; ${expected}`,
  )
}

function shown(reference: string): string {
  return reference.length > 24 ? `${reference.slice(0, 23)}…` : reference
}
