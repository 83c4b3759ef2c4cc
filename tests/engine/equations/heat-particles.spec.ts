import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { Frame } from '#core/protocol/contract'
import { chiSquare } from '#core/measures/grid/chi-square'
import { equationFrames } from '#main/engine/equations/equation-frames'
import { equationOf } from '#main/engine/equations/equation-of'
import { EquationRun } from '#main/engine/equations/equation-run'
import { equationPaths } from '#main/engine/equations/beside'
import { carriedStates, startOf } from '#main/engine/equations/states'
import { inlinePool } from './inline-pool'

const documentOf = (subject: Record<string, unknown>, witness: Record<string, unknown> | null) =>
  parse(
    {
      scorefield: 1,
      experiment: {
        subject: { kind: 'field', problem: { kind: 'heat' }, ...subject },
        witnesses: witness === null ? [] : [{ kind: 'heat-particles', ...witness }],
      },
      seeds: { data: 1, start: 2, path: 3 },
    },
    catalog,
  )

function runOf(subject: Record<string, unknown>, witness: Record<string, unknown> | null, budget = 2 ** 28) {
  const document = documentOf(subject, witness)
  const pool = inlinePool(2)
  const model = equationOf(document.experiment)
  const run = new EquationRun(1, 1, document, model, pool, budget, null, () => undefined)
  const work = (): void => pool.work((report) => run.onReport(0, report))
  work()
  return { run, work, document }
}

function frameAt(run: EquationRun, step: number, more: Record<string, unknown> = {}): Frame {
  const wants = { particles: true, density: null, score: null, learned: null, mesh: false, statistics: true }
  const frame = equationFrames()(run, { revision: 1, step, wants: { ...wants, ...more } })
  if (frame === null) throw new Error(`step ${step} is not on film`)
  return frame
}

const square = { kind: 'plane', lowX: -3, highX: 3, lowY: -3, highY: 3, cells: 64 }
const spot = { kind: 'gaussian', x: 0.3, y: -0.2, deviation: 0.35 }
const grained = {
  problem: { kind: 'heat-tensor', xx: '1 + 0.4 * sin(x)', xy: '0.4 * cos(y)', yy: '0.6' },
  domain: square,
  start: spot,
  scheme: { kind: 'backward-euler' },
  horizon: 0.3,
  steps: 60,
}

describe('particles beside heat', () => {
  test.each([
    ['carried', 'flow', grained],
    ['driven by noise', 'noise', grained],
    [
      'carried, D(x) alone',
      'flow',
      { ...grained, problem: { kind: 'heat', conductivity: '0.6 + 0.3 * sin(x + y)' } },
    ],
  ])('%s, fill the cells as the grid says, by a chi-square test', (_, motion, subject) => {
    const { run } = runOf(subject, { motion, particles: 6000 })
    const { grid } = run.model.domain
    const found = chiSquare(
      Float64Array.from(run.particles!.at(60)!),
      Float64Array.from(run.grid.at(60)!),
      grid,
    )
    expect(found.holds).toBe(true)
    const { fromParticles } = frameAt(run, 60).grid!
    expect(fromParticles!.totalVariation).toBeLessThan(1.3 * fromParticles!.floor)
  })

  test('of the wrong conductivity do not', () => {
    const { run, document } = runOf(grained, { motion: 'flow', particles: 6000 })
    const { model } = run
    // Planted: the cross term with its sign turned.
    const turned = equationOf(
      documentOf({ ...grained, problem: { ...grained.problem, xy: '-0.4 * cos(y)' } }, { motion: 'flow' })
        .experiment,
    ).carried
    const x = startOf(model, document.seeds, { first: 0, count: 6000 })
    for (const state of carriedStates({ ...model, carried: turned }, x)) void state
    const p = Float64Array.from(run.grid.at(60)!)
    const found = chiSquare(x, p, model.domain.grid)
    expect(found.holds).toBe(false)
    expect(found.perDegree).toBeGreaterThan(2)
  })

  test('stand for all the heat there is, and count what is in a region', () => {
    const rod = {
      domain: { kind: 'line', low: 0, high: 1, cells: 200 },
      start: { kind: 'gaussian', x: 0.4, deviation: 0.12 },
      horizon: 0.02,
      steps: 100,
    }
    const twice = { ...rod, start: { kind: 'formula', formula: '2 + cos(pi * x)' } }
    const { run } = runOf(twice, { motion: 'flow', particles: 20_000 })
    expect(run.model.total).toBeCloseTo(2, 6)
    const { grid, density } = frameAt(run, 100, { region: { low: [0], high: [0.5] }, source: 'histogram' })
    expect(Math.abs(grid!.region!.particles! - grid!.region!.mass)).toBeLessThan(
      4 * Math.sqrt(0.25 / 20_000) * 2,
    )
    const drawn = density!.values.reduce((sum, value) => sum + value / 200, 0)
    // Half of what is next to an end is deposited beyond it.
    expect(Math.abs(drawn / 2 - 1)).toBeLessThan(0.02)
    expect(grid!.fromParticles!.totalVariation).toBeLessThan(1.3 * grid!.fromParticles!.floor)
  })

  test('leave through ends held at 0, carried ones as the grid says', () => {
    const rod = {
      domain: { kind: 'line', low: 0, high: 1, cells: 256, lowEnd: 'held', highEnd: 'held' },
      start: { kind: 'gaussian', x: 0.4, deviation: 0.1 },
      horizon: 0.1,
      steps: 200,
    }
    const { run } = runOf(rod, { motion: 'flow', particles: 8000 })
    const { grid } = frameAt(run, 200, { region: { low: [0], high: [1] } })
    expect(grid!.mass).toBeLessThan(0.6)
    expect(Math.abs(grid!.region!.particles! - grid!.mass)).toBeLessThan(4 * Math.sqrt(0.25 / 8000))
  })

  test.each(['flow', 'noise'])('are answered exactly where the film is thin: %s', (motion) => {
    const subject = { ...grained, domain: { ...square, cells: 32 }, steps: 60 }
    const whole = runOf(subject, { motion, particles: 600 })
    const thin = runOf(subject, { motion, particles: 600 }, 120_000)
    expect(thin.run.particles!.film.plan.stride).toBeGreaterThan(1)
    for (const step of [37, 5, 53, 60, 1]) {
      thin.run.grid.at(step)
      thin.run.particles!.at(step)
      thin.work()
      expect(frameAt(thin.run, step).particles).toEqual(frameAt(whole.run, step).particles)
    }
  })

  test('have paths that pass through their positions', () => {
    const { run, document } = runOf({ ...grained, steps: 20 }, { motion: 'flow', particles: 50 })
    const { experiment, seeds } = document
    const values = equationPaths({ kind: 'paths', id: 1, experiment, seeds, what: 'run', particles: [3, 41] })
    const at = (row: number, step: number): number[] => [
      ...values.subarray((row * 21 + step) * 2, (row * 21 + step) * 2 + 2),
    ]
    const x = frameAt(run, 13).particles!
    expect(at(0, 13)).toEqual([...x.subarray(6, 8)])
    expect(at(1, 13)).toEqual([...x.subarray(82, 84)])
  })

  test('are left out where nothing asks for them, or the field stands still', () => {
    expect(runOf(grained, null).run.particles).toBeNull()
    const still = documentOf({ problem: { kind: 'poisson' } }, {})
    expect(equationOf(still.experiment).particles).toBe(0)
  })

  test.each([
    [{ domain: { kind: 'line', lowEnd: 'held', lowValue: 1 } }, 'flow', 'heat comes in through an end'],
    [{ problem: { kind: 'heat', source: '1' } }, 'noise', 'the source makes heat'],
    [{ start: { kind: 'formula', formula: 'x' } }, 'noise', 'the start is below 0'],
    [{ start: { kind: 'point' } }, 'flow', 'all would take one path'],
  ])('are refused where they cannot stand for heat: %j', (subject, motion, why) => {
    expect(() => equationOf(documentOf(subject, { motion }).experiment)).toThrow(
      new RegExp(`^experiment.witnesses.0 asks for particles, which .*${why}`),
    )
  })
})
