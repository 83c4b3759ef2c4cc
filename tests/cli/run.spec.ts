import { generativeOf } from '#core/experiment/subject'
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { computePart } from '#main/cli/part'
import { split } from '#main/engine/run'
import { Bench, lab, smallDocument } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())
const good = bench.json('good.json', smallDocument())
const reference = ['--backend', 'reference']

describe('run', () => {
  test('writes samples, times and what it ran', async () => {
    const { code, out } = await lab('run', good, '--out', bench.at('plain'), ...reference)
    expect(code).toBe(0)
    expect(out).toContain('700 particles, 6 score evaluations each')
    const { data, precision } = bench.read([700, 2], 'plain', 'samples.npy')
    expect(precision).toBe('float64')
    // The samples lie on the ring of radius 4: nothing else in the run has this length scale.
    const radius =
      data.reduce((sum, _, i) => (i % 2 ? sum + Math.hypot(data[i - 1]!, data[i]!) : sum), 0) / 700
    expect(radius).toBeGreaterThan(3.5)
    expect(radius).toBeLessThan(4.5)
    const times = bench.read([7], 'plain', 'times.npy').data
    expect([times[0], times[6]]).toEqual([1, 0.001])
    const report = bench.report('plain')
    expect(report).toMatchObject({
      nfe: 6,
      seeds: { data: 1, start: 2, path: 3 },
      backend: { name: 'reference', precision: 'float64' },
      given: { initial: false, noise: false },
      files: { 'samples.npy': [700, 2], 'times.npy': [7] },
    })
    expect(report['samplesHash']).toBe(
      createHash('sha256').update(bench.bytes('plain', 'samples.npy')).digest('hex'),
    )
    expect(parse(report['document'], catalog)).toEqual(parse(smallDocument(), catalog))
  })

  test('writes the trajectory, whose ends are the start and the samples', async () => {
    await lab('run', good, '--out', bench.at('whole'), ...reference, '--trajectory')
    const { data } = bench.read([7, 700, 2], 'whole', 'trajectory.npy')
    expect(data.subarray(6 * 1400)).toEqual(bench.read([700, 2], 'whole', 'samples.npy').data)
    const spread = Math.sqrt(data.subarray(0, 1400).reduce((sum, x) => sum + x * x, 0) / 1400)
    expect(Math.abs(spread - 1)).toBeLessThan(0.1)
  })

  test('gives the same numbers however the particles are split', () => {
    const { experiment, seeds } = parse(smallDocument(), catalog)
    const results = [1, 2, 3].map((parts) => {
      const positions = new Float64Array(1400)
      for (const share of split(700, parts))
        computePart({
          subject: generativeOf(experiment.subject),
          seeds,
          networks: {},
          backend: 'reference',
          share,
          initial: null,
          noise: null,
          positions,
          trajectory: false,
        })
      return positions
    })
    expect(split(700, 3).filter((share) => share.count > 0).length).toBe(3)
    expect(results[1]).toEqual(results[0])
    expect(results[2]).toEqual(results[0])
  })

  test('a seed of the command line goes before the document’s, and only that one', async () => {
    await lab('run', good, '--out', bench.at('other'), '--seed-path', '4', ...reference)
    await lab('run', good, '--out', bench.at('same'), '--seed-path', '3', ...reference)
    const hash = (name: string) => bench.report(name)['samplesHash']
    expect(bench.report('other')['seeds']).toMatchObject({ data: 1, start: 2, path: 4 })
    expect(hash('other')).not.toBe(hash('plain'))
    expect(hash('same')).toBe(hash('plain'))
  })

  test('--initial and --noise replace start and path noise: one Euler–Maruyama step by hand', async () => {
    const document = smallDocument({
      data: { kind: 'mixture', components: [{ weight: 1, mean: [0.5], cov: [[2]] }] },
      grid: { kind: 'uniform', steps: 1 },
      particles: 3,
    })
    const file = bench.json('one-step.json', document)
    const initial = bench.npy('start.npy', { shape: [3, 1], data: Float64Array.from([-1, 0, 2]) })
    const noise = bench.npy('noise.npy', { shape: [1, 3, 1], data: Float64Array.from([0.25, -1, 0.5]) })
    const out = bench.at('given')
    const { code } = await lab(
      'run',
      file,
      '--out',
      out,
      '--initial',
      initial,
      '--noise',
      noise,
      '--backend',
      'reference',
      '--trajectory',
    )
    expect(code).toBe(0)
    // dx = [-beta x / 2 - beta s] dt + sqrt(beta) dW at t = 1, beta = 20, from 1 to 0.001.
    const integral = 0.1 + 0.5 * 19.9
    const alpha = Math.exp(-0.5 * integral)
    const variance = 2 * alpha ** 2 + 1 - alpha ** 2
    const step = (x: number, z: number): number =>
      x - (-10 * x + 20 * ((x - 0.5 * alpha) / variance)) * 0.999 + Math.sqrt(20 * 0.999) * z
    const { data } = bench.read([3, 1], 'given', 'samples.npy')
    const byHand = [step(-1, 0.25), step(0, -1), step(2, 0.5)]
    byHand.forEach((x, i) => expect(data[i]).toBeCloseTo(x, 10))
    expect([...bench.read([2, 3, 1], 'given', 'trajectory.npy').data.subarray(0, 3)]).toEqual([-1, 0, 2])
    expect(bench.report('given')['given']).toEqual({ initial: true, noise: true })
  })

  test('grids hold the exact density and score at the steps that were asked for', async () => {
    await lab(
      'run',
      good,
      '--out',
      bench.at('grids'),
      '--density',
      '64',
      '--score=-3:5:5,-1:1:3',
      '--at',
      '0,6',
    )
    const density = bench.read([2, 64, 64], 'grids', 'density.npy').data
    const nodes = bench.read([64, 64, 2], 'grids', 'density-nodes.npy').data
    const cell = (nodes[2 * 64]! - nodes[0]!) * (nodes[3]! - nodes[1]!)
    for (const half of [density.subarray(0, 4096), density.subarray(4096)])
      expect(half.reduce((sum, p) => sum + p * cell, 0)).toBeCloseTo(1, 2)
    const scoreNodes = bench.read([5, 3, 2], 'grids', 'score-nodes.npy').data
    expect([...scoreNodes.subarray(0, 6)]).toEqual([-3, -1, -3, 0, -3, 1])
    // At t = 1 the marginal is N(0, 1) to alpha^2 = 4e-5, so the score is -x nearly.
    const score = bench.read([2, 5, 3, 2], 'grids', 'score.npy').data
    scoreNodes.forEach((x, i) => expect(Math.abs(score[i]! + x)).toBeLessThan(0.1))
    expect(bench.report('grids')['gridSteps']).toEqual([0, 6])
  })

  test('a list of runs: shared document, patches, inline arrays, a folder each', async () => {
    const file = bench.json('list.json', {
      document: smallDocument({ particles: 2 }),
      runs: [
        { name: 'base' },
        { patch: { experiment: { subject: { dynamics: { kind: 'reverse', lambda: 0 } } } } },
        {
          name: 'own',
          document: smallDocument({ particles: 2 }),
          initial: [
            [0, 1],
            [2, 3],
          ],
        },
      ],
    })
    expect((await lab('validate', file)).code).toBe(0)
    const { code, out } = await lab('run', file, '--out', bench.at('list'), '--trajectory', ...reference)
    expect(code).toBe(0)
    expect(out.split('\n').length).toBe(3)
    expect([...bench.read([7, 2, 2], 'list', 'own', 'trajectory.npy').data.subarray(0, 4)]).toEqual([
      0, 1, 2, 3,
    ])
    expect(bench.report('list', 'run-2')).toMatchObject({
      document: { experiment: { subject: { dynamics: { lambda: 0 } } } },
    })
  })

  test('--variants runs every pane as the document that it stands for', async () => {
    const patch = { subject: { dynamics: { kind: 'reverse', lambda: 0 }, particles: 5 } }
    const file = bench.json('panes.json', { ...smallDocument(), variants: [{ name: 'Flow', patch }] })
    await lab('run', file, '--out', bench.at('panes'), '--variants')
    const alone = smallDocument({ dynamics: { kind: 'reverse', lambda: 0 }, particles: 5 })
    await lab('run', bench.json('alone.json', alone), '--out', bench.at('alone'))
    expect(bench.bytes('panes', 'variant-1', 'samples.npy')).toEqual(bench.bytes('alone', 'samples.npy'))
    expect(bench.read([700, 2], 'panes', 'samples.npy').data.length).toBe(1400)
  })
})

test('catalog and presets print JSON that parses', async () => {
  const { out } = await lab('catalog')
  expect(Object.keys(JSON.parse(out) as object)).toContain('sampler')
  const names = (JSON.parse((await lab('presets')).out) as { name: string }[]).map((preset) => preset.name)
  const one = await lab('presets', names[0]!)
  expect(parse(JSON.parse(one.out), catalog).scorefield).toBe(1)
})
