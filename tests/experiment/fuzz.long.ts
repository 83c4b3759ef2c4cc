import { expect, test } from 'vitest'
import { fuzz } from './fuzz'

test('twenty thousand damaged documents are refused by a sentence or usable', () => {
  const { faults, refused, accepted } = fuzz(20_000)
  expect(faults).toEqual([])
  // Both ends are really reached; otherwise the campaign would show nothing.
  expect(refused).toBeGreaterThan(10_000)
  expect(accepted).toBeGreaterThan(1000)
})
