import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { assemble } from '#main/engine/assemble'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { statistics } from '#main/engine/observers/statistics'
import { pathNoiseOf, runExperiment } from '#main/engine/run-experiment'

const N = 1000
function open(data: object, sampler: object, count = N) {
  const { experiment, seeds } = parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data,
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr' },
          sampler,
          particles: count,
        },
      },
    },
    catalog,
  )
  const model = assemble(experiment.subject, catalog)
  const backend = referenceBackend({
    score: model.score,
    first: 0,
    count,
    startSeed: seeds.start,
    noise: pathNoiseOf(model, seeds),
    ensemble: single(count),
  })
  return { model, backend, seeds }
}

/** Positions after the default number of steps */
function end(data: object, sampler: object, count = N): Float64Array {
  const { model, backend, seeds } = open(data, sampler, count)
  const values = new Float64Array(count * model.distribution.dimension)
  for (const state of runExperiment(model, backend, seeds)) backend.read(state.x, values)
  return values
}

/** Mean square distance to the nearest mode of the default ring, per coordinate */
function spread(values: Float64Array): number {
  const { model } = open({ kind: 'ring' }, { kind: 'mala' })
  const modes = model.distribution.modes!
  let sum = 0
  for (let i = 0; i < N; i++)
    sum += Math.min(...modes.map(([a, b]) => (values[2 * i]! - a!) ** 2 + (values[2 * i + 1]! - b!) ** 2))
  return sum / (2 * N)
}

describe('the default step of Langevin and MALA', () => {
  const variance = open({ kind: 'ring' }, { kind: 'mala' }).model.narrowest

  test('fills the modes of a ring from the prior: with the variance that a step of eps leaves, or the exact one', () => {
    expect(variance).toBeGreaterThan(0)
    // A Gaussian ends with s / (1 - eps/2) under Langevin; 2 N squares have a relative deviation of 1/sqrt(N).
    const langevin = spread(end({ kind: 'ring' }, { kind: 'langevin' })) / variance
    expect(Math.abs(langevin / (1 / 0.95) - 1)).toBeLessThan(4 / Math.sqrt(N))
    const mala = spread(end({ kind: 'ring' }, { kind: 'mala' })) / variance
    expect(Math.abs(mala - 1)).toBeLessThan(4 / Math.sqrt(N) + 0.02)
  })

  test('moves where the step in units of the noise alone, which it was before, stands still', () => {
    const { model, backend, seeds } = open({ kind: 'ring' }, { kind: 'langevin' })
    const values = new Float64Array(2 * N)
    for (const state of runExperiment({ ...model, narrowest: 0 }, backend, seeds))
      backend.read(state.x, values)
    expect(spread(values) / variance).toBeGreaterThan(3)
  })

  test.each(
    catalog.data.map(({ kind }) => [kind] as const).filter(([kind]) => !['points', 'image'].includes(kind)),
  )('is stable on %s, up to 1.9', (kind) => {
    const values = end({ kind }, { kind: 'langevin', stepSize: 1.9 }, 60)
    expect(values.every((v) => Math.abs(v) < 50)).toBe(true)
  })

  test('is unstable above 2 where the data has one width: the bound is sharp', () => {
    const one = { kind: 'mixture', components: [{ weight: 1, mean: [0], cov: [[1]] }] }
    const values = end(one, { kind: 'langevin', stepSize: 2.2 }, 60)
    expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(1e6)
  })
})

test('a walk at the last level is held against p at that level from its first step on', () => {
  const { model, backend, seeds } = open({ kind: 'ring' }, { kind: 'mala' })
  const run = runExperiment(model, backend, seeds)
  let state = run.next()
  while (state.done === false && state.value.step < 120) state = run.next()
  const values = new Float64Array(2 * N)
  if (state.done === false) backend.read(state.value.x, values)
  const spreadWitness = statistics(model, 120, values, N).witnesses.find(({ name }) => name === 'Spread')!
  const { alpha, sigma } = {
    alpha: model.process.alpha(model.times.at(-1)!),
    sigma: model.process.sigma(model.times.at(-1)!),
  }
  expect(spreadWitness.against).toBeCloseTo(
    Math.sqrt(alpha ** 2 * model.distribution.variance + sigma ** 2),
    12,
  )
})
