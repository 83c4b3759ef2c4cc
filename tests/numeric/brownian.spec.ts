import { describe, expect, it } from 'vitest'
import { evenClock, type PathClock } from '#core/numeric/brownian/clock'
import { BrownianLattice, counterOf, lastPlace } from '#core/numeric/brownian/lattice'
import { plainArrays } from '#core/numeric/brownian/plain-arrays'
import { BrownianWalk, type PathArrays } from '#core/numeric/brownian/walk'
import { withDefaults } from '#core/params/defaults'
import { karras } from '#core/processes/grids/in-noise'
import { logSnrClock } from '#core/processes/log-snr-clock'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { edm } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { noiseFiller } from '#main/engine/backends/path-noise'

const vp = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
const processes = {
  vp,
  edm: edm.make(withDefaults(edm.params, { kind: 'edm' })),
  flow: rectifiedFlow.make(withDefaults(rectifiedFlow.params, { kind: 'rectified-flow' })),
}
const n = 20_000
const clock = logSnrClock(vp)

/** W at times, asked in this order, of one walk */
function values(times: readonly number[], on: PathClock = clock, count = n, first = 0): Float64Array[] {
  const lattice = new BrownianLattice(on)
  const walk = new BrownianWalk(lattice, plainArrays(9, first, count, 2))
  return times.map((t) => walk.ends(0, lattice.placeOf(t))[1]?.slice() ?? new Float64Array(2 * count))
}
const mean = (a: Float64Array, b = a): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0) / a.length
const grid = (steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => clock.time(1 - i / steps))

describe('Brownian path', () => {
  it('is one path: the value at a time does not depend on what was asked before, nor with whom', () => {
    const times = [...grid(7), 0.3331, 0.3332, 0.9999, 0.0011, ...grid(50)]
    const asked = values(times, clock, 300)
    const backwards = values([...times].reverse(), clock, 300).reverse()
    expect(backwards).toEqual(asked)
    const part = values(times, clock, 100, 57)
    part.forEach((w, i) => expect(w).toEqual(asked[i]!.slice(2 * 57, 2 * 157)))
  })

  it('does not depend on the memory it may use', () => {
    const lattice = new BrownianLattice(clock)
    const arrays = plainArrays(9, 0, 300, 2)
    const poor = new BrownianWalk(lattice, { ...arrays, bytes: 2 ** 40 })
    const times = [...grid(40), 0.123456, 0.7]
    const asked = values(times, clock, 300)
    times.forEach((t, i) => {
      const place = lattice.placeOf(t)
      if (place > 0) expect(poor.ends(0, place)[1]).toEqual(asked[i])
    })
  })

  it.each([
    ['on the clock’s parts', clock, [0.9, 0.4, 0.1].map((u) => clock.time(u))],
    ['at any times', clock, [0.87654321, 0.2345, 0.2344, 0.0123]],
    ['on an even clock', evenClock(-1, 3), [2.71, 2.7, 1, 0, -0.5]],
  ])('has the covariance min(s, t) %s', (_, on, times) => {
    const w = values(times, on)
    for (const [i, a] of w.entries())
      for (const [j, b] of w.entries()) {
        const [s, t] = [times[i]! - on.tMin, times[j]! - on.tMin]
        const expected = Math.min(s, t)
        const deviation = Math.sqrt((s * t + expected * expected) / a.length)
        expect(Math.abs(mean(a, b) - expected)).toBeLessThan(5 * deviation)
      }
  })

  it('has normal increments of the right size between any two times, near or far', () => {
    const times = [0.001, 0.0010001, 0.0173, 0.01731, 0.5, 0.7, 0.99999, 1]
    const w = values(times)
    for (let i = 1; i < times.length; i++) {
      const scale = 1 / Math.sqrt(times[i]! - times[i - 1]!)
      const z = w[i]!.map((x, j) => (x - w[i - 1]![j]!) * scale)
      expect(Math.abs(z.reduce((sum, x) => sum + x, 0))).toBeLessThan(5 * Math.sqrt(z.length))
      expect(Math.abs(mean(z, z) - 1)).toBeLessThan(5 * Math.sqrt(2 / z.length))
      const squares = z.map((x) => x * x)
      expect(Math.abs(mean(squares) - 3)).toBeLessThan(5 * Math.sqrt(96 / z.length))
      if (i > 1) {
        const before = w[i - 1]!.map((x, j) => (x - w[i - 2]![j]!) / Math.sqrt(times[i - 1]! - times[i - 2]!))
        expect(Math.abs(mean(z, before))).toBeLessThan(5 / Math.sqrt(z.length))
      }
    }
  })

  it('adds up over any grid of steps, to rounding', () => {
    const whole = noiseFiller({ kind: 'tree', seed: 4, clock }, 0, 50, 3)
    const [from, to] = [clock.time(0.8), clock.time(0.3)]
    const increment = (a: number, b: number): Float64Array => {
      const out = new Float64Array(150)
      whole.fill(out, { step: 0, from: a, to: b })
      return out.map((z) => z * Math.sqrt(Math.abs(b - a)))
    }
    const expected = increment(from, to)
    for (const steps of [2, 7, 30]) {
      const sum = new Float64Array(150)
      for (let i = 0; i < steps; i++) {
        const at = (k: number): number => clock.time(0.8 - (0.5 * k) / steps)
        increment(at(i), at(i + 1)).forEach((x, j) => (sum[j]! += x))
      }
      sum.forEach((x, j) => expect(Math.abs(x - expected[j]!)).toBeLessThan(1e-14))
    }
  })

  it.each(Object.entries(processes))(
    'resolves 2^-24 of the range of %s, where it is coarsest',
    (_, process) => {
      const lattice = new BrownianLattice(logSnrClock(process))
      const range = process.tMax - process.tMin
      for (let i = 0; i <= 1000; i++) {
        const t = process.tMin + (i / 1000) * range
        expect(Math.abs(lattice.timeOf(lattice.placeOf(t)) - t)).toBeLessThanOrEqual(range * 2 ** -24)
      }
    },
  )

  it('draws about once a step on grids that suit the clock, and 31 times at most anywhere', () => {
    const drawsPerStep = (times: readonly number[]): number => {
      let drawn = 0
      const counting: PathArrays<object> = {
        bytes: 8,
        claim: () => ({}),
        draw: (_out, _left, _right, draws) => void (drawn += draws.length),
      }
      const lattice = new BrownianLattice(clock)
      const walk = new BrownianWalk(lattice, counting)
      for (let i = 1; i < times.length; i++)
        walk.ends(lattice.placeOf(times[i - 1]!), lattice.placeOf(times[i]!))
      return drawn / (times.length - 1)
    }
    expect(drawsPerStep(grid(200))).toBe(1)
    expect(drawsPerStep(grid(100))).toBeLessThan(2.2)
    expect(drawsPerStep(grid(1000))).toBeLessThan(3.5)
    expect(drawsPerStep([1, 0.7654321])).toBeLessThanOrEqual(31)
  })

  it('draws no more on other grids than their places need, most of it in one go, in memory that does not grow', () => {
    const process = processes.edm
    const on = logSnrClock(process)
    const times = karras.make(withDefaults(karras.params, { kind: 'karras', steps: 20 })).times(process)
    const lattice = new BrownianLattice(on)
    let [drawn, passes, arrays] = [0, 0, 0]
    const walk = new BrownianWalk<object>(lattice, {
      bytes: 8,
      claim: () => ({ number: arrays++ }),
      draw(_out, _left, _right, draws) {
        drawn += draws.length
        passes += 1
      },
    })
    for (let i = 1; i < times.length; i++)
      walk.ends(lattice.placeOf(times[i - 1]!), lattice.placeOf(times[i]!))
    const needed = new Set([...times].flatMap((t) => lattice.descent(lattice.placeOf(t)).map((d) => d.place)))
    expect(drawn / needed.size).toBeLessThan(1.1)
    expect(passes / (times.length - 1)).toBeLessThan(9)
    expect(arrays).toBeLessThanOrEqual(18)
  })

  it('keys every place by its own counter', () => {
    const far = lastPlace - 1
    const seen = new Set(
      [1, 2 ** 25 + 1, 2 ** 29 + 1, far, far - 2 ** 25].map((place) => {
        const { word, shift } = counterOf(
          { place, left: 0, right: 0, leftWeight: 0, rightWeight: 0, deviation: 0 },
          0,
        )
        expect(shift % 2 ** 20).toBe(0)
        return `${word} ${shift}`
      }),
    )
    expect(seen.size).toBe(5)
  })
})
