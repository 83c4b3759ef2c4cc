import { describe, expect, test } from 'vitest'
import { dashes, isolines, joined } from '#renderer/stage/rules/isolines'

const grid = { counts: [41, 41], origin: [-2, -2], spacing: [0.1, 0.1] }
const field = (f: (x: number, y: number) => number): number[] =>
  Array.from({ length: 41 * 41 }, (_, i) => f(-2 + 0.1 * Math.floor(i / 41), -2 + 0.1 * (i % 41)))

describe('isolines', () => {
  test('of a cone are circles, each one closed polyline', () => {
    const segments = isolines(
      grid,
      field((x, y) => Math.hypot(x, y)),
      1.234,
    )
    const lines = joined(segments, 1e-6)
    expect(lines.length).toBe(1)
    const [line] = lines
    for (const [x, y] of line!) expect(Math.hypot(x, y)).toBeCloseTo(1.234, 2)
    expect(line![0]).toEqual(line!.at(-1))
    const length = line!
      .slice(1)
      .reduce((sum, [x, y], i) => sum + Math.hypot(x - line![i]![0], y - line![i]![1]), 0)
    expect(length).toBeCloseTo(2 * Math.PI * 1.234, 1)
  })

  test('of two hills are two, and of a slope one that is open', () => {
    const hills = field(
      (x, y) => Math.exp(-8 * ((x - 1) ** 2 + y * y)) + Math.exp(-8 * ((x + 1) ** 2 + y * y)),
    )
    expect(joined(isolines(grid, hills, 0.5), 1e-6).length).toBe(2)
    const slope = joined(
      isolines(
        grid,
        field((x) => x),
        0.33,
      ),
      1e-6,
    )
    expect(slope.length).toBe(1)
    expect(slope[0]!.length).toBe(41)
    for (const [x] of slope[0]!) expect(x).toBeCloseTo(0.33, 10)
  })

  test('cut into dashes have their lengths', () => {
    const cut = dashes(
      [
        [0, 0],
        [7, 0],
        [20, 0],
      ],
      5,
      3,
    )
    expect(cut.map((stretch) => [stretch[0]![0], stretch.at(-1)![0]])).toEqual([
      [0, 5],
      [8, 13],
      [16, 20],
    ])
  })
})
