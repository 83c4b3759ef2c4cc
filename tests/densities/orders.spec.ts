import { expect, test } from 'vitest'
import { cellsForTime, marches, orderInSpace, orderInTime } from './measured-order'

for (const dimension of [1, 2] as const) {
  test.each(marches)(`order of $name in space, ${dimension}-D`, (scheme) => {
    const sizes = dimension === 1 ? [64, 96, 128, 192, 256] : [40, 56, 80]
    expect(Math.abs(orderInSpace(scheme, dimension, sizes) - scheme.space)).toBeLessThan(0.1)
  })

  test.each(marches)(`order of $name in time, ${dimension}-D`, (scheme) => {
    expect(Math.abs(orderInTime(scheme, dimension, cellsForTime(scheme)) - scheme.time)).toBeLessThan(0.1)
  })
}
