import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { weightsFromFile } from '#core/learning/weights-file'
import { Bench, lab } from './run-command'

const document = {
  scorefield: 1,
  experiment: {
    subject: {
      kind: 'generative',
      data: {
        kind: 'mixture',
        components: [
          {
            weight: 1,
            mean: [1, 0],
            cov: [
              [0.3, 0.1],
              [0.1, 0.2],
            ],
          },
        ],
      },
      process: { kind: 'vp-linear' },
      score: { kind: 'learned' },
      grid: { kind: 'log-snr', steps: 20 },
      particles: 64,
    },
    witnesses: [
      {
        kind: 'training-run',
        width: 16,
        depth: 2,
        frequencies: 2,
        steps: 150,
        batch: 64,
        points: 500,
        reportEvery: 50,
        rate: 0.01,
      },
    ],
  },
}

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => bench.remove())

describe('train', () => {
  test('writes weights, losses, errors and a report, and the weights sample', async () => {
    const file = bench.json('document.json', document)
    const done = await lab('train', file, '--out', bench.at('out'))
    expect(done.error).toBe('')
    expect(done.code).toBe(0)
    expect(done.out).toMatch(/step 150: score error 0\.\d+, loss 0\.\d+, \d+ steps\/s/)
    const losses = bench.read([150, 4], 'out', 'losses.npy').data
    expect([...losses.filter((_, i) => i % 4 === 0)]).toEqual(Array.from({ length: 150 }, (_, i) => i + 1))
    const errors = bench.read([4, null], 'out', 'errors.npy').data
    const width = errors.length / 4
    expect(errors[3 * width + 1]).toBeLessThan(0.5 * errors[1]!)
    const report = bench.report('out')
    expect(report).toMatchObject({ step: 150, network: '2 × 16 SiLU, denoising matching' })
    const weights = weightsFromFile(bench.bytes('out', 'weights.safetensors'), 'weights')
    expect(weights.notes['step']).toBe('150')

    const ran = await lab(
      'run',
      file,
      '--out',
      bench.at('run'),
      '--weights',
      bench.at('out', 'weights.safetensors'),
    )
    expect(ran.error).toBe('')
    const samples = bench.read([64, 2], 'run', 'samples.npy').data
    const mean = samples.reduce((sum, x, i) => sum + (i % 2 === 0 ? x / 64 : 0), 0)
    expect(Math.abs(mean - 1)).toBeLessThan(0.4)
  })

  test('goes on from its checkpoint to the same weights', async () => {
    const file = bench.json('document.json', document)
    await lab('train', file, '--out', bench.at('whole'), '--backend', 'reference')
    const stopped = structuredClone(document)
    stopped.experiment.witnesses[0]!.steps = 150
    // Ended early by its own stop condition, then asked to go on without it.
    const early = {
      ...stopped,
      experiment: {
        ...stopped.experiment,
        witnesses: [{ ...document.experiment.witnesses[0]!, targetError: 1 }],
      },
    }
    const first = await lab(
      'train',
      bench.json('early.json', early),
      '--out',
      bench.at('parts'),
      '--backend',
      'reference',
    )
    expect(first.code).toBe(0)
    expect(Number(bench.report('parts')['step'])).toBeLessThan(150)
    const second = await lab('train', file, '--out', bench.at('parts'), '--backend', 'reference')
    expect(second.out).toMatch(/Going on from step \d+ of 150\./)
    expect(bench.bytes('parts', 'weights.safetensors').subarray(200)).toEqual(
      bench.bytes('whole', 'weights.safetensors').subarray(200),
    )
    expect(bench.read([150, 4], 'parts', 'losses.npy').data).toEqual(
      bench.read([150, 4], 'whole', 'losses.npy').data,
    )
  })

  test('distils weights of a file, or a network that ships, into one step', async () => {
    const file = bench.json('document.json', document)
    await lab('train', file, '--out', bench.at('teacher'))
    const student = structuredClone(document) as typeof document & {
      experiment: { witnesses: Record<string, unknown>[] }
    }
    const taught = { loss: 'consistency', teacher: 'double-moon', ema: 0.99, rungs: 10 }
    Object.assign(student.experiment.witnesses[0]!, taught)
    const weights = bench.at('teacher', 'weights.safetensors')
    const asked = bench.json('student.json', student)
    const done = await lab('train', asked, '--out', bench.at('student'), '--teacher', weights)
    expect(done.error).toBe('')
    expect(done.out).toMatch(/step 150: jump error 0\.\d+/)
    expect(bench.report('student')).toMatchObject({
      network: '2 × 16 SiLU, consistency distillation',
      measure: 'jump error',
    })
    const errors = bench.read([4, null], 'student', 'errors.npy').data
    expect(errors[(3 * errors.length) / 4 + 1]).toBeLessThan(0.5 * errors[1]!)
    expect((await lab('train', file, '--out', bench.at('x'), '--teacher', weights)).error).toMatch(
      /^--teacher is given and nothing is distilled; the loss "consistency" was expected/,
    )
    Object.assign(student.experiment.witnesses[0]!, { teacher: `sha256-${'1'.repeat(64)}` })
    expect((await lab('train', bench.json('gone.json', student), '--out', bench.at('x'))).error).toMatch(
      /^experiment\.witnesses\.0\.teacher is sha256-1{16}…, an imported network whose weights are not here/,
    )
  })

  test('what is missing or wrong is said in one sentence', async () => {
    const file = bench.json('document.json', document)
    expect((await lab('run', file, '--out', bench.at('x'))).error).toMatch(
      /^--weights is missing; the score is that of/,
    )
    writeFileSync(bench.at('cut.safetensors'), new Uint8Array(20))
    const cut = await lab('run', file, '--out', bench.at('x'), '--weights', bench.at('cut.safetensors'))
    expect(cut.code).toBe(2)
    expect(cut.error).toMatch(/^--weights /)
    const none = { ...document, experiment: { ...document.experiment, witnesses: [] } }
    const untrained = await lab('train', bench.json('none.json', none), '--out', bench.at('x'))
    expect(untrained.error).toBe(
      'experiment.witnesses has no training; a witness "training-run" was expected.',
    )
    const relu = structuredClone(document) as typeof document & {
      experiment: { witnesses: Record<string, unknown>[] }
    }
    Object.assign(relu.experiment.witnesses[0]!, { activation: 'relu', loss: 'sliced' })
    expect((await lab('train', bench.json('relu.json', relu), '--out', bench.at('x'))).error).toMatch(
      /^experiment\.witnesses\.0\.activation is "relu"/,
    )
    expect((await lab('validate', file)).out).toMatch(/is valid/)
    expect((await lab('train', file, '--out', bench.at('x'), '--backend', 'tpu')).error).toMatch(
      /^--backend is "tpu"/,
    )
  })
})
