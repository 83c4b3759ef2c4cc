import { describe, expect, it } from 'vitest'
import type { NumberParam } from '#core/params/param'
import { formatNumber, parseNumber, scientific } from '#renderer/controls/format'
import { sliderScale, stepped } from '#renderer/controls/slider-scale'

describe('what a person types', () => {
  it.each([
    ['1e-3', 1e-3],
    ['pi/4', Math.PI / 4],
    ['-2*pi', -2 * Math.PI],
    ['3/π', 3 / Math.PI],
    ['−1.5', -1.5],
    ['0,25', 0.25],
    ['20 000', 20000],
    ['20\u202f000', 20000],
    ['6/2/3', 1],
    ['', null],
    ['abc', null],
    ['1//2', null],
    ['1/0', null],
    ['*2', null],
    ['Infinity', null],
  ])('%s is %s', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })

  it('is read back from what is shown', () => {
    for (const value of [0, -0.4, 1.25, 12345, 1000000, 0.0003, -273.15])
      expect(parseNumber(formatNumber(value))).toBe(value)
  })
})

describe('what is shown', () => {
  it('has a true minus, no sign on a rounded zero, and narrow spaces between thousands', () => {
    expect(formatNumber(-1.5)).toBe('−1.5')
    expect(formatNumber(-0.001, 2)).toBe('0.00')
    expect(formatNumber(20000)).toBe('20\u202f000')
    expect(formatNumber(2000)).toBe('2000')
    expect(formatNumber(NaN)).toBe('not a number')
    expect(formatNumber(-Infinity)).toBe('−∞')
  })

  it('writes powers where plain digits would not serve', () => {
    expect(scientific(3.6e-7, 2)).toEqual({ mantissa: '3.6', exponent: '−7' })
    expect(scientific(0.0422, 4)).toEqual({ mantissa: '0.04220', exponent: null })
    expect(scientific(0, 3)).toEqual({ mantissa: '0', exponent: null })
  })
})

describe('a slider', () => {
  const plain: NumberParam = {
    kind: 'number',
    label: 'a',
    doc: '',
    default: 1,
    min: -4,
    max: 10,
    soft: [0, 5],
  }
  const decades: NumberParam = { ...plain, min: 1, max: 1e6, soft: [500, 2e5], scale: 'log', integer: true }

  it.each([
    ['linear', plain, 2],
    ['by decades', decades, 20000],
    ['stretched to hold a value outside the usual range', plain, -3],
  ])('%s: the place of a value and the value of a place are inverse', (_, param, value) => {
    const scale = sliderScale(param, value)
    const at = scale.toTrack(value)
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at).toBeLessThanOrEqual(1)
    expect(Math.abs(scale.fromTrack(at) / value - 1)).toBeLessThan(0.03)
  })

  it('never leaves the allowed range', () => {
    for (const param of [plain, decades])
      for (const count of [-1e6, -10, -1, 1, 10, 1e6]) {
        const value = stepped(param, param.default, count)
        expect(value).toBeGreaterThanOrEqual(param.min)
        expect(value).toBeLessThanOrEqual(param.max)
      }
  })

  it('moves whole numbers by whole steps, however small the step', () => {
    expect(stepped(decades, 100, 0.1)).toBe(101)
    expect(stepped(decades, 100, -0.1)).toBe(99)
    expect(stepped(decades, 100, 10)).toBe(110)
  })
})
