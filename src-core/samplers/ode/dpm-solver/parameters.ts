import type { ChoiceParam } from '#core/params/param'

export const form = {
  kind: 'choice',
  label: 'Predicts',
  doc: 'What is joined by a polynomial between the evaluations: the noise (DPM-Solver) or the data (DPM-Solver++).',
  source: 'Lu et al. 2023, section 4',
  default: 'noise',
  options: [
    { value: 'noise', label: 'noise' },
    { value: 'data', label: 'data (++)' },
  ],
} as const satisfies ChoiceParam

export const variant = {
  kind: 'choice',
  label: 'Higher terms',
  doc: 'As in the papers’ algorithms, or by the Taylor expansion that they start from; the order is the same.',
  source: 'Lu et al. 2022, appendix B',
  default: 'midpoint',
  options: [
    { value: 'midpoint', label: 'papers' },
    { value: 'taylor', label: 'Taylor' },
  ],
  minor: true,
} as const satisfies ChoiceParam

export const inner = {
  kind: 'choice',
  label: 'Stages',
  doc: 'Whether the evaluations inside a step divide its log-SNR or its time evenly.',
  default: 'log-snr',
  options: [
    { value: 'log-snr', label: 'even in log-SNR' },
    { value: 'time', label: 'even in t' },
  ],
  minor: true,
} as const satisfies ChoiceParam
