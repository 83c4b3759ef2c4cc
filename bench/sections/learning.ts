import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { doubleMoon } from '#core/distributions/energies'
import { scoreError, scoreWitnesses } from '#core/learning/error/score-error'
import { denoising } from '#core/learning/losses/denoising'
import { implicit } from '#core/learning/losses/implicit'
import { levelsOf } from '#core/learning/losses/levels'
import { weightingOf } from '#core/learning/losses/weighting'
import { initialWeights } from '#core/learning/network/initial-weights'
import { networkScore } from '#core/learning/network/network-score'
import { train, type TrainingProblem } from '#core/learning/training/train'
import type { Trainer } from '#core/learning/training/trainer'
import { drawTrainingSet } from '#core/learning/training/training-set'
import { withDefaults } from '#core/params/defaults'
import { vpLinear } from '#core/processes/vp-linear'
import { scoreOfForm } from '#core/scores/exact'
import { createTrainer } from '#main/engine/tensors/create-trainer'
import { endThread } from '#main/engine/workers/native-gate'
import type { ForwardJob } from '../forward-worker'
import { torchPeer, type TorchPeer } from '../peers/torch-peer'
import { architecture, optimiser } from '../preset-network'
import { type Line, median, type Section } from '../section'

const ROUNDS = 5
/** What the double moon's score is to be learned to */
const QUALITY = 0.005
const data = doubleMoon.make({})
const process_ = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))

function problemOf(steps: number, loss: 'denoising' | 'implicit' = 'denoising'): TrainingProblem {
  const { dataVariance } = architecture
  const context = { architecture, weighting: weightingOf('sigma2', process_, dataVariance, 5) }
  return {
    data: drawTrainingSet(data, 100_000, 1),
    process: process_,
    levels: levelsOf('log-snr', process_, dataVariance, 0),
    loss: loss === 'denoising' ? denoising(context) : implicit(context),
    schedule: { name: 'cosine', rate: 0.003, warmUp: 100, steps },
    batch: 512,
    seed: 1,
  }
}

async function trainerOf(name: 'wasm' | 'tensorflow'): Promise<Trainer> {
  const spec = { architecture, optimiser, weights: initialWeights(architecture, 1) }
  return (await createTrainer(name, spec, { slopes: false })).trainer
}

/** Whole steps as a training takes them: rows drawn, features, gradient, Adam and the average; wall time. */
async function training(peer: TorchPeer | null): Promise<Line[]> {
  const rates: Record<string, number[]> = {}
  const contenders = [
    { key: 'wasm', trainer: 'wasm', loss: 'denoising', steps: 200 },
    { key: 'wasm, implicit', trainer: 'wasm', loss: 'implicit', steps: 60 },
    { key: 'tensorflow', trainer: 'tensorflow', loss: 'denoising', steps: 40 },
    { key: 'tensorflow, implicit', trainer: 'tensorflow', loss: 'implicit', steps: 10 },
  ] as const
  const runs: { key: string; steps: number; run: ReturnType<typeof train>; build: string }[] = []
  // One after another: TensorFlow.js does not start twice at once.
  for (const { key, trainer: name, loss, steps } of contenders) {
    const trainer = await trainerOf(name)
    runs.push({ key, steps, run: train(problemOf(1e9, loss), trainer), build: trainer.info.build })
  }
  const note = (name: string, rate: number): void => void (rates[name] ??= []).push(rate)
  for (let round = 0; round <= ROUNDS; round++) {
    for (const threads of [1, 2]) {
      const rate = await peer?.train(threads)
      if (rate !== undefined && round > 0) note(`torch ${threads}`, rate)
    }
    for (const { key, steps, run } of runs) {
      const began = performance.now()
      for (let step = 0; step < steps; step++) run.next()
      if (round > 0) note(key, (1000 * steps) / (performance.now() - began))
    }
  }
  const of = (name: string): number => median(rates[name] ?? [])
  return [
    { name: 'training, own kernels', value: of('wasm'), unit: 'steps/s', target: { atLeast: 250 } },
    { name: `training, ${runs[2]!.build}`, value: of('tensorflow'), unit: 'steps/s' },
    {
      name: 'training by implicit matching, own kernels',
      value: of('wasm, implicit'),
      unit: 'steps/s',
      note: `${of('tensorflow, implicit').toFixed(1)} steps/s by ${runs[3]!.build}`,
    },
    ...(peer === null
      ? []
      : [1, 2].map((threads) => ({
          name: `training, PyTorch ${peer.version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
          value: of(`torch ${threads}`),
          unit: 'steps/s',
        }))),
  ]
}

/** Particles a second of one score by as many workers as threads, wall time of the slowest. */
async function forward(peer: TorchPeer | null): Promise<Line[]> {
  const workers = [0, 1].map(() => new Worker(new URL('./bench-forward.js', import.meta.url)))
  const ask = async (worker: Worker, job: ForwardJob): Promise<number> => {
    worker.postMessage(job)
    const [milliseconds] = (await once(worker, 'message')) as [number]
    return milliseconds
  }
  const lines: Line[] = []
  for (const particles of [10_000, 100_000])
    for (const threads of [1, 2]) {
      const repeats = 400_000 / particles
      const [rates, own, theirs, ratios]: [number[], number[], number[], number[]] = [[], [], [], []]
      const rateOf = async (by: ForwardJob['by']): Promise<number> => {
        const job: ForwardJob = { by, particles: particles / threads, repeats }
        const times = await Promise.all(workers.slice(0, threads).map((worker) => ask(worker, job)))
        return (1000 * particles * repeats) / Math.max(...times)
      }
      for (let round = 0; round <= ROUNDS; round++) {
        const peers = (await peer?.forward(particles, threads)) ?? NaN
        const rate = await rateOf('choice')
        const alone = await rateOf('own kernels')
        if (round === 0) continue
        rates.push(rate)
        own.push(alone)
        theirs.push(peers)
        ratios.push(rate / peers)
      }
      const words = `${particles / 1000}k, ${threads} ${threads === 1 ? 'worker' : 'workers'}`
      lines.push({
        name: `forward, ${words}`,
        value: median(rates) / 1e6,
        unit: 'M/s',
        note: `${(median(own) / 1e6).toFixed(2)} M/s by own kernels alone`,
      })
      if (peer !== null)
        lines.push({
          name: '– over PyTorch at as many threads',
          value: median(ratios),
          unit: 'times',
          note: `${(median(theirs) / 1e6).toFixed(2)} M/s`,
          target: { atLeast: 1 },
        })
    }
  await Promise.all(workers.map(endThread))
  return lines
}

/** From nothing to the double moon's score at the quality asked for, everything counted. */
async function untilLearned(): Promise<Line> {
  const began = performance.now()
  const trainer = await trainerOf('wasm')
  const exact = scoreOfForm(data.form)
  const witnesses = scoreWitnesses(exact, data, process_, { levels: 16, points: 500 })
  let reached = NaN
  let error = NaN
  for (const { step } of train(problemOf(3000), trainer)) {
    if (step % 250 !== 0) continue
    error = scoreError(networkScore(architecture, trainer.state().average, exact), witnesses).mean
    if (error > QUALITY) continue
    reached = step
    break
  }
  return {
    name: `double moon to a score error of ${QUALITY}`,
    value: (performance.now() - began) / 1000,
    unit: 's',
    note: `${reached} steps, error ${error.toFixed(4)}`,
    target: { atMost: 60 },
  }
}

export const learning: Section = {
  name: 'learning',
  title: 'Learned scores',
  method:
    'The network 18-128-128-128-2 with SiLU, batches of 512, Adam; wall time, each number next to one of PyTorch where it can be imported. Training steps are whole: rows drawn, gradient, Adam, average.',
  async run() {
    const peer = await torchPeer()
    const lines = [...(await training(peer)), ...(await forward(peer))]
    peer?.close()
    return [...lines, await untilLearned()]
  },
}
