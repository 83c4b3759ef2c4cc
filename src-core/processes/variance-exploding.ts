import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { processFromPath } from './gaussian-path'

const sigmaMin = {
  kind: 'number',
  label: 'Smallest noise',
  symbol: '\\sigma_{\\min}',
  doc: 'Noise level at the data end; below the width of the data it changes little.',
  default: 0.01,
  min: 0.0001,
  max: 10,
  soft: [0.001, 0.5],
  scale: 'log',
  step: 0.001,
} as const

const sigmaMax = {
  kind: 'number',
  label: 'Largest noise',
  symbol: '\\sigma_{\\max}',
  doc: 'Noise level at the start; it must be far above the spread of the data.',
  default: 50,
  min: 0.1,
  max: 1000,
  soft: [5, 100],
  scale: 'log',
  step: 0.5,
} as const

function checkOrder(low: number, high: number): void {
  if (low >= high) throw new Invalid('sigmaMin', `is ${low}; a number below sigmaMax (${high}) was expected`)
}

export const ve = entry({
  kind: 've',
  title: 'VE, geometric',
  doc: 'Variance exploding: the signal stays and noise grows by a constant factor per unit of time.',
  source: 'Song et al. 2021, appendix C',
  formula:
    'dx = \\sigma(t)\\sqrt{2\\log\\tfrac{\\sigma_{\\max}}{\\sigma_{\\min}}}\\,dW,\\ \\sigma(t) = \\sigma_{\\min}\\big(\\tfrac{\\sigma_{\\max}}{\\sigma_{\\min}}\\big)^t',
  params: { sigmaMin, sigmaMax },
  make(values) {
    checkOrder(values.sigmaMin, values.sigmaMax)
    const growth = Math.log(values.sigmaMax / values.sigmaMin)
    const variance = (t: number): number => values.sigmaMin ** 2 * Math.exp(2 * growth * t)
    return processFromPath({
      tMin: 0,
      tMax: 1,
      priorStd: values.sigmaMax,
      logAlpha: () => 0,
      logAlphaRate: () => 0,
      variance,
      varianceRate: (t) => 2 * growth * variance(t),
      tFromLogSnr: (value) => (-0.5 * value - Math.log(values.sigmaMin)) / growth,
    })
  },
})

export const edm = entry({
  kind: 'edm',
  title: 'EDM',
  doc: 'Noise level is time itself: paths of the flow are as straight as they can be.',
  source: 'Karras et al. 2022, table 1',
  formula: 'dx = \\sqrt{2t}\\,dW,\\quad \\sigma(t) = t',
  params: {
    sigmaMin: { ...sigmaMin, default: 0.002, soft: [0.001, 0.5] },
    sigmaMax: { ...sigmaMax, default: 80, soft: [5, 160] },
  },
  make(values) {
    checkOrder(values.sigmaMin, values.sigmaMax)
    return processFromPath({
      tMin: values.sigmaMin,
      tMax: values.sigmaMax,
      priorStd: values.sigmaMax,
      logAlpha: () => 0,
      logAlphaRate: () => 0,
      variance: (t) => t * t,
      varianceRate: (t) => 2 * t,
      tFromLogSnr: (value) => Math.exp(-0.5 * value),
    })
  },
})
