import { expect, test } from 'vitest'
import { fuzzEquations } from './fuzz-equations'

test('eight thousand damaged equations and fields are refused by a sentence, or run in numbers', () => {
  const { faults, refused, accepted, stopped } = fuzzEquations(8000)
  expect(faults).toEqual([])
  expect(refused).toBeGreaterThan(3000)
  expect(accepted).toBeGreaterThan(1500)
  expect(stopped).toBeGreaterThan(100)
})
