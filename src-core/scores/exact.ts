import type { ScoreContext } from '#core/catalog/catalog'
import { entry } from '#core/params/entry'
import { boxesScore } from './boxes-score'
import { energyScore } from './energy-score'
import { mixtureScore } from './mixture-score'
import type { ScoreForm } from './score-form'
import type { ScoreModel } from './score-model'

/** The exact score of what a form describes. */
export function scoreOfForm(form: ScoreForm): ScoreModel {
  switch (form.form) {
    case 'mixture':
      return mixtureScore(form)
    case 'boxes':
      return boxesScore(form)
    case 'energy':
      return energyScore(form)
  }
}

export const exact = entry({
  kind: 'exact',
  title: 'Exact',
  doc: 'The true score of the noised data, from a closed form or sums over positive terms.',
  source: 'Vincent 2011; Efron 2011 (Tweedie)',
  formula: '\\nabla\\log p_t(x) = \\big(\\alpha\\,\\mathbb{E}[x_0|x] - x\\big)/\\sigma^2',
  params: {},
  make: () => (context: ScoreContext) => scoreOfForm(context.data.form),
})
