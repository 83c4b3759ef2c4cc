import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bench, lab } from './run-command'

let bench: Bench
beforeAll(() => {
  bench = new Bench()
})
afterAll(() => bench.remove())

const documentOf = (subject: unknown) => ({ scorefield: 1, experiment: { subject } })

describe('run', () => {
  test('writes particles, times and the density of an SDE, and what they amount to', async () => {
    const subject = { kind: 'sde', equation: { kind: 'ornstein-uhlenbeck' }, particles: 2000, steps: 120 }
    const file = bench.json('ou.json', documentOf(subject))
    const { code, out } = await lab('run', file, '--out', bench.at('ou'), '--at', '0,60,120')
    expect(code).toBe(0)
    expect(out).toContain('2000 particles and their density on 512 cells, 120 steps')
    const { data, precision } = bench.read([2000, 1], 'ou', 'samples.npy')
    expect(precision).toBe('float64')
    const mean = data.reduce((sum, x) => sum + x, 0) / 2000
    expect(Math.abs(mean - 2 * Math.exp(-3))).toBeLessThan(4 / Math.sqrt(2000))
    expect(bench.read([121], 'ou', 'times.npy').data[120]).toBe(6)
    const density = bench.read([3, 512], 'ou', 'density.npy').data
    const mass = density.subarray(1024).reduce((sum, p) => sum + (p * 12) / 512, 0)
    expect(mass).toBeCloseTo(1, 5)
    const { toExact } = bench.report('ou')['witnesses'] as { toExact: { totalVariation: number } }
    expect(toExact.totalVariation).toBeLessThan(0.02)
  })

  test('writes a field at every step of the trajectory', async () => {
    const file = bench.json('heat.json', documentOf({ kind: 'field', problem: { kind: 'heat' }, steps: 12 }))
    const { code } = await lab('run', file, '--out', bench.at('heat'), '--trajectory')
    expect(code).toBe(0)
    expect(bench.read([13, 256], 'heat', 'density.npy').data.length).toBe(13 * 256)
    expect(bench.read([256, 1], 'heat', 'density-nodes.npy').data[0]).toBeCloseTo(-4 + 4 / 256, 12)
  })

  test.each([
    [['--backend', 'wasm'], '--backend is for diffusion models'],
    [['--at', '999'], '--at asks for step 999; the run has steps 0 to 12'],
  ])('refuses %j', async (more, sentence) => {
    const file = bench.json('small.json', documentOf({ kind: 'field', problem: { kind: 'heat' }, steps: 12 }))
    const { code, error } = await lab('run', file, '--out', bench.at('small'), ...more)
    expect(code).toBe(2)
    expect(error).toContain(sentence)
  })

  test('names the formula that cannot be read, in a run and in a check', async () => {
    const subject = { kind: 'sde', equation: { kind: 'formula-line', drift: '2 *' } }
    const file = bench.json('bad.json', documentOf(subject))
    for (const command of [
      ['run', file, '--out', bench.at('bad')],
      ['validate', file],
    ]) {
      const { code, error } = await lab(...command)
      expect(code).toBe(2)
      expect(error).toContain('experiment.subject.equation.drift is "2 *", which cannot be read')
    }
  })
})
