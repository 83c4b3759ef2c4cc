import type { ScoreContext } from '#core/catalog/catalog'
import { entry } from '#core/params/entry'
import { conditionalForm, labelsOf } from '#core/distributions/conditional'
import { distributionFromMixture } from '#core/distributions/from-mixture'
import { Invalid } from '#core/params/invalid'
import { guidedScore } from './guided-score'
import type { ScoreModel } from './score-model'

export const guided = entry({
  kind: 'guided',
  title: 'Guided',
  doc: 'The exact score pushed towards one label of the data, as conditional models are sampled.',
  source: 'Dhariwal & Nichol 2021; Ho & Salimans 2022; Kynkäänniemi et al. 2024',
  formula: 's = s_u + w\\,(s_c - s_u)',
  params: {
    label: {
      kind: 'number',
      label: 'Label',
      symbol: 'c',
      doc: 'Which class is asked for: the number of a mode on the ring, the label of components in a mixture.',
      default: 0,
      min: 0,
      max: 255,
      soft: [0, 7],
      step: 1,
      integer: true,
    },
    weight: {
      kind: 'number',
      label: 'Guidance',
      symbol: 'w',
      doc: '0 ignores the label, 1 samples it exactly; above 1 samples crowd towards where the label is surest and overshoot.',
      default: 2,
      min: 0,
      max: 30,
      soft: [0, 8],
      step: 0.1,
    },
    method: {
      kind: 'choice',
      label: 'Method',
      doc: 'With exact scores both give the same; they differ in what a trained model would need.',
      default: 'classifier-free',
      options: [
        { value: 'classifier-free', label: 'Classifier-free' },
        { value: 'classifier', label: 'Classifier' },
      ],
    },
    low: {
      kind: 'number',
      label: 'From log-SNR',
      doc: 'Noisier than this, the plain conditional score is used: guidance at high noise costs variety.',
      source: 'Kynkäänniemi et al. 2024',
      default: -30,
      min: -30,
      max: 30,
      step: 0.1,
      minor: true,
    },
    high: {
      kind: 'number',
      label: 'To log-SNR',
      doc: 'Cleaner than this, the plain conditional score is used: guidance at low noise has little left to do.',
      source: 'Kynkäänniemi et al. 2024',
      default: 30,
      min: -30,
      max: 30,
      step: 0.1,
      minor: true,
    },
  },
  make(values) {
    if (values.low > values.high)
      throw new Invalid('low', `is ${values.low}; a number of at most high (${values.high}) was expected`)
    const method = values.method === 'classifier' ? 'classifier' : 'classifier-free'
    return ({ data }: ScoreContext): ScoreModel => {
      const { form } = data
      const labels = form.form === 'mixture' ? labelsOf(form) : []
      if (form.form !== 'mixture' || labels.length === 0)
        throw new Invalid('kind', 'is "guided", which needs labelled data; "mixture" or "ring" was expected')
      const part = conditionalForm(form, values.label)
      if (part === null)
        throw new Invalid('label', `is ${values.label}; a label of the data (${listed(labels)}) was expected`)
      const { weight } = values
      const everywhere = weight === 1 || (values.low <= -30 && values.high >= 30)
      return {
        ...guidedScore(form, part, { ...values, method }),
        ...(weight === 0 && everywhere
          ? {}
          : { target: weight === 1 ? distributionFromMixture(part) : null }),
      }
    }
  },
})

function listed(labels: readonly number[]): string {
  return labels.length > 8 ? `${labels.slice(0, 7).join(', ')}, … ${labels.at(-1)}` : labels.join(', ')
}
