import { describe, expect, it } from 'vitest'
import { pValue, seeds, targets } from './exact-marginals'
import { planted } from './planted'
import { daily } from './trials'

// The other target and all other methods: marginals.long.ts.
describe('exact marginals, 200 000 particles and ten seeds', () => {
  it.each(Object.entries(daily))(
    '%s ends with p_t',
    (name, trial) => {
      const values = seeds.map((seed) => pValue(targets['uneven']!, trial, seed))
      console.log(`${name}: smallest p-value ${Math.min(...values).toExponential(1)}`)
      expect(Math.min(...values)).toBeGreaterThan(1e-4)
    },
    240_000,
  )

  // A tenth of the particles finds them too.
  it.each(Object.entries(planted))('%s is found out on every seed', (_, trial) => {
    for (const seed of seeds)
      expect(pValue(targets['uneven']!, trial, seed, 20_000), `seed ${seed}`).toBeLessThan(1e-8)
  })
})
