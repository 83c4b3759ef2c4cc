import { describe, expect, test } from 'vitest'
import type { Catalog } from '#core/catalog/catalog'
import { entry } from '#core/params/entry'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { fitCurve } from '#core/measures/convergence/curve'
import { strongError, weakError } from '#core/measures/convergence/errors'
import { Invalid } from '#core/params/invalid'
import type { StudyEvent } from '#core/protocol/study'
import { evaluateDrift } from '#core/samplers/drift'
import type { Sampler } from '#core/samplers/sampler'
import { planStudy, type StudyRequest } from '#main/engine/observers/convergence/plan'
import { requestOf, samplersOf } from '#main/engine/observers/convergence/request'
import { convergenceStudy } from '#main/engine/observers/convergence/study'

const line = {
  kind: 'mixture',
  components: [
    { weight: 1, mean: [-2], cov: [[0.25]] },
    { weight: 1, mean: [2], cov: [[0.25]] },
  ],
}

/** Without a watershed between modes, where a particle that crosses it would be all of the error. */
const near = {
  kind: 'mixture',
  components: [
    { weight: 1, mean: [-0.5], cov: [[0.25]] },
    { weight: 1, mean: [0.5], cov: [[0.5]] },
  ],
}

function documentOf(subject: Record<string, unknown>, witnesses: unknown[] = [], from: Catalog = catalog) {
  return parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: line,
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr' },
          ...subject,
        },
        witnesses,
      },
    },
    from,
  )
}

const flow = { dynamics: { kind: 'reverse', lambda: 0 } }

function study(subject: Record<string, unknown>, request: StudyRequest, from: Catalog = catalog) {
  const { experiment, seeds } = documentOf(subject, [], from)
  const events = [...convergenceStudy(planStudy(experiment, seeds, request, from), from)]
  const only = <Kind extends StudyEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<StudyEvent, { kind: Kind }> => event.kind === kind)
  return {
    kinds: events.map((event) => event.kind),
    references: only('reference'),
    points: only('point').map((event) => event.point),
    curves: only('curve').map((event) => event.curve),
  }
}

/** Heun's method whose second slope has a little more weight than the first: consistent no more beyond order 1. */
const crooked: Sampler = {
  capabilities: {
    noise: 'none',
    equation: 'dynamics',
    order: { ode: 2, sde: null },
    evaluationsPerStep: 2,
    couplesParticles: false,
    minSteps: 1,
    history: 0,
  },
  *run(problem, backend, from) {
    const [score, later, predicted] = [backend.allocate(), backend.allocate(), backend.allocate()]
    const { x, carried } = from
    for (let step = from.step; step + 1 < problem.times.length; step++) {
      const t = problem.times[step]!
      const next = problem.times[step + 1]!
      const dt = next - t
      const a = evaluateDrift(problem, backend, score, x, t)
      backend.combine(predicted, [1 + a.linear * dt, x], [a.score * dt, score])
      const b = evaluateDrift(problem, backend, later, predicted, next)
      backend.combine(
        x,
        [1 + 0.45 * a.linear * dt, x],
        [0.45 * a.score * dt, score],
        [0.55 * b.linear * dt, predicted],
        [0.55 * b.score * dt, later],
      )
      yield { step: step + 1, t: next, nfe: 2 * (step + 1), x, carried }
    }
  },
}
const withCrooked: Catalog = {
  ...catalog,
  sampler: [
    ...catalog.sampler,
    {
      ...entry({
        kind: 'crooked',
        title: 'Crooked',
        doc: 'A wrong one.',
        source: 'none',
        params: {},
        make: () => crooked,
      }),
      capabilities: crooked.capabilities,
    },
  ],
}

describe('on the flow', () => {
  const steps = [32, 64, 128, 256, 512]
  test('Euler has order 1 and Heun order 2, strongly and weakly', () => {
    const { curves, references, kinds } = study(flow, {
      samplers: [{ kind: 'euler-maruyama' }, { kind: 'heun' }],
      steps,
      particles: 64,
    })
    expect(references.length).toBe(1)
    expect(references[0]!.error).toBeLessThan(1e-9)
    expect(kinds.slice(0, 3)).toEqual(['reference', 'point', 'point'])
    const [euler, heun] = curves
    expect(Math.abs(euler!.strong!.order - 1)).toBeLessThan(0.15)
    expect(Math.abs(euler!.weak!.order - 1)).toBeLessThan(0.15)
    expect(Math.abs(heun!.strong!.order - 2)).toBeLessThan(0.15)
    expect(Math.abs(heun!.weak!.order - 2)).toBeLessThan(0.15)
    expect([euler!.claimed, heun!.claimed]).toEqual([1, 2])
  })

  test('a wrong coefficient shows as an order that is not the claimed one', () => {
    const { curves } = study(flow, { samplers: [{ kind: 'crooked' }], steps, particles: 64 }, withCrooked)
    expect(curves[0]!.claimed).toBe(2)
    expect(curves[0]!.strong!.order).toBeLessThan(1.7)
    expect(curves[0]!.strong!.order + curves[0]!.strong!.halfWidth).toBeLessThan(1.85)
  })

  test('the numbers of evaluations are those of the run', () => {
    const { points } = study(flow, { samplers: [{ kind: 'heun' }], steps: [4, 8, 16], particles: 4 })
    expect(points.map((point) => [point.steps, point.nfe])).toEqual([
      [4, 8],
      [8, 16],
      [16, 32],
    ])
  })
})

describe('on the SDE', () => {
  test('Euler–Maruyama has strong order 1 on one path; the reference says how good it is', () => {
    const { curves, points, references } = study(
      { data: near },
      { samplers: [{ kind: 'euler-maruyama' }], steps: [16, 32, 64, 128], particles: 48 },
    )
    expect(references[0]!.name).toMatch(/4096 steps on the same path/)
    expect(references[0]!.error).toBeLessThan(points[3]!.strong! / 4)
    expect(Math.abs(curves[0]!.strong!.order - 1)).toBeLessThan(0.25)
  })

  test('points near the error of the reference are hollow, and left out of the fit', () => {
    const solid = [1, 0.5, 0.25].map((error, i) => ({ cost: 8 * 2 ** i, error, solid: true }))
    const fit = fitCurve([...solid, { cost: 64, error: 0.249, solid: false }])
    expect(fit?.points).toBe(3)
    expect(fit?.order).toBeCloseTo(1, 12)
    const { points } = study({}, { samplers: [{ kind: 'heun' }], steps: [2, 4, 8], particles: 8 })
    // Eight particles cannot tell weak errors of the finest runs from chance.
    expect(points.some((point) => !point.weakSolid)).toBe(true)
  })

  test('a method for ODEs beside it is held to the flow, as if it had been studied alone', () => {
    const request = { steps: [8, 16, 32], particles: 4 }
    const mixed = study({}, { samplers: [{ kind: 'euler-maruyama' }, { kind: 'rk4' }], ...request })
    expect(mixed.references.map(({ name }) => name)).toEqual([
      'sra1 with 1024 steps on the same path',
      'Dormand–Prince 8(5,3), tolerance 1e-12',
    ])
    const alone = study(flow, { samplers: [{ kind: 'rk4' }], ...request })
    expect(mixed.points.filter(({ sampler }) => sampler === 'rk4')).toEqual(alone.points)
    const noisy = study(flow, { samplers: [{ kind: 'sra1' }], ...request })
    expect(noisy.points).toEqual(study({}, { samplers: [{ kind: 'sra1' }], ...request }).points)
  })

  test('a run that leaves the finite numbers is a point without errors', () => {
    const { points, curves } = study(
      {
        data: { kind: 'ring', deviation: 0.001 },
        process: { kind: 'edm', sigmaMin: 0.0001 },
        ...flow,
        grid: { kind: 'uniform' },
      },
      { samplers: [{ kind: 'rk4' }], steps: [2, 3, 4], particles: 4 },
    )
    expect(points.length).toBe(3)
    for (const point of points) if (point.strong === null) expect(point.strongSolid).toBe(false)
    expect(curves.length).toBe(1)
  })
})

describe('the errors', () => {
  test('are those of a shift', () => {
    const x = Float64Array.of(0, 0, 1, 1, -1, 2)
    const moved = x.map((v, i) => v + (i % 2 === 0 ? 3 : 4))
    expect(strongError(moved, x, 2)).toBe(5)
    expect(weakError(x, x, 2, 1)).toEqual({ value: 0, error: 0 })
    const one = weakError(Float64Array.of(1, 2, 3), Float64Array.of(0, 1, 2), 1, 2)
    // Means differ by 1/2; second moments by (1 + 3 + 5)/3 / 4.
    expect(one.value).toBeCloseTo(Math.hypot(0.5, 0.75), 12)
    expect(one.error).toBeCloseTo(Math.sqrt(((1 + 9 + 25) / 3 - 9) / 16 / 3), 12)
  })
})

describe('what a document asks', () => {
  test('its witness, or the defaults', () => {
    const asked = (witnesses: unknown[]) => requestOf(documentOf({}, witnesses).experiment, catalog)
    expect(asked([])).toEqual({
      samplers: [{ kind: 'euler-maruyama' }],
      steps: [8, 16, 32, 64, 128, 256],
      particles: 200,
    })
    expect(
      asked([{ kind: 'convergence', samplers: 'heun, own', from: 3, doublings: 2, particles: 5 }]),
    ).toEqual({ samplers: [{ kind: 'heun' }, { kind: 'euler-maruyama' }], steps: [3, 6, 12], particles: 5 })
  })

  test('what cannot be studied is named', () => {
    expect(() => samplersOf('huen', { kind: 'heun' }, catalog, '--samplers')).toThrow(
      new Invalid('--samplers', 'has "huen"; "heun" was probably meant'),
    )
    expect(() => samplersOf(' , ', { kind: 'heun' }, catalog, '--samplers')).toThrow(/is empty/)
    expect(() =>
      study(
        { dynamics: { kind: 'forward' } },
        { samplers: [{ kind: 'rk4' }], steps: [1, 2, 3], particles: 2 },
      ),
    ).toThrow(/rk4/)
    expect(() => study({}, { samplers: [{ kind: 'heun' }], steps: [1, 2, 2], particles: 2 })).toThrow(
      /at least 3/,
    )
  })
})
