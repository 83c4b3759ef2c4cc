import { describe, expect, it } from 'vitest'
import { ring } from '#core/distributions/ring'
import { scoreError, scoreWitnesses } from '#core/learning/error/score-error'
import { levelKinds, levelsOf } from '#core/learning/losses/levels'
import { weightingOf, type WeightingName } from '#core/learning/losses/weighting'
import { initialWeights } from '#core/learning/network/initial-weights'
import { networkScore } from '#core/learning/network/network-score'
import { losses } from '#core/learning/plan/losses'
import { checkpointFromFile, checkpointToFile } from '#core/learning/training/checkpoint'
import { drawRows } from '#core/learning/training/draws'
import { referenceTrainer } from '#core/learning/training/reference-trainer'
import { rateAt, schedules } from '#core/learning/training/schedule'
import { train, type TrainingProblem } from '#core/learning/training/train'
import type { Trainer, TrainerSpec } from '#core/learning/training/trainer'
import { drawTrainingSet } from '#core/learning/training/training-set'
import { normalQuantile } from '#core/numeric/normal-quantile'
import { withDefaults } from '#core/params/defaults'
import { vpLinear } from '#core/processes/vp-linear'
import { scoreOfForm } from '#core/scores/exact'
import { loadTensorFlow } from '#main/engine/tensors/tensorflow'
import { tensorflowTrainer } from '#main/engine/tensors/tensorflow-trainer'
import { wasmTrainer } from '#main/engine/tensors/wasm-trainer'
import { small } from './networks'

const data = ring.make(withDefaults(ring.params, { kind: 'ring', count: 3, radius: 1.5 }))
const process_ = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
const optimiser = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clip: 0, emaDecay: 0.9 }
const loaded = await loadTensorFlow()
const trainers: readonly (readonly [string, (spec: TrainerSpec) => Trainer])[] = [
  ['reference', referenceTrainer],
  ['wasm', (spec) => wasmTrainer(spec)],
  ['tensorflow', (spec) => tensorflowTrainer(spec, loaded)],
]

function problemOf(kind: string, steps: number, rate = 0.003): TrainingProblem {
  const entry = losses.find((loss) => loss.kind === kind)!
  const made = entry.make(withDefaults(entry.params, { kind }))
  const context = { architecture: small, process: process_, exact: scoreOfForm(data.form), seed: 3 }
  return {
    ...made(context),
    data: drawTrainingSet(data, 500, 2),
    process: process_,
    schedule: { name: 'cosine', rate, warmUp: 5, steps },
    batch: 64,
    seed: 3,
  }
}
const spec: TrainerSpec = { architecture: small, optimiser, weights: initialWeights(small, 6) }

describe.each(trainers)('training on %s', (_, make) => {
  it('is a function of its seed', () => {
    const [a, b] = [make(spec), make(spec)]
    const [left, right] = [a, b].map((trainer) => [...train(problemOf('denoising', 12), trainer)])
    expect(left).toEqual(right)
    expect(a.state()).toEqual(b.state())
  })

  it('goes on from the bytes of a checkpoint to the same numbers', () => {
    const through = make(spec)
    const all = [...train(problemOf('denoising', 12), through)]
    const broken = make(spec)
    const run = train(problemOf('denoising', 12), broken)
    for (let step = 0; step < 7; step++) run.next()
    const bytes = checkpointToFile({
      architecture: small,
      state: broken.state(),
      seed: 3,
      backend: 'x',
      progress: null,
    })
    const resumed = make({ ...spec, weights: new Float32Array(spec.weights.length) })
    resumed.restore(checkpointFromFile(bytes, 'file', small).state)
    expect([...train(problemOf('denoising', 12), resumed)]).toEqual(all.slice(7))
    expect(resumed.state()).toEqual(through.state())
  })

  it('ends with a sentence when the rate is far too high, and the last good weights stay', () => {
    const trainer = make(spec)
    const problem = {
      ...problemOf('denoising', 400),
      schedule: { name: 'constant', rate: 30, warmUp: 0, steps: 400 } as const,
    }
    const run = train(problem, trainer)
    let next = run.next()
    while (next.done !== true) next = run.next()
    expect(next.value).toMatchObject({ kind: 'diverged' })
    expect((next.value as { sentence: string }).sentence).toMatch(
      /^The (loss|gradient) .* at step \d+: at a learning rate of 30\.0 the weights ran away\. The weights of step 0 were kept; try a tenth of the rate, or a bound on the gradient\.$/,
    )
    expect([...trainer.state().weights].map(Math.fround)).toEqual([...spec.weights])
  })
})

describe('all losses', () => {
  it.each(losses.map(({ kind }) => kind))('%s leads towards the exact score', (kind) => {
    const exact = scoreOfForm(data.form)
    const witnesses = scoreWitnesses(exact, data, process_, { levels: 8, points: 100 })
    const error = (trainer: Trainer): number =>
      scoreError(networkScore(small, trainer.state().average, exact), witnesses).mean
    const trainer = referenceTrainer(spec)
    const before = error(trainer)
    for (const _ of train(problemOf(kind, 400, 0.02), trainer));
    console.log(`${kind}: score error ${before.toFixed(4)}, after 400 steps ${error(trainer).toFixed(4)}`)
    expect(error(trainer)).toBeLessThan(0.7 * before)
  })

  it.each(['implicit', 'sliced'])('%s refuses ReLU in a sentence', (kind) => {
    const entry = losses.find((loss) => loss.kind === kind)!
    const made = entry.make(withDefaults(entry.params, { kind }))
    const architecture = { ...small, activation: 'relu' } as const
    expect(() => made({ architecture, process: process_, exact: null, seed: 1 })).toThrow(
      /^activation is "relu", whose slope jumps.*silu or tanh was expected by this loss\.$/,
    )
  })

  it('takes a rate that is changed between steps', () => {
    const run = train(problemOf('denoising', 20), referenceTrainer(spec))
    const before = run.next().value
    const after = run.next({ rateFactor: 0.5 }).value
    expect(before).toMatchObject({ rate: rateAt(problemOf('denoising', 20).schedule, 0) })
    expect(after).toMatchObject({ rate: 0.5 * rateAt(problemOf('denoising', 20).schedule, 1) })
  })
})

describe('what a step draws', () => {
  it('covers the levels evenly, and finds its quantiles', () => {
    for (const kind of levelKinds) {
      const levels = levelsOf(kind, process_, 1.2, 0.5)
      const rows = drawRows(drawTrainingSet(data, 500, 2), process_, levels, 4000, 1, 0)
      const ratios = [...rows.t].map((t) => 0.5 * process_.logSnr(t)).sort((a, b) => a - b)
      const middle = ratios[2000]!
      const expected = {
        'log-snr': 0.5 * (-5.025 + 4.56),
        time: 0.5 * process_.logSnr(0.5005),
        'log-normal': 1.2 - Math.log(2 * Math.sqrt(1.2)),
        one: 0.5,
      }
      expect(middle).toBeCloseTo(expected[kind], 1)
    }
    for (const [u, z] of [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.001, -3.090232306167813],
      [1e-6, -4.753424308822899],
    ] as const)
      expect(normalQuantile(u)).toBeCloseTo(z, 7)
  })

  it('has the mean and variance of x_t, and noise that is new at every step', () => {
    const set = drawTrainingSet(data, 500, 2)
    const levels = levelsOf('one', process_, 1.2, 0.5)
    const [first, second] = [0, 1].map((step) => drawRows(set, process_, levels, 20000, 1, step))
    const t = first!.t[0]!
    const variance = process_.alpha(t) ** 2 * set.variance + process_.sigma(t) ** 2
    const square = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0) / values.length
    expect(square(first!.x) / variance).toBeCloseTo(1, 1)
    let product = 0
    first!.noise.forEach((v, k) => (product += (v * second!.noise[k]!) / first!.noise.length))
    expect(Math.abs(product)).toBeLessThan(0.02)
  })

  it('weighs levels as the papers say', () => {
    const t = 0.4
    const [a, s] = [process_.alpha(t), process_.sigma(t)]
    const of = (name: WeightingName): number => weightingOf(name, process_, 1.44, 5)(t)
    expect(of('sigma2')).toBeCloseTo(s * s, 12)
    expect(of('g2')).toBeCloseTo(0.1 + 19.9 * t, 12)
    // Karras et al. 2022: (sigma^2 + s_0^2) / (sigma s_0)^2 on the error of x_0 at noise s / a, which is s^2 / a times the score's
    const noise = s / a
    expect(of('edm')).toBeCloseTo(((noise ** 2 + 1.44) / (noise ** 2 * 1.44)) * ((s * s) / a) ** 2, 10)
    expect(of('min-snr')).toBeCloseTo(Math.min(5, (a / s) ** 2) * ((s * s) / a) ** 2, 12)
    expect(of('uniform')).toBe(1)
  })

  it('lowers the rate by its schedule', () => {
    for (const name of schedules) {
      const schedule = { name, rate: 0.01, warmUp: 10, steps: 1000 }
      expect(rateAt(schedule, 0)).toBeCloseTo(0.001, 12)
      expect(rateAt(schedule, 9)).toBeCloseTo(0.01, 12)
      const rates = Array.from({ length: 1000 }, (_, step) => rateAt(schedule, step))
      expect(Math.max(...rates)).toBeLessThanOrEqual(0.01)
      if (name !== 'constant') expect(rates[999]!).toBeLessThan(0.0011)
    }
  })
})
