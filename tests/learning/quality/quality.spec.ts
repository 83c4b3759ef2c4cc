import { beforeAll, describe, expect, it } from 'vitest'
import { scoreError, scoreWitnesses } from '#core/learning/error/score-error'
import { averageOf, consistencyDistillation } from '#core/learning/distillation/consistency-distillation'
import { networkScore } from '#core/learning/network/network-score'
import { train } from '#core/learning/training/train'
import type { ScoreModel } from '#core/scores/score-model'
import { wasmTrainer } from '#main/engine/tensors/wasm-trainer'
import { floorOf, sampled } from './sampled'
import { shippedWeights } from './shipped'
import { strokeDocument, thirds } from './stroke'
import { planOf, presetDocument, trained } from './trained'

const moons = [
  [-2, 0],
  [2, 0],
]

/** On quiet cores each takes a few seconds. */
const PATIENCE = 300_000

describe('the double moon, from scratch', { timeout: PATIENCE }, () => {
  const document = presetDocument('learned-double-moon')
  const { plan, context } = planOf(document)
  const { data, process, exact } = context
  let weights: Float32Array
  let learned: ScoreModel
  beforeAll(() => {
    weights = trained(document).weights
    learned = networkScore(plan.architecture, weights, exact)
  }, PATIENCE)

  it('is learned to a score error of 0.005', () => {
    const { mean } = scoreError(learned, scoreWitnesses(exact, data, process, { levels: 16, points: 500 }))
    console.log(`double moon, score error ${mean.toFixed(5)}`)
    expect(mean).toBeLessThan(0.005)
  })

  it('samples as the exact score does, with its modes', () => {
    const floor = floorOf(data, 10)
    const found = sampled(document, learned, moons, 3)
    const beside = sampled(document, exact, moons, 3)
    console.log(
      `double moon, sliced W2 over the floor: learned ${(found.w2 / floor.mean).toFixed(2)}, exact ${(beside.w2 / floor.mean).toFixed(2)}`,
    )
    expect(found.w2).toBeLessThan(1.8 * floor.mean)
    expect(beside.w2).toBeLessThan(1.8 * floor.mean)
    for (const share of found.shares) expect(Math.abs(share - 0.5)).toBeLessThan(0.015)
  })

  it('is distilled into one step and two, where the exact score gives the middle', () => {
    const { architecture, spec, problem } = plan
    const teacher = wasmTrainer({ ...spec, weights })
    const student = wasmTrainer({ ...spec, weights, optimiser: { ...spec.optimiser, emaDecay: 0.99 } })
    const distillation = consistencyDistillation(
      architecture,
      process,
      averageOf(architecture, teacher),
      averageOf(architecture, student),
      18,
    )
    const schedule = { name: 'cosine', rate: 0.001, warmUp: 50, steps: 600 } as const
    for (const _ of train({ ...problem, ...distillation, schedule, batch: 256, seed: 5 }, student));
    const jump = networkScore(architecture, student.state().average, exact)
    const changes = (steps: number) => ({
      sampler: { kind: 'consistency' },
      grid: { kind: 'log-snr', steps },
    })
    const floor = floorOf(data, 5)
    for (const steps of [1, 2]) {
      const found = sampled(document, jump, moons, 1, changes(steps))
      const blurred = sampled(document, exact, moons, 1, changes(steps))
      console.log(
        `double moon, ${steps} steps, sliced W2 over the floor: distilled ${(found.w2 / floor.mean).toFixed(1)}, exact ${(blurred.w2 / floor.mean).toFixed(1)}`,
      )
      expect(found.w2).toBeLessThan(5 * floor.mean)
      expect(blurred.w2).toBeGreaterThan(10 * floor.mean)
    }
  })
})

describe('the ring, as it ships', { timeout: PATIENCE }, () => {
  it('has a score error of at most 0.01 and samples all modes', () => {
    const document = presetDocument('learned-ring')
    const { context } = planOf(document)
    const { data, process, exact } = context
    const { architecture, weights } = shippedWeights('ring')
    const learned = networkScore(architecture, weights, exact)
    const { mean } = scoreError(learned, scoreWitnesses(exact, data, process, { levels: 16, points: 500 }))
    const floor = floorOf(data, 10)
    const found = sampled(document, learned, data.modes!, 3)
    console.log(
      `ring, score error ${mean.toFixed(5)}, sliced W2 over the floor ${(found.w2 / floor.mean).toFixed(2)}`,
    )
    expect(mean).toBeLessThan(0.01)
    expect(found.w2).toBeLessThan(1.8 * floor.mean)
    for (const share of found.shares) expect(Math.abs(share - 1 / 8)).toBeLessThan(0.015)
  })
})

describe('points that were drawn', { timeout: PATIENCE }, () => {
  it('are learned too: a stroke like an S', () => {
    const document = strokeDocument()
    const { context, plan, weights } = trained(document)
    const { data, process, exact } = context
    const learned = networkScore(plan.architecture, weights, exact)
    const { mean } = scoreError(learned, scoreWitnesses(exact, data, process, { levels: 16, points: 500 }))
    const floor = floorOf(data, 5)
    const found = sampled(document, learned, thirds, 2)
    const beside = sampled(document, exact, thirds, 2)
    console.log(
      `stroke, score error ${mean.toFixed(5)}, sliced W2 over the floor: learned ${(found.w2 / floor.mean).toFixed(2)}, exact ${(beside.w2 / floor.mean).toFixed(2)}`,
    )
    expect(mean).toBeLessThan(0.01)
    expect(found.w2).toBeLessThan(1.8 * floor.mean)
    found.shares.forEach((share, k) => expect(Math.abs(share - beside.shares[k]!)).toBeLessThan(0.015))
  })
})
