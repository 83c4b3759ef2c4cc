import { describe, expect, test } from 'vitest'
import { sameValue, withDefaults, withoutDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import { nearest } from '#core/params/nearest'
import type { Param, ParamTable } from '#core/params/param'
import { check, schemaOfChoice, schemaOfParam, spaced } from '#core/params/schema'

const words = { label: 'Label', doc: 'What it does.' }
const table = {
  rate: { ...words, kind: 'number', default: 2, min: 0.5, max: 200 },
  count: { ...words, kind: 'number', default: 8, min: 1, max: 1000000, integer: true },
  mode: {
    ...words,
    kind: 'choice',
    default: 'a',
    options: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
  },
  on: { ...words, kind: 'boolean', default: false },
  formula: { ...words, kind: 'text', default: 'x', maxLength: 5, as: 'formula' },
  rows: { ...words, kind: 'rows', default: [[0, 1]], widths: [2, 3], minRows: 1, maxRows: 3 },
  components: {
    ...words,
    kind: 'components',
    default: [{ weight: 1, mean: [0], cov: [[1]] }],
    maxComponents: 2,
  },
} as const satisfies ParamTable

const sentence = (choice: unknown): string => {
  try {
    check(schemaOfChoice('thing', table), choice, 'here')
  } catch (error) {
    if (error instanceof Invalid) return error.message
    throw error
  }
  return 'accepted'
}

describe('a choice', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['text for a number', { rate: 'many' }, 'here.rate is "many"; a number from 0.5 to 200 was expected.'],
    ['a number below', { rate: 0.4 }, 'here.rate is 0.4; a number from 0.5 to 200 was expected.'],
    ['a number above', { rate: 201 }, 'here.rate is 201; a number from 0.5 to 200 was expected.'],
    ['NaN', { rate: NaN }, 'here.rate is NaN; a number from 0.5 to 200 was expected.'],
    ['infinity', { rate: Infinity }, 'here.rate is Infinity; a number from 0.5 to 200 was expected.'],
    ['null', { rate: null }, 'here.rate is null; a number from 0.5 to 200 was expected.'],
    [
      'a fraction for a count',
      { count: 1.5 },
      'here.count is 1.5; a whole number from 1 to 1\u202f000\u202f000 was expected.',
    ],
    ['an unknown option', { mode: 'c' }, 'here.mode is "c"; one of "a", "b" was expected.'],
    ['a word for a switch', { on: 'yes' }, 'here.on is "yes"; true or false was expected.'],
    ['no formula', { formula: '' }, 'here.formula is ""; a text of 1 to 5 characters was expected.'],
    ['no rows', { rows: [] }, 'here.rows is a list of 0; 1 to 3 rows of 2 or 3 numbers were expected.'],
    [
      'ragged rows',
      {
        rows: [
          [1, 2],
          [1, 2, 3],
        ],
      },
      'here.rows is a list of 2; 1 to 3 rows of 2 or 3 numbers were expected.',
    ],
    [
      'a number missing inside a row',
      { rows: [[1, null]] },
      'here.rows.0.1 is null; 1 to 3 rows of 2 or 3 numbers were expected.',
    ],
    [
      'a negative weight',
      { components: [{ weight: -1, mean: [0], cov: [[1]] }] },
      'here.components.0.weight is -1; a number of at least 0 was expected.',
    ],
    [
      'a component without covariance',
      { components: [{ weight: 1, mean: [0] }] },
      'here.components.0.cov is missing; a square matrix was expected.',
    ],
    ['a slip of the keys', { raet: 3 }, 'here.raet is not a known field; rate was probably meant.'],
    [
      'a stranger',
      { temperature: 3 },
      'here.temperature is not a known field; one of kind, rate, count, mode, on, formula, rows, components was expected.',
    ],
  ])('refuses %s in one sentence', (_, params, expected) => {
    expect(sentence({ kind: 'thing', ...params })).toBe(expected)
  })

  test('accepts its ends, its defaults and notes of other programs', () => {
    for (const params of [{ rate: 0.5 }, { rate: 200 }, { count: 1000000 }, {}, { 'x-note': [1, 'a'] }])
      expect(sentence({ kind: 'thing', ...params })).toBe('accepted')
    expect(sentence({ ...withDefaults(table, { kind: 'thing' }), kind: 'thing' })).toBe('accepted')
  })

  test('a default that its own declaration forbids would be noticed', () => {
    const wrong: Param = { ...words, kind: 'number', default: 5, min: 6, max: 7 }
    expect(schemaOfParam(wrong).safeParse(wrong.default).success).toBe(false)
  })
})

describe('defaults', () => {
  test('are filled in and left out again', () => {
    const choice = { kind: 'thing', rate: 3, on: false, rows: [[0, 1]] }
    expect(withoutDefaults(table, choice)).toEqual({ kind: 'thing', rate: 3 })
    expect(withDefaults(table, withoutDefaults(table, choice))).toEqual(withDefaults(table, choice))
  })

  test('are compared by value', () => {
    expect(sameValue([[1, 2]], [[1, 2]])).toBe(true)
    expect(sameValue([[1, 2]], [[1, 3]])).toBe(false)
    expect(sameValue(0, false)).toBe(false)
  })
})

test('the nearest name is offered only when it is near', () => {
  expect(nearest('betaMx', ['betaMin', 'betaMax'])).toBe('betaMax')
  expect(nearest('heune', ['heun', 'rk4'])).toBe('heun')
  expect(nearest('euler', ['euler-maruyama', 'heun'])).toBeUndefined()
  expect(nearest('x'.repeat(10000), ['heun'])).toBeUndefined()
})

test('thousands are set apart from 10 000 on', () => {
  expect([9999, 10000, 1000000, 0.00001, -20000].map(spaced)).toEqual([
    '9999',
    '10\u202f000',
    '1\u202f000\u202f000',
    '0.00001',
    '-20\u202f000',
  ])
})
