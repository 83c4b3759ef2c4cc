import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { distanceList } from '#core/protocol/distances'
import { assemble, type Model } from '#main/engine/assemble'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { DistanceMeter } from '#main/engine/observers/distances/distance-meter'
import { pathNoiseOf, runExperiment } from '#main/engine/run-experiment'

const PARTICLES = 400
function documentOf(extra: object = {}) {
  return parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'ring' },
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr', steps: 40 },
          particles: PARTICLES,
          ...extra,
        },
      },
    },
    catalog,
  )
}

/** States of a run at some steps, as the film has them. */
function states(model: Model, seeds: ReturnType<typeof documentOf>['seeds'], at: readonly number[]) {
  const backend = referenceBackend({
    score: model.score,
    first: 0,
    count: PARTICLES,
    startSeed: seeds.start,
    noise: pathNoiseOf(model, seeds),
    ensemble: single(PARTICLES),
  })
  const found = new Map<number, Float32Array>()
  for (const state of runExperiment(model, backend, seeds)) {
    if (!at.includes(state.step)) continue
    const values = new Float64Array(PARTICLES * model.distribution.dimension)
    backend.read(state.x, values)
    found.set(state.step, Float32Array.from(values))
  }
  return found
}

describe.each(distanceList.map(({ name }) => [name] as const))('%s along a run', (name) => {
  const { experiment, seeds } = documentOf()
  const model = assemble(experiment.subject, catalog)
  const at = [0, 20, 40]
  const filmed = states(model, seeds, at)
  const meter = new DistanceMeter(model, seeds, name)
  const rows = at.map((step) => meter.row(step, filmed.get(step)!, true))

  test('starts at the floor, for the run and for its flow, which start together', () => {
    const [step, run, flow, floor] = rows[0]!
    expect(step).toBe(0)
    expect(run).toBeLessThan(3 * floor!)
    expect(run).toBeGreaterThan(0)
    expect(Math.abs(flow! / run! - 1)).toBeLessThan(1e-3)
  })

  test('sees a planted defect: positions that shrank by a third', () => {
    for (const [i, step] of at.entries()) {
      const shrunk = filmed.get(step)!.map((v) => (2 / 3) * v)
      const [, wrong, none, floor] = meter.row(step, shrunk, false)
      expect(none).toBeNaN()
      expect(wrong).toBeGreaterThan(1.5 * Math.max(floor!, rows[i]![1]!))
    }
  })
})

test('sliced W2 to the data falls along the run, to about what exact draws show', () => {
  const { experiment, seeds } = documentOf()
  const model = assemble(experiment.subject, catalog)
  const filmed = states(model, seeds, [0, 40])
  const meter = new DistanceMeter(model, seeds, 'frechet')
  const [start, end] = [0, 40].map((step) => meter.row(step, filmed.get(step)!, true)[4]!)
  expect(end).toBeLessThan(0.3 * start!)
})

test('a flow, and a run that goes forward, have no second curve', () => {
  for (const dynamics of [{ kind: 'reverse', lambda: 0 }, { kind: 'forward' }]) {
    const { experiment, seeds } = documentOf({ dynamics })
    const model = assemble(experiment.subject, catalog)
    const positions = states(model, seeds, [0]).get(0)!
    expect(new DistanceMeter(model, seeds, 'energy').row(0, positions, true)[2]).toBeNaN()
  }
})

test('a score that belongs to no diffusion has no exact density to be compared with', () => {
  const { experiment, seeds } = documentOf({ score: { kind: 'guided', weight: 3 } })
  const model = assemble(experiment.subject, catalog)
  expect(() => new DistanceMeter(model, seeds, 'energy')).toThrow(/no exact density/)
})
