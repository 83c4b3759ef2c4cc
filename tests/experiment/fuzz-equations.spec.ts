import { expect, test } from 'vitest'
import { fuzzEquations, playSubject, subjects } from './fuzz-equations'

test.each(subjects)('undamaged, it runs: %j', (subject) => {
  expect(playSubject(subject)).toBe('ran')
})

test('four hundred damaged equations and fields are refused by a sentence, or run in numbers', () => {
  const { faults, refused, accepted, stopped } = fuzzEquations(400)
  expect(faults).toEqual([])
  expect(refused).toBeGreaterThan(150)
  expect(accepted).toBeGreaterThan(60)
  // Some only show while they run.
  expect(stopped).toBeGreaterThan(0)
})
