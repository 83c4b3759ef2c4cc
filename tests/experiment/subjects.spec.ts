import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { serialise } from '#core/experiment/serialise'

const open = (subject: unknown) => parse({ scorefield: 1, experiment: { subject } }, catalog)

describe('an SDE', () => {
  test('takes the domain, start, horizon and steps that its equation suggests', () => {
    const { subject } = open({ kind: 'sde', equation: { kind: 'double-well' } }).experiment
    expect(subject).toMatchObject({
      domain: { kind: 'line', low: -3, high: 3 },
      start: { kind: 'gaussian', x: 0.3 },
      scheme: { kind: 'backward-euler' },
      horizon: 16,
      steps: 400,
      particles: 20000,
    })
  })

  test('keeps what it says itself, and is written so that nothing is left to the suggestion', () => {
    const document = open({
      kind: 'sde',
      equation: { kind: 'brownian', sigma: 2 },
      start: { kind: 'two-moons' },
      horizon: 3,
    })
    const again = parse(JSON.parse(serialise(document, catalog)), catalog)
    expect(again).toEqual(document)
    expect(document.experiment.subject).toMatchObject({ start: { kind: 'two-moons' }, horizon: 3 })
  })

  test.each([
    [
      { equation: { kind: 'browian' } },
      'experiment.subject.equation.kind is "browian"; "brownian" was probably meant.',
    ],
    [
      { equation: { kind: 'brownian' }, horizon: 0 },
      'experiment.subject.horizon is 0; a number from 0.000001 to 10\u202f000 was expected.',
    ],
    [
      { equation: { kind: 'brownian' }, sampler: { kind: 'heun' } },
      'experiment.subject.sampler is not a known field; one of kind, equation, domain, start, scheme, horizon, steps, particles was expected.',
    ],
    [{}, 'experiment.subject.equation is missing; an object with a kind was expected.'],
  ])('%j is refused in one sentence', (fields, sentence) => {
    expect(() => open({ kind: 'sde', ...fields })).toThrow(sentence)
  })
})

test('a field has a domain, a start and a scheme of its own', () => {
  expect(open({ kind: 'field', problem: { kind: 'heat' } }).experiment.subject).toEqual({
    kind: 'field',
    problem: { kind: 'heat' },
    domain: { kind: 'line' },
    start: { kind: 'gaussian' },
    scheme: { kind: 'alternating-directions' },
    horizon: 1,
    steps: 200,
  })
})
