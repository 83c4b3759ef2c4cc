import { describe, expect, test } from 'vitest'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { spectral } from '#core/densities/schemes/spectral'
import { closedEnds, heldEnds } from '#core/densities/transport'
import { heat } from '#core/densities/problems/heat'
import { heatSpectrumFrom } from '#core/densities/waves/spectrum'
import { grid } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { lawVerdict } from '#core/protocol/spectrum'

const axis = { low: 0, high: 2, count: 64 }
const conductivity = 0.3
const rod = heat(grid([axis]), [heldEnds(0, 0)], conductivity)
const block = Float64Array.from({ length: 64 }, (_, i) => (i > 12 && i < 25 ? 1 : 0))

function ending(scheme: typeof spectral, steps: number, end: number): Float64Array {
  const times = Float64Array.from({ length: steps + 1 }, (_, i) => (end * i) / steps)
  let found = block.slice()
  for (const { p } of scheme.run(rod, times, { step: 0, t: 0, p: block.slice() }))
    found = Float64Array.from(p)
  return found
}

describe('the waves of heat', () => {
  test('of a rod with held ends are sines: one alone has one size, at its own wavenumber', () => {
    const k = (3 * Math.PI) / 2
    const wave = Float64Array.from({ length: 64 }, (_, i) => Math.sin(k * (i + 0.5) * (2 / 64)))
    const spectrum = heatSpectrumFrom(rod, wave)
    const at = spectrum.start.findIndex((size) => size > 0.5)
    expect(spectrum.k[at]).toBeCloseTo(k, 12)
    expect(spectrum.start.reduce((sum, size) => sum + size, 0)).toBeCloseTo(1, 10)
    expect(spectrum.law(0.7)[at]).toBeCloseTo(Math.exp(-conductivity * k * k * 0.7), 12)
  })

  test('follow the law under the spectral scheme, and miss it under a step of order 1', () => {
    const spectrum = heatSpectrumFrom(rod, block)
    const verdict = (p: Float64Array) =>
      lawVerdict({ k: spectrum.k, now: spectrum.of(p), law: spectrum.law(0.2) })
    expect(verdict(ending(spectral, 4, 0.2)).gap).toBeLessThan(1e-12)
    const [long, short] = [verdict(ending(backwardEuler, 4, 0.2)), verdict(ending(backwardEuler, 64, 0.2))]
    expect(long.gap).toBeGreaterThan(0.01)
    expect(short.gap).toBeLessThan(long.gap / 8)
    expect(long.k).toBeGreaterThan(0)
  })

  test('of a plane are joined by |k| and fall one by one', () => {
    const plane = heat(grid([axis, { ...axis, high: 1, count: 32 }]), [closedEnds, closedEnds], conductivity)
    const start = Float64Array.from({ length: 2048 }, (_, i) => Math.sin(0.37 * i) + (i % 32 > 9 ? 1 : 0))
    const spectrum = heatSpectrumFrom(plane, start)
    expect(spectrum.k[0]).toBe(0)
    expect(spectrum.law(5)[0]).toBeCloseTo(spectrum.start[0]!, 12)
    expect([...spectrum.k]).toEqual([...spectrum.k].sort((a, b) => a - b))
    const later = spectrum.law(0.1)
    later.forEach((size, i) => {
      if (spectrum.k[i]! > 2)
        expect(size).toBeLessThan(spectrum.start[i]! * Math.exp(-conductivity * 1.5 * 1.5 * 0.1))
    })
  })

  test('are refused where there is a source, or a conductivity that is no number', () => {
    const made = heat(grid([axis]), [heldEnds(0, 0)], 1, (out) => out.fill(1))
    expect(() => heatSpectrumFrom(made, block)).toThrow(Invalid)
    expect(() =>
      heatSpectrumFrom(
        heat(grid([axis]), [heldEnds(0, 0)], (x) => 1 + x),
        block,
      ),
    ).toThrow(/constant/)
  })
})
