import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { processFromPath } from './gaussian-path'

export const subVp = entry({
  kind: 'sub-vp',
  title: 'Sub-VP',
  doc: 'The drift of VP with less noise: its variance stays below that of VP at every time.',
  source: 'Song et al. 2021, section 3.4 and appendix C',
  formula: 'dx = -\\tfrac12 \\beta x\\,dt + \\sqrt{\\beta\\,(1 - e^{-2\\int_0^t \\beta})}\\,dW',
  params: {
    betaMin: {
      kind: 'number',
      label: 'Smallest rate',
      symbol: '\\beta_{\\min}',
      doc: 'How fast the signal shrinks at t = 0.',
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
      doc: 'How fast the signal shrinks at t = 1. Too small, and the start is not pure noise.',
      default: 20,
      min: 0.5,
      max: 200,
      soft: [1, 40],
      step: 0.1,
    },
  },
  make({ betaMin, betaMax }) {
    if (betaMin >= betaMax)
      throw new Invalid('betaMin', `is ${betaMin}; a number below betaMax (${betaMax}) was expected`)
    const integral = (t: number): number => betaMin * t + 0.5 * (betaMax - betaMin) * t * t
    const beta = (t: number): number => betaMin + t * (betaMax - betaMin)
    return processFromPath({
      // sigma itself is of order t here, so the same noise level as VP's is reached at a later time.
      tMin: 0.005,
      tMax: 1,
      priorStd: 1,
      logAlpha: (t) => -0.5 * integral(t),
      logAlphaRate: (t) => -0.5 * beta(t),
      variance: (t) => Math.expm1(-integral(t)) ** 2,
      varianceRate: (t) => -2 * Math.expm1(-integral(t)) * Math.exp(-integral(t)) * beta(t),
    })
  },
})
