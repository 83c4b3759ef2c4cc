import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { ScoreModel } from '#core/scores/score-model'
import { assemble } from '#main/engine/assemble'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { pathNoiseOf, runExperiment } from '#main/engine/run-experiment'
import { describeRun } from '#main/engine/run-info'

const info = { name: 'reference', build: 'plain', precision: 'float64' } as const

const modelOf = (subject: Record<string, unknown>) => {
  const { experiment, seeds } = parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'ring' },
          process: { kind: 'vp-linear' },
          dynamics: { kind: 'reverse', lambda: 0 },
          grid: { kind: 'log-snr', steps: 9 },
          particles: 10,
          start: 'marginal',
          ...subject,
        },
      },
    },
    catalog,
  )
  return { model: assemble(experiment.subject, catalog), seeds }
}

describe('evaluations at each step', () => {
  test.each(['euler-maruyama', 'heun', 'rk4', 'dpmpp-2m', 'dpm-solver-fast', 'unipc', 'dormand-prince'])(
    'are those of a run with the document’s own score: %s',
    (kind) => {
      const { model, seeds } = modelOf({ sampler: { kind } })
      const counted = new Float64Array(model.times.length)
      const backend = referenceBackend({
        score: model.score,
        first: 0,
        count: 1,
        startSeed: seeds.start,
        noise: { ...pathNoiseOf(model, seeds), kind: 'independent', seed: 0 },
        ensemble: single(1),
      })
      for (const { step, nfe } of runExperiment(model, backend, seeds)) counted[step] = nfe
      backend.dispose()
      expect(describeRun(model, seeds, 1, info, '', 1).nfe).toEqual(counted)
    },
  )

  test('ask no energy for a table at every level', () => {
    const { model, seeds } = modelOf({ data: { kind: 'double-moon' } })
    let asked = 0
    const counting: ScoreModel = {
      ...model.score,
      at(alpha, sigma) {
        asked += 1
        return model.score.at(alpha, sigma)
      },
    }
    describeRun({ ...model, score: counting }, seeds, 1, info, '', 1)
    expect(asked).toBe(0)
  })
})
