import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { Frame } from '#core/protocol/contract'
import type { DensitySource } from '#core/protocol/density-source'
import { equationRidgeline } from '#main/engine/equations/beside'
import { equationFrames } from '#main/engine/equations/equation-frames'
import { assembleEquation } from '#main/engine/equations/equation-model'
import { EquationRun } from '#main/engine/equations/equation-run'
import { inlinePool } from './inline-pool'

const subject = {
  kind: 'sde',
  equation: { kind: 'ornstein-uhlenbeck' },
  start: { kind: 'gaussian', x: 1, deviation: 0.3 },
  particles: 2000,
  steps: 40,
}

function opened(): {
  run: EquationRun
  frame: (source: DensitySource, step: number) => NonNullable<Frame['density']>
} {
  const document = parse({ scorefield: 1, experiment: { subject } }, catalog)
  const found = document.experiment.subject
  if (found.kind === 'generative') throw new Error('an equation was meant')
  const pool = inlinePool(1)
  const model = assembleEquation(found, catalog)
  const run = new EquationRun(1, 1, document, model, pool, 2 ** 28, null, () => undefined)
  pool.work((report) => run.onReport(0, report))
  const frames = equationFrames()
  return {
    run,
    frame(source, step) {
      const wants = { density: null, score: null, learned: null, mesh: false }
      const frame = frames(run, {
        revision: 1,
        step,
        wants: { ...wants, particles: true, statistics: false, source },
      })
      if (frame?.density == null) throw new Error('no density')
      return frame.density
    },
  }
}

describe('differences of densities', () => {
  test('are grid or kernels less the closed form, with a range of their own', () => {
    const { frame } = opened()
    const [grid, exact, kernel] = (['grid', 'exact', 'kernel'] as const).map((source) => frame(source, 20))
    for (const [source, from] of [
      ['grid-difference', grid!],
      ['kernel-difference', kernel!],
    ] as const) {
      const { values, max, least, top } = frame(source, 20)
      values.forEach((value, i) => expect(value).toBeCloseTo(from.values[i]! - exact!.values[i]!, 6))
      expect(max).toBeCloseTo(Math.max(...values.map(Math.abs)), 6)
      // It has either sign, since both densities have the same mass.
      expect(least).toBeLessThan(0)
      expect(values.reduce((most, value) => Math.max(most, value), 0)).toBeGreaterThan(0)
      expect(top).toBeGreaterThanOrEqual(frame(source, 10).max)
      expect(top).toBeGreaterThanOrEqual(frame(source, 40).max)
      expect(top).toBeLessThan(0.5 * grid!.max)
      expect(frame(source, 30).top).toBe(top)
    }
  })

  test('fill the plane of time and place', () => {
    const { run } = opened()
    const { experiment } = run.document
    if (experiment.subject.kind === 'generative') throw new Error('an equation was meant')
    const at = {
      kind: 'ridgeline',
      id: 1,
      experiment,
      axis: 0,
      origin: -2,
      spacing: 0.05,
      count: 81,
    } as const
    const [grid, exact, difference] = (['grid', 'exact', 'grid-difference'] as const).map((source) =>
      equationRidgeline({ ...at, source }, experiment.subject as never),
    )
    expect(difference!.length).toBe(41 * 81)
    difference!.forEach((value, i) => expect(value).toBeCloseTo(grid![i]! - exact![i]!, 5))
    expect(difference!.some((value) => value < -1e-4)).toBe(true)
  })
})
