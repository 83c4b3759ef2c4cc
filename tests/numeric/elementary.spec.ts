import { describe, expect, it } from 'vitest'
import { exp, log, sinCosOfTurns, turn } from '#core/numeric/elementary'

/** Relative error in units of the last place, against the engine's own functions. */
const ulps = (a: number, b: number): number =>
  Math.abs(a - b) / Math.max(Math.abs(b) * 2 ** -52, Number.MIN_VALUE)

describe('elementary functions', () => {
  it('exp is within 2 ulp over its whole range', () => {
    let worst = 0
    for (let x = -700; x < 709; x += 0.0713) worst = Math.max(worst, ulps(exp(x), Math.exp(x)))
    for (let x = -1; x < 1; x += 0.0007) worst = Math.max(worst, ulps(exp(x), Math.exp(x)))
    expect(worst).toBeLessThan(2)
    expect(exp(0)).toBe(1)
  })

  it('exp ends well', () => {
    expect(exp(-800)).toBe(0)
    expect(exp(800)).toBe(Infinity)
    expect(exp(NaN)).toBeNaN()
    expect(exp(-740)).toBeCloseTo(Math.exp(-740), 320)
  })

  it('log is within 2 ulp, also near 1 and for subnormal numbers', () => {
    let worst = 0
    for (let e = -320; e < 300; e += 0.37) worst = Math.max(worst, ulps(log(10 ** e), Math.log(10 ** e)))
    for (let d = -0.3; d < 0.4; d += 0.00037) worst = Math.max(worst, ulps(log(1 + d), Math.log(1 + d)))
    expect(worst).toBeLessThan(2)
    expect(log(1)).toBe(0)
    expect(log(0)).toBe(-Infinity)
    expect(log(-1)).toBeNaN()
  })

  it('sine and cosine of turns are within 1e-15, and exact at quarter turns', () => {
    let worst = 0
    for (let u = 0; u <= 1; u += 1 / 9973) {
      sinCosOfTurns(u)
      worst = Math.max(
        worst,
        Math.abs(turn.sin - Math.sin(2 * Math.PI * u)),
        Math.abs(turn.cos - Math.cos(2 * Math.PI * u)),
      )
    }
    expect(worst).toBeLessThan(1e-15)
    sinCosOfTurns(0.25)
    expect([turn.sin, turn.cos + 0]).toEqual([1, 0])
  })
})
