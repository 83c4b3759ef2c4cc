import { expect, test } from 'vitest'
import { fuzz } from './fuzz'

test('two thousand damaged documents are refused by a sentence or usable', () => {
  const { faults, refused, accepted } = fuzz(2000)
  expect(faults).toEqual([])
  // Both ends are really reached; otherwise the campaign would show nothing.
  expect(refused).toBeGreaterThan(1000)
  expect(accepted).toBeGreaterThan(100)
})
