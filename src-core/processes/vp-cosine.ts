import { entry } from '#core/params/entry'
import { processFromPath } from './gaussian-path'

export const vpCosine = entry({
  kind: 'vp-cosine',
  title: 'VP, cosine',
  doc: 'Variance preserving with a signal that falls like a cosine: fewer steps are spent on pure noise.',
  source: 'Nichol & Dhariwal 2021, equation 17',
  formula:
    '\\bar\\alpha(t) = \\cos^2\\!\\big(\\tfrac{t+s}{1+s}\\tfrac{\\pi}{2}\\big) / \\cos^2\\!\\big(\\tfrac{s}{1+s}\\tfrac{\\pi}{2}\\big)',
  params: {
    offset: {
      kind: 'number',
      label: 'Offset',
      symbol: 's',
      doc: 'Keeps the first steps from being too small to matter.',
      default: 0.008,
      min: 0,
      max: 0.2,
      soft: [0, 0.05],
      step: 0.001,
    },
    tMax: {
      kind: 'number',
      label: 'First time',
      symbol: 't_{\\max}',
      doc: 'Where the run starts; at t = 1 the signal is exactly 0 and the rate is infinite.',
      default: 0.9946,
      min: 0.5,
      max: 0.9999,
      soft: [0.9, 0.9999],
      step: 0.0001,
      minor: true,
    },
  },
  make({ offset, tMax }) {
    const rate = Math.PI / 2 / (1 + offset)
    const phase = (t: number): number => (t + offset) * rate
    const start = Math.cos(offset * rate)
    const startSine = Math.sin(offset * rate)
    return processFromPath({
      tMin: 0.001,
      tMax,
      priorStd: 1,
      logAlpha: (t) => Math.log(Math.cos(phase(t)) / start),
      logAlphaRate: (t) => -rate * Math.tan(phase(t)),
      // 1 - cos^2 a / cos^2 b = (sin^2 a - sin^2 b) / cos^2 b, which does not cancel near t = 0.
      variance: (t) =>
        ((Math.sin(phase(t)) - startSine) * (Math.sin(phase(t)) + startSine)) / (start * start),
      varianceRate: (t) => (rate * Math.sin(2 * phase(t))) / (start * start),
      tFromLogSnr: (value) => Math.acos(start / Math.sqrt(1 + Math.exp(-value))) / rate - offset,
    })
  },
})
