/** Parameters that losses share. */
export const weighting = {
  kind: 'choice',
  label: 'Weight',
  symbol: 'w',
  doc: 'How much each noise level counts. With enough network all have the same minimum; a finite one favours what counts most.',
  default: 'sigma2',
  options: [
    { value: 'sigma2', label: 'σ²' },
    { value: 'g2', label: 'g²' },
    { value: 'edm', label: 'EDM' },
    { value: 'min-snr', label: 'min-SNR' },
    { value: 'uniform', label: 'Uniform' },
  ],
  source: 'Song et al. 2021b; Karras et al. 2022; Hang et al. 2023',
} as const

export const levels = {
  kind: 'choice',
  label: 'Noise levels',
  doc: 'Which levels training sees: evenly in log-SNR, evenly in time, EDM’s log-normal in the middle, or one alone.',
  default: 'log-snr',
  options: [
    { value: 'log-snr', label: 'Even in log-SNR' },
    { value: 'time', label: 'Even in time' },
    { value: 'log-normal', label: 'EDM log-normal' },
    { value: 'one', label: 'One level' },
  ],
} as const

export const level = {
  kind: 'number',
  label: 'Level',
  symbol: '\\log(\\alpha/\\sigma)',
  doc: 'The one noise level that is trained, where only one is; a network knows nothing of others then.',
  default: 0,
  min: -5,
  max: 5,
  soft: [-2, 3],
  step: 0.1,
  minor: true,
} as const

export const gamma = {
  kind: 'number',
  label: 'SNR bound',
  symbol: '\\gamma',
  doc: 'Where min-SNR stops growing.',
  source: 'Hang et al. 2023',
  default: 5,
  min: 0.1,
  max: 100,
  scale: 'log',
  step: 0.1,
  minor: true,
} as const
