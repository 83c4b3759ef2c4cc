import type { ScoreContext } from '#core/catalog/catalog'
import { entry } from '#core/params/entry'
import { networkNamed, ownTraining, refuseDimension } from '#core/learning/network-table'
import { networkScore } from '#core/learning/network/network-score'
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
      const network = networkNamed(reference, networks, 'weights')
      refuseDimension(network, data.dimension, reference, 'weights')
      const { architecture, weights } = network
      const truth = scoreOfForm(data.form)
      const model = networkScore(architecture, weights, truth)
      return { ...(share === 1 ? model : blended(truth, model, share)), truth }
    }
  },
})
