import type { ScoreContext } from '#core/catalog/catalog'
import { entry } from '#core/catalog/entry'
import { Invalid } from '#core/params/invalid'
import { scoreOfForm } from '../exact'
import { perturbedScore } from './perturbed-score'

export const perturbed = entry({
  kind: 'perturbed',
  title: 'Exact with an error',
  doc: 'The exact score and an error that is known everywhere: what a wrong score does to paths and densities.',
  source: 'Song et al. 2021 (maximum likelihood), theorem 1, for what the error costs',
  formula: '\\hat s = \\nabla\\log p_t + e',
  params: {
    error: {
      kind: 'choice',
      label: 'Error',
      doc: 'A push everywhere, a score that is too long or too short, or a push about one place.',
      default: 'constant',
      options: [
        { value: 'constant', label: 'Constant' },
        { value: 'scale', label: 'Scale' },
        { value: 'bump', label: 'Bump' },
      ],
    },
    size: {
      kind: 'number',
      label: 'Size',
      symbol: 'a',
      doc: 'Length of the push, or the part by which the score is too long; below 0 it is turned round, or too short.',
      default: 0.3,
      min: -20,
      max: 20,
      soft: [-1, 1],
      step: 0.05,
    },
    direction: {
      kind: 'number',
      label: 'Direction',
      doc: 'Of the push, from the first axis towards the second; a scale has none.',
      default: 0,
      min: -180,
      max: 180,
      step: 5,
      unit: '°',
    },
    unit: {
      kind: 'choice',
      label: 'Counted in',
      doc: 'The score itself, or the noise that a network predicts, σ times as large; the second grows as the noise falls.',
      default: 'noise',
      options: [
        { value: 'noise', label: 'Noise' },
        { value: 'score', label: 'Score' },
      ],
    },
    x: {
      kind: 'number',
      label: 'Bump at x₁',
      doc: 'Place in the data; it moves with the signal as noise is added.',
      default: 2,
      min: -100,
      max: 100,
      soft: [-6, 6],
      step: 0.1,
      minor: true,
    },
    y: {
      kind: 'number',
      label: 'Bump at x₂',
      doc: 'Place in the data; it moves with the signal as noise is added.',
      default: 0,
      min: -100,
      max: 100,
      soft: [-6, 6],
      step: 0.1,
      minor: true,
    },
    width: {
      kind: 'number',
      label: 'Bump width',
      symbol: 'w',
      doc: 'Distance from its place at which the bump has fallen to 0.61 of its height.',
      default: 1,
      min: 0.01,
      max: 100,
      soft: [0.1, 5],
      scale: 'log',
      step: 0.1,
      minor: true,
    },
    low: {
      kind: 'number',
      label: 'From log-SNR',
      doc: 'Noisier than this there is no error.',
      default: -30,
      min: -30,
      max: 30,
      step: 0.1,
      minor: true,
    },
    high: {
      kind: 'number',
      label: 'To log-SNR',
      doc: 'Cleaner than this there is no error.',
      default: 30,
      min: -30,
      max: 30,
      step: 0.1,
      minor: true,
    },
  },
  make({ error, size, direction, unit, x, y, width, low, high }) {
    if (low > high) throw new Invalid('low', `is ${low}; a number of at most high (${high}) was expected`)
    return ({ data }: ScoreContext) =>
      perturbedScore(scoreOfForm(data.form), {
        error: error === 'scale' || error === 'bump' ? error : 'constant',
        size,
        direction: (direction * Math.PI) / 180,
        unit: unit === 'score' ? 'score' : 'noise',
        centre: [x, y, 0],
        width,
        low,
        high,
      })
  },
})
