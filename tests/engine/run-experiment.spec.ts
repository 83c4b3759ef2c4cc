import { generativeOf } from '#core/experiment/subject'
import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { GenerativeSubject, Seeds } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { assemble, type Model } from '#main/engine/assemble'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { pathNoiseOf, runExperiment } from '#main/engine/run-experiment'

const particles = 300

function modelOf(subject: Record<string, unknown>): {
  model: Model
  subject: GenerativeSubject
  seeds: Seeds
} {
  const document = parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'ring' },
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr', steps: 8 },
          particles,
          ...subject,
        },
      },
    },
    catalog,
  )
  return {
    model: assemble(document.experiment.subject, catalog),
    subject: generativeOf(document.experiment.subject),
    seeds: document.seeds,
  }
}

function backendFor(model: Model, seeds: Seeds) {
  return referenceBackend({
    score: model.score,
    first: 0,
    count: particles,
    startSeed: seeds.start,
    noise: pathNoiseOf(model, seeds),
    ensemble: single(particles),
  })
}

/** All positions [N + 1][n * d] of a run. */
function filmOf(model: Model, seeds: Seeds): Float64Array[] {
  const backend = backendFor(model, seeds)
  const film: Float64Array[] = []
  for (const state of runExperiment(model, backend, seeds)) {
    const positions = new Float64Array(particles * model.distribution.dimension)
    backend.read(state.x, positions)
    film.push(positions)
  }
  return film
}

const initialNoise = (seeds: Seeds): Float64Array => {
  const noise = new Float64Array(particles * 2)
  fillNormals(noise, 2, seeds.start, 0, streams.start, 0)
  return noise
}

describe('the start', () => {
  test('from the prior is the initial noise times its deviation', () => {
    const { model, seeds } = modelOf({ process: { kind: 've' } })
    expect(model.process.priorStd).toBeGreaterThan(1.5)
    const expected = initialNoise(seeds).map((z) => z * model.process.priorStd)
    expect(filmOf(model, seeds)[0]).toEqual(expected)
  })

  test.each([
    ['a forward run', { dynamics: { kind: 'forward' } }],
    ['the marginal', { start: 'marginal' }],
  ])('of %s is alpha x0 + sigma eps with x0 from the data', (_, subject) => {
    const { model, seeds } = modelOf(subject)
    const t = model.times[0]!
    expect(t).toBe(model.dynamics.direction === 'forward' ? model.process.tMin : model.process.tMax)
    const data = new Float64Array(particles * 2)
    model.distribution.sample(data, seeds.data, 0)
    const noise = initialNoise(seeds)
    const start = filmOf(model, seeds)[0]!
    start.forEach((x, i) =>
      expect(x).toBeCloseTo(model.process.alpha(t) * data[i]! + model.process.sigma(t) * noise[i]!, 12),
    )
  })
})

test.each(['euler-maruyama', 'heun'])('%s goes on from any step as if it had never stopped', (kind) => {
  const { model, seeds } = modelOf({ sampler: { kind } })
  const film = filmOf(model, seeds)
  for (const step of [1, 4, 7]) {
    const backend = backendFor(model, seeds)
    const x = backend.allocate()
    backend.write(x, film[step]!)
    let last = step
    const from = { step, t: model.times[step]!, nfe: 0, x, carried: [] }
    for (const state of runExperiment(model, backend, seeds, from)) {
      const positions = new Float64Array(particles * 2)
      backend.read(state.x, positions)
      expect(positions).toEqual(film[state.step])
      last = state.step
    }
    expect(last).toBe(8)
  }
})

test('each seed moves what it names and nothing else', () => {
  const { model, seeds } = modelOf({ dynamics: { kind: 'forward' } })
  const film = filmOf(model, seeds)
  const other = (name: 'data' | 'start' | 'path') => filmOf(model, { ...seeds, [name]: seeds[name] + 1 })
  expect(other('data')[0]).not.toEqual(film[0])
  expect(other('start')[0]).not.toEqual(film[0])
  expect(other('path')[0]).toEqual(film[0])
  expect(other('path')[8]).not.toEqual(film[8])
  const flow = modelOf({ dynamics: { kind: 'reverse', lambda: 0 } })
  expect(filmOf(flow.model, { ...flow.seeds, path: 99, data: 98 })).toEqual(filmOf(flow.model, flow.seeds))
})

describe('assembling', () => {
  test('lets a forward run visit the same times in the opposite order', () => {
    const forward = modelOf({ dynamics: { kind: 'forward' } }).model.times
    expect([...forward].reverse()).toEqual([...modelOf({}).model.times])
    expect(forward[0]).toBeLessThan(forward[8]!)
  })

  test('refuses an ODE sampler for a dynamics with noise, and takes it for one without', () => {
    expect(() => modelOf({ sampler: { kind: 'rk4' } })).toThrow(
      'experiment.subject.sampler.kind is "rk4", which runs ODEs only; lambda 0 or another sampler was expected.',
    )
    expect(
      modelOf({ sampler: { kind: 'rk4' }, dynamics: { kind: 'reverse', lambda: 0 } }).model.dynamics
        .deterministic,
    ).toBe(true)
  })

  test('names the variant that is wrong', () => {
    const { subject } = modelOf({})
    const wrong = { ...subject, process: { kind: 'vp-linear', betaMin: 5, betaMax: 4 } }
    expect(() => assemble(wrong, catalog, 'variants.0.patch.subject')).toThrow(
      'variants.0.patch.subject.process.betaMin is 5; a number below betaMax (4) was expected.',
    )
  })
})
