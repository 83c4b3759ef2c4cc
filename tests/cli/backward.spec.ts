import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { ouAbove } from '#core/densities/closed-forms/backward'
import { Bench, lab } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())
const spring = bench.json('spring.json', {
  scorefield: 1,
  experiment: {
    subject: {
      kind: 'sde',
      equation: { kind: 'ornstein-uhlenbeck' },
      domain: { kind: 'line', low: -4, high: 4, cells: 160 },
      horizon: 2,
      steps: 20,
      particles: 10,
    },
    witnesses: [{ kind: 'backward-value', payoff: 'x > 0.5 ? 1 : 0' }],
  },
})

describe('backward', () => {
  test('writes the solution at all moments, and means over paths beside it', async () => {
    const { code, out } = await lab('backward', spring, '--out', bench.at('out'), '--at', '0,20')
    expect(code).toBe(0)
    expect(out.split('\n')).toHaveLength(2)
    expect(out).toMatch(
      /^x > 0\.5 \? 1 : 0 from t = 0: equation and 2000 paths from each of 15 places differ by/,
    )
    expect(out).toMatch(/from t = 2: .* differ by up to 0\.000e\+0; all paths of a place pay the same\.$/)
    const x = bench.read([160], 'out', 'x.npy').data
    const times = bench.read([201], 'out', 'times.npy').data
    const u = bench.read([201, 160], 'out', 'backward.npy').data
    times.forEach((t, moment) => {
      // Just after the jump there are few cells across it, and insulated ends reflect what the formula lets go.
      if (t > 1.5) return
      x.forEach((at, i) => {
        if (Math.abs(at) < 2)
          expect(Math.abs(u[moment * 160 + i]! - ouAbove(0.5, 1, 0.5, 2 - t, at))).toBeLessThan(1e-3)
      })
    })
    const [mean, error, there] = ['mean', 'error', 'u'].map(
      (name) => bench.read([2, 15], 'out', `${name}.npy`).data,
    )
    const places = bench.read([15, 1], 'out', 'places.npy').data
    places.forEach((at, k) => {
      expect(there![k]).toBe(u[x.indexOf(at)])
      expect(Math.abs(mean![k]! - there![k]!)).toBeLessThan(4 * error![k]! + 2e-3)
    })
    const report = JSON.parse(readFileSync(bench.at('out', 'backward.json'), 'utf8')) as {
      readonly at: readonly { readonly mean: number[]; readonly compared: number }[]
    }
    expect(report.at[0]!.mean).toEqual([...mean!.subarray(0, 15)])
    expect(report.at.map(({ compared }) => compared)).toEqual([15, 0])
  })

  test.each<[string, string[], string]>([
    ['no file', [], 'backward takes one file; backward FILE.json --out DIR was expected.'],
    ['no folder', [spring], '--out is missing; a folder for the results was expected.'],
    [
      'a payoff that cannot be read',
      [spring, '--out', bench.at('never'), '--payoff', 'x ='],
      '--payoff is "x =", which cannot be read',
    ],
    [
      'a step that is not there',
      [spring, '--out', bench.at('never'), '--at', '21'],
      '--at is "21"; a whole number from 0 to 20 was expected.',
    ],
    [
      'a subject without paths',
      [
        bench.json('heat.json', {
          scorefield: 1,
          experiment: { subject: { kind: 'field', problem: { kind: 'heat' } } },
        }),
        '--out',
        bench.at('never'),
      ],
      'experiment.subject.kind is "field"; "sde" was expected',
    ],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, error } = await lab('backward', ...args)
    expect(code).toBe(2)
    expect(error).toContain(sentence)
  })

  test('validate refuses a payoff that cannot be read', async () => {
    const { error } = await lab(
      'validate',
      bench.json('bad.json', {
        scorefield: 1,
        experiment: {
          subject: { kind: 'sde', equation: { kind: 'brownian' } },
          witnesses: [{ kind: 'backward-value', payoff: 'y' }],
        },
      }),
    )
    expect(error).toContain('experiment.witnesses.0.payoff uses "y", which is not known')
  })
})
