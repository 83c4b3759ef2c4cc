import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import type { EntropyCourse } from '#core/protocol/entropy'
import { entropyCourse } from '#main/engine/observers/entropy'

const courseOf = (subject: Record<string, unknown>, witnesses: unknown[] = []): EntropyCourse =>
  entropyCourse(parse({ scorefield: 1, experiment: { subject, witnesses } }, catalog).experiment, {})
const spring = {
  kind: 'sde',
  equation: { kind: 'ornstein-uhlenbeck', theta: 0.5, sigma: 1 },
  domain: { kind: 'line', low: -7, high: 7, cells: 512 },
  start: { kind: 'gaussian', x: 1, deviation: 0.4 },
  scheme: { kind: 'alternating-directions' },
  horizon: 3,
  steps: 150,
}

test('a spring’s entropy is that of its Gaussian, and both sides of the identity agree', () => {
  const found = courseOf(spring)
  expect(found.clock).toBe('time')
  found.u.forEach((t, k) => {
    const v = 1 + (0.16 - 1) * Math.exp(-t)
    expect(found.entropy[k]).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * v), 2)
    expect(found.information[k]! * v).toBeCloseTo(1, 2)
  })
  expect(found.exactApart).toBeLessThan(2e-3)
  expect(found.apart).toBeLessThan(0.005)
  expect(found.resolved).toBe(found.left.length)
})

test('a start that no cell resolves is left out', () => {
  const found = courseOf({ ...spring, scheme: { kind: 'backward-euler' }, start: { kind: 'point', x: 1 } })
  expect(found.left[0]).toBeNaN()
  expect(found.resolved).toBeLessThan(found.left.length)
  expect(found.apart).toBeLessThan(0.05)
})

test.each([
  [
    'noise that depends on the place',
    { ...spring, equation: { kind: 'formula-line', drift: '-x', diffusion: 'sqrt(1 + 0.3 * x^2)' } },
  ],
  [
    'heat with a matrix that depends on the place',
    {
      kind: 'field',
      problem: { kind: 'heat-tensor', xx: '1 + 0.3 * sin(x)', xy: '0.3', yy: '0.6' },
      domain: { kind: 'plane', lowX: -3, highX: 3, lowY: -3, highY: 3, cells: 64 },
      start: { kind: 'gaussian', x: 0, y: 0, deviation: 0.6 },
      scheme: { kind: 'backward-euler' },
      horizon: 0.4,
      steps: 80,
    },
  ],
])('%s', (_, subject) => {
  expect(courseOf(subject).apart).toBeLessThan(0.02)
})

const merging = presets.find(({ name }) => name === 'experiment-1')!.document as {
  experiment: { subject: Record<string, unknown> }
}
const grid = [{ kind: 'density-grid', cells: 256 }]

test('a diffusion model has one entropy whichever way it runs', () => {
  const forward = courseOf(merging.experiment.subject, grid)
  const back = { ...merging.experiment.subject, dynamics: { kind: 'reverse', lambda: 1 } }
  const reverse = courseOf(back, grid)
  for (const found of [forward, reverse]) {
    expect(found.clock).toBe('log-snr')
    expect(found.exactApart).toBeLessThan(2e-3)
    expect(found.apart).toBeLessThan(0.02)
  }
  expect(forward.entropy[0]).toBeCloseTo(reverse.entropy.at(-1)!, 2)
  // With a wrong score the density is another one, and the identity is that of its own equation.
  const wrong = courseOf({ ...back, score: { kind: 'perturbed', error: 'scale', size: 0.3 } }, grid)
  expect(wrong.exactApart).toBeGreaterThan(0.1)
  expect(wrong.apart).toBeLessThan(0.03)
})

test('what has no density that keeps its mass is refused in a sentence', () => {
  expect(() => courseOf(merging.experiment.subject)).toThrow(
    'experiment.witnesses have no density on a grid; "density-grid" was expected.',
  )
  const rod = { kind: 'field', problem: { kind: 'heat' } }
  expect(() => courseOf({ ...rod, domain: { kind: 'line', lowEnd: 'held' } })).toThrow(/lets heat in or out/)
  expect(() => courseOf({ ...rod, problem: { kind: 'heat', source: '1' } })).toThrow(/has a source/)
  expect(() => courseOf({ ...rod, start: { kind: 'formula', formula: 'sin(x)' } })).toThrow(
    /start is below 0/,
  )
  expect(() => courseOf({ kind: 'field', problem: { kind: 'poisson' } })).toThrow(/stands still/)
})
