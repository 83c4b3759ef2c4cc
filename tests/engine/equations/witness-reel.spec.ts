import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { Frame, FrameRequest } from '#core/protocol/contract'
import { assemble } from '#main/engine/assemble'
import { WitnessReel } from '#main/engine/equations/witness-reel'
import { inlinePool } from './inline-pool'

const wants: FrameRequest['wants'] = {
  particles: true,
  density: null,
  source: 'grid',
  score: null,
  learned: null,
  mesh: false,
  statistics: true,
}
/** Even times down to 0.3, then one long step, at which the explicit scheme must stop */
const times = [...Array.from({ length: 70 }, (_, k) => [0.99 - 0.01 * k]), [0.05]]

function witnessOf(witness: object, budget: number) {
  const json = {
    scorefield: 1,
    experiment: {
      subject: {
        kind: 'generative',
        data: { kind: 'mixture', components: [{ weight: 1, mean: [1], cov: [[0.5]] }] },
        process: { kind: 'vp-linear' },
        grid: { kind: 'hand-placed', values: times },
        particles: 100,
      },
      witnesses: [{ kind: 'density-grid', cells: 16, ...witness }],
    },
  }
  const document = parse(json, catalog)
  const model = assemble(document.experiment.subject, catalog)
  const pool = inlinePool(1)
  const reel = WitnessReel.of(document, model, pool, budget, () => undefined)!
  const work = (): void => pool.work((report) => void reel.onReport(report))
  work()
  const frameAt = (step: number): Frame => {
    const frame: Frame = {
      revision: 1,
      step,
      t: model.times[step]!,
      shown: 100,
      particles: new Float32Array(100),
      density: null,
      score: null,
      learned: null,
      mesh: null,
      grid: null,
      statistics: null,
    }
    // Where the film is thin the first question asks for the replay.
    reel.added(frame, wants)
    work()
    return reel.added(frame, wants)
  }
  return { frameAt, last: model.times.length - 1 }
}

test.each([2 ** 24, 2900])(
  'a grid that stops says why at every step, and keeps the good ones (%i bytes)',
  (budget) => {
    const { frameAt, last } = witnessOf({ scheme: 'explicit' }, budget)
    const broken = frameAt(last)
    expect(broken.grid).toBeNull()
    const told = broken.gridProblem!
    expect(told).toMatch(
      /^The grid stopped at step \d+: steps make a step of .* at scaled time = .*; more steps, a coarser grid or an implicit scheme was expected\.$/,
    )
    const first = Number(/step (\d+)/.exec(told)![1])
    expect(first).toBeGreaterThan(10)
    // In any order, and the last good one beside the step that cannot be had.
    for (const step of [first - 1, 3, first - 2, 0, first - 1]) {
      const good = frameAt(step)
      expect(good.gridProblem).toBe(told)
      expect(good.grid!.mass).toBeCloseTo(1, 6)
      expect(good.density!.source).toBe('grid')
    }
    expect(frameAt(first).grid).toBeNull()
  },
)

test('a grid that goes through says nothing', () => {
  const { frameAt, last } = witnessOf({}, 2 ** 24)
  expect(frameAt(last).gridProblem).toBeUndefined()
  expect(frameAt(last).grid!.mass).toBeCloseTo(1, 6)
})
