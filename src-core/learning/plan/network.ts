import { entry } from '#core/params/entry'
import type { Activation, Architecture, Prediction, TimeInput } from '../network/architecture'

/** What an architecture takes from the data it is for. */
export interface DataShape {
  readonly dimension: 1 | 2 | 3
  readonly variance: number
}

export const perceptron = entry({
  kind: 'perceptron',
  title: 'Perceptron',
  doc: 'Fully connected layers from position and noise level to a vector; enough for data in one to three dimensions.',
  source: 'Karras et al. 2022, section 5; Tancik et al. 2020',
  formula:
    's_\\theta = a(\\sigma)\\,x + b(\\sigma)\\,F_\\theta\\big(c(\\sigma)\\,x,\\ \\log\\mathrm{SNR}\\big)',
  params: {
    width: {
      kind: 'number',
      label: 'Width',
      doc: 'Units of each hidden layer; the cost grows with the square.',
      default: 128,
      min: 4,
      max: 512,
      soft: [32, 256],
      step: 4,
      integer: true,
    },
    depth: {
      kind: 'number',
      label: 'Depth',
      doc: 'Hidden layers. One bends too little for separate modes; more than four gain little here.',
      default: 3,
      min: 1,
      max: 8,
      soft: [1, 5],
      step: 1,
      integer: true,
    },
    activation: {
      kind: 'choice',
      label: 'Activation',
      doc: 'ReLU gives a field of flat pieces and has no second derivative, so losses with a divergence refuse it.',
      default: 'silu',
      options: [
        { value: 'silu', label: 'SiLU' },
        { value: 'tanh', label: 'tanh' },
        { value: 'relu', label: 'ReLU' },
      ],
    },
    preconditioning: {
      kind: 'choice',
      label: 'Preconditioning',
      doc: 'EDM scales inputs and targets to unit variance at every level; plain gives the network x and takes its output as it is.',
      source: 'Karras et al. 2022, table 1',
      default: 'edm',
      options: [
        { value: 'edm', label: 'EDM' },
        { value: 'plain', label: 'Plain' },
      ],
    },
    predicts: {
      kind: 'choice',
      label: 'Predicts',
      doc: 'What a plain output means. With EDM preconditioning all four are the same network up to sign.',
      default: 'noise',
      options: [
        { value: 'score', label: 'Score' },
        { value: 'noise', label: 'Noise' },
        { value: 'x0', label: 'x₀' },
        { value: 'v', label: 'v' },
      ],
    },
    time: {
      kind: 'choice',
      label: 'Noise level as',
      doc: 'How the network is told the noise level: Fourier features separate near levels, a single number is the simplest.',
      source: 'Tancik et al. 2020',
      default: 'fourier',
      options: [
        { value: 'fourier', label: 'Fourier features of log-SNR' },
        { value: 'log-snr', label: 'log-SNR' },
        { value: 'noise', label: 'σ/α' },
      ],
      minor: true,
    },
    frequencies: {
      kind: 'number',
      label: 'Frequencies',
      doc: 'Fourier features: each is a sine and a cosine, and turns faster than the one before by √2.',
      default: 8,
      min: 1,
      max: 16,
      step: 1,
      integer: true,
      minor: true,
    },
  },
  make:
    ({ width, depth, activation, preconditioning, predicts, time, frequencies }) =>
    ({ dimension, variance }: DataShape): Architecture => ({
      dimension,
      width,
      depth,
      activation: activation as Activation,
      time: time as TimeInput,
      frequencies,
      preconditioning: preconditioning as 'edm' | 'plain',
      predicts: predicts as Prediction,
      dataVariance: variance,
    }),
})

export const networks = [perceptron]
