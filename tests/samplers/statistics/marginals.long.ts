import { describe, expect, it } from 'vitest'
import { pValue, seeds, targets } from './exact-marginals'
import { planted } from './planted'
import { all } from './trials'

describe.each(Object.entries(targets))('exact marginals of the %s mixture', (_, form) => {
  it.each(Object.entries(all))('%s ends with p_t', (name, trial) => {
    const values = seeds.map((seed) => pValue(form, trial, seed))
    console.log(`${name}: smallest p-value ${Math.min(...values).toExponential(1)}`)
    expect(Math.min(...values)).toBeGreaterThan(1e-4)
  })

  it.each(Object.entries(planted))('%s is found out on every seed', (_, trial) => {
    for (const seed of seeds) expect(pValue(form, trial, seed), `seed ${seed}`).toBeLessThan(1e-8)
  })
})
