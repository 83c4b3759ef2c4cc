import { describe, expect, it } from 'vitest'
import { vpLinear } from '#core/processes/vp-linear'
import type { RunInfo } from '#core/protocol/contract'
import { fractionsOf, stageScales, stepAt } from '#renderer/stage/time-axis'
import { logSnrMarks, timeMarks } from '#renderer/timeline/ruler'

const process = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
const N = 50

function run(direction: 'reverse' | 'forward'): RunInfo {
  const times = Float64Array.from({ length: N + 1 }, (_, i) => 1 - (0.999 * i) / N)
  if (direction === 'forward') times.reverse()
  return {
    times,
    direction,
    alpha: times.map((t) => process.alpha(t)),
    sigma: times.map((t) => process.sigma(t)),
    logSnr: times.map((t) => process.logSnr(t)),
    dataVariance: 2,
  } as unknown as RunInfo
}

describe.each(['reverse', 'forward'] as const)('the timeline of a %s run', (direction) => {
  const info = run(direction)

  it.each(['log-snr', 't', 'step'] as const)(
    'on the axis %s: noise is left, data right, every step its own',
    (axis) => {
      const fractions = fractionsOf(info, axis)
      const noise = info.times.indexOf(Math.max(...info.times))
      expect(fractions[noise]).toBe(0)
      expect(fractions[N - noise]).toBe(1)
      fractions.forEach((at, step) => expect(stepAt(fractions, at)).toBe(step))
      // Between two steps the nearer one is shown.
      const [a, b] = [fractions[20]!, fractions[21]!]
      expect(stepAt(fractions, a + 0.4 * (b - a))).toBe(20)
      expect(stepAt(fractions, a + 0.6 * (b - a))).toBe(21)
    },
  )

  it('has marks where their values are, apart from each other', () => {
    const fractions = fractionsOf(info, 'log-snr')
    const marks = timeMarks(info, fractions, 0.08)
    expect(marks.length).toBeGreaterThan(3)
    marks.forEach(({ at }, i) => i > 0 && expect(at - marks[i - 1]!.at).toBeGreaterThan(0.08))
    const [low, high] = [Math.min(...info.logSnr), Math.max(...info.logSnr)]
    // A time between two steps stands between their places.
    for (const { at, label } of marks) {
      const t = Number(label)
      const step = info.times.findIndex((time, i) => i < N && (time - t) * (info.times[i + 1]! - t) <= 0)
      const around = [fractions[step]!, fractions[step + 1]!].sort((a, b) => a - b)
      expect(at).toBeGreaterThanOrEqual(around[0]!)
      expect(at).toBeLessThanOrEqual(around[1]!)
    }
    for (const { at, label } of logSnrMarks(info, fractions, 0.08))
      expect(at).toBeCloseTo((Number(label.replace('−', '-')) - low) / (high - low), 6)
  })
})

it('keeps the cloud at the size of the data where noise would dwarf it, and only there', () => {
  const calm = run('reverse')
  expect(stageScales(calm).every((scale) => scale === 1)).toBe(true)
  const wild = { ...calm, alpha: calm.alpha.map(() => 1), sigma: calm.times.map((t) => 50 * t) }
  stageScales(wild).forEach((scale, i) => {
    const deviation = Math.sqrt(2 + wild.sigma[i]! ** 2)
    expect(scale * deviation).toBeCloseTo(Math.SQRT2, 12)
  })
})
