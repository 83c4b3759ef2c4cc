import { entry } from '#core/params/entry'
import { processFromPath } from './gaussian-path'

export const rectifiedFlow = entry({
  kind: 'rectified-flow',
  title: 'Rectified flow',
  doc: 'Data and noise are joined by straight lines; as an SDE it is singular at t = 1, so the run starts just before.',
  source: 'Liu et al. 2023; Lipman et al. 2023',
  formula: 'x_t = (1-t)\\,x_0 + t\\,\\varepsilon',
  params: {
    tMin: {
      kind: 'number',
      label: 'Last time',
      symbol: 't_{\\min}',
      doc: 'Where the run stops before the data; the score grows like 1/t.',
      default: 0.002,
      min: 0.00001,
      max: 0.2,
      soft: [0.0005, 0.05],
      scale: 'log',
      step: 0.0005,
      minor: true,
    },
    tMax: {
      kind: 'number',
      label: 'First time',
      symbol: 't_{\\max}',
      doc: 'Where the run starts; at t = 1 drift and noise of the SDE are infinite.',
      default: 0.999,
      min: 0.5,
      max: 0.99999,
      soft: [0.9, 0.9999],
      step: 0.0001,
      minor: true,
    },
  },
  make: ({ tMin, tMax }) =>
    processFromPath({
      tMin,
      tMax,
      priorStd: tMax,
      logAlpha: (t) => Math.log1p(-t),
      logAlphaRate: (t) => -1 / (1 - t),
      variance: (t) => t * t,
      varianceRate: (t) => 2 * t,
      tFromLogSnr: (value) => 1 / (1 + Math.exp(0.5 * value)),
    }),
})
