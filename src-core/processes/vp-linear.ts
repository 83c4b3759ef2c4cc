import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { processFromPath } from './gaussian-path'

/** Integral of beta from 0 to t. */
const integral = (low: number, high: number, t: number): number => low * t + 0.5 * (high - low) * t * t

export const vpLinear = entry({
  kind: 'vp-linear',
  title: 'VP, linear',
  doc: 'Variance preserving: noise comes in as the signal shrinks, at a rate that grows linearly.',
  source: 'Song et al. 2021, appendix C',
  formula: 'dx = -\\tfrac12 \\beta(t)\\,x\\,dt + \\sqrt{\\beta(t)}\\,dW',
  params: {
    betaMin: {
      kind: 'number',
      label: 'Smallest rate',
      symbol: '\\beta_{\\min}',
      doc: 'How fast noise is added at t = 0. Large values blur the data at once.',
      formula: '\\beta(t) = \\beta_{\\min} + t\\,(\\beta_{\\max} - \\beta_{\\min})',
      source: 'Song et al. 2021, appendix C',
      default: 0.1,
      min: 0.0001,
      max: 20,
      soft: [0.01, 2],
      scale: 'log',
      step: 0.01,
    },
    betaMax: {
      kind: 'number',
      label: 'Largest rate',
      symbol: '\\beta_{\\max}',
      doc: 'How fast noise is added at t = 1. Too small, and the start is not pure noise.',
      formula: '\\beta(t) = \\beta_{\\min} + t\\,(\\beta_{\\max} - \\beta_{\\min})',
      source: 'Song et al. 2021, appendix C',
      default: 20,
      min: 0.5,
      max: 200,
      soft: [1, 40],
      step: 0.1,
    },
    tMin: {
      kind: 'number',
      label: 'Last time',
      symbol: 't_{\\min}',
      doc: 'Where the run stops before the data; the score grows without bound as t goes to 0.',
      default: 0.001,
      min: 0.000001,
      max: 0.1,
      soft: [0.00001, 0.01],
      scale: 'log',
      step: 0.0001,
      minor: true,
    },
  },
  make({ betaMin, betaMax, tMin }) {
    if (betaMin >= betaMax)
      throw new Invalid('betaMin', `is ${betaMin}; a number below betaMax (${betaMax}) was expected`)
    const beta = (t: number): number => betaMin + t * (betaMax - betaMin)
    return processFromPath({
      tMin,
      tMax: 1,
      priorStd: 1,
      logAlpha: (t) => -0.5 * integral(betaMin, betaMax, t),
      logAlphaRate: (t) => -0.5 * beta(t),
      variance: (t) => -Math.expm1(-integral(betaMin, betaMax, t)),
      varianceRate: (t) => beta(t) * Math.exp(-integral(betaMin, betaMax, t)),
      tFromLogSnr(value) {
        // alpha^2 = 1 / (1 + e^-value), so the integral of beta is log(1 + e^-value); then a quadratic in t.
        const total = value > 0 ? Math.log1p(Math.exp(-value)) : -value + Math.log1p(Math.exp(value))
        return (2 * total) / (betaMin + Math.sqrt(betaMin * betaMin + 2 * (betaMax - betaMin) * total))
      },
    })
  },
})
