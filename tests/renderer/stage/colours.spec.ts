import { describe, expect, test } from 'vitest'
import type { Frame } from '#core/protocol/contract'
import { createColourRange } from '#renderer/stage/colour-range'
import { lookUp, palettes } from '#renderer/stage/palette'
import { densityTransfer, signedTransfer } from '#renderer/stage/rules/transfer'

type Density = NonNullable<Frame['density']>
const density = (more: Partial<Density>): Density => ({
  grid: { counts: [1], origin: [0], spacing: [1] },
  values: new Float32Array(1),
  max: 1,
  ...more,
})

describe('the range of the colours', () => {
  test('grows with what is seen, and is that of the run once it is known', () => {
    const range = createColourRange()
    expect(range.accept(density({}), 2, false)).toEqual({ top: 2, signed: false })
    expect(range.accept(density({}), 1, false).top).toBe(2)
    expect(range.accept(density({ top: 1.5 }), 1, false).top).toBe(1.5)
  })

  test('is kept for the density and for each difference by itself, also when a person fixes it', () => {
    const range = createColourRange()
    range.accept(density({ source: 'grid' }), 2, false)
    expect(range.accept(density({ source: 'grid-difference' }), 0.01, false)).toEqual({
      top: 0.01,
      signed: true,
    })
    range.snap(0.005)
    expect(range.accept(density({ source: 'grid-difference' }), 0.01, false).top).toBe(0.005)
    expect(range.accept(density({ source: 'exact' }), 1, false).top).toBe(2)
    range.renew()
    expect(range.accept(density({ source: 'grid' }), 1, false).top).toBe(1)
  })

  test('is signed for a field that goes below zero, not for an undershoot, and stays so in the run', () => {
    const range = createColourRange()
    expect(range.accept(density({ least: -0.005 }), 1, true).signed).toBe(false)
    expect(range.accept(density({ least: -0.5 }), 1, true).signed).toBe(true)
    expect(range.accept(density({ least: 0 }), 1, true).signed).toBe(true)
    range.renew()
    expect(range.accept(density({ least: 0 }), 1, true).signed).toBe(false)
    expect(range.accept(density({ least: -0.5 }), 1, false).signed).toBe(false)
  })
})

describe('colour maps', () => {
  test('have nothing in the middle of the signed one, and its ends at the largest sizes', () => {
    expect([-2, -1, 0, 1, 2].map(signedTransfer)).toEqual([0, 0, 0.5, 1, 1])
    expect(signedTransfer(0.25) - 0.5).toBeCloseTo(0.5 - signedTransfer(-0.25), 12)
    expect(densityTransfer(0)).toBe(0)
  })

  test('change their lightness one way, on both sides of the middle of the signed one', () => {
    for (const palette of Object.values(palettes)) {
      const lightness = (name: 'density' | 'densityAlone' | 'signed'): number[] => {
        const map = lookUp(palette[name], 65)
        return Array.from(
          { length: 65 },
          (_, i) => 0.2126 * map[4 * i]! + 0.7152 * map[4 * i + 1]! + 0.0722 * map[4 * i + 2]!,
        )
      }
      const rising = (values: readonly number[]): number =>
        values.slice(1).reduce((sum, value, i) => sum + Math.sign(value - values[i]!), 0)
      expect(Math.abs(rising(lightness('density')))).toBe(64)
      expect(Math.abs(rising(lightness('densityAlone')))).toBe(64)
      const signed = lightness('signed')
      expect(Math.abs(rising(signed.slice(0, 33)))).toBe(32)
      expect(rising(signed.slice(32))).toBe(-rising(signed.slice(0, 33)))
    }
  })
})
