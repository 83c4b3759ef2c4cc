import { describe, expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import { withDefaults } from '#core/params/defaults'
import type { Choice } from '#core/params/param'
import type { Process } from '#core/processes/process'
import { assemble } from '#main/engine/assemble'
import { distance, readGolden } from '#tests/golden/read-golden'

const process = (choice: Choice): Process => {
  const entry = catalog.process.find((candidate) => candidate.kind === choice.kind)!
  return entry.make(withDefaults(entry.params, choice))
}
const times = (choice: Choice, p: Process): Float64Array => {
  const entry = catalog.grid.find((candidate) => candidate.kind === choice.kind)!
  return entry.make(withDefaults(entry.params, choice)).times(p)
}
const edm = (sigmaMin: number, sigmaMax: number): Process => process({ kind: 'edm', sigmaMin, sigmaMax })

describe('every grid on every process', () => {
  it.each(catalog.grid.filter(({ params }) => 'steps' in params).map(({ kind }) => kind))(
    '%s falls strictly from tMax to tMin',
    (kind) => {
      for (const { kind: name } of catalog.process) {
        const p = process({ kind: name })
        const found = times({ kind, steps: 37 }, p)
        // iDDPM's levels are those of a chain, which begins and ends one of its own steps inside the range.
        if (kind === 'iddpm') expect(found.length).toBe(38)
        else expect([found[0], found[37], found.length]).toEqual([p.tMax, p.tMin, 38])
        expect(found[0]!).toBeLessThanOrEqual(p.tMax)
        expect(found[37]!).toBeGreaterThanOrEqual(p.tMin)
        for (let i = 1; i < found.length; i++) expect(found[i]!).toBeLessThan(found[i - 1]!)
      }
    },
  )
})

describe('published noise levels', () => {
  it.each([
    ['a_kdiffusion_mix1d', 'karras_0.02_80_rho7/N16', { kind: 'karras' }],
    ['a_kdiffusion_ring8', 'exponential_0.02_80/N16', { kind: 'log-snr' }],
    ['a_kdiffusion_ring8', 'exponential_0.02_80/N16', { kind: 'exponential' }],
    ['a_kdiffusion_aniso3', 'polyexp_0.02_80_rho0.5/N16', { kind: 'polyexponential', rho: 0.5 }],
    ['a_kdiffusion_ring8', 'vp_19.9_0.1/N16', { kind: 'vp' }],
  ])('%s %s', (file, name, choice) => {
    const golden = readGolden(file).array(`${name}/sigmas`).slice(0, 16)
    const found = times({ ...choice, steps: 15 }, edm(golden[15]!, golden[0]!))
    expect(distance(found, golden)).toBeLessThan(1e-11)
    // Small levels too, each against its own size.
    found.forEach((value, i) => expect(Math.abs(value / golden[i]! - 1)).toBeLessThan(1e-10))
  })

  it('EDM’s VP steps are equal steps of the time of a linear VP process', () => {
    const p = process({ kind: 'vp-linear' })
    expect(
      distance(times({ kind: 'vp', steps: 20 }, p), times({ kind: 'uniform', steps: 20 }, p)),
    ).toBeLessThan(1e-12)
  })

  it('the shift multiplies the noise-to-signal ratio of a rectified flow', () => {
    const p = process({ kind: 'rectified-flow', tMin: 0.001, tMax: 0.999 })
    const found = times({ kind: 'shift', shift: 3, steps: 12 }, p)
    const back = found.map((t) => t / (1 - t) / 3).map((ratio) => ratio / (1 + ratio))
    const gaps = Array.from(back.slice(1), (t, i) => back[i]! - t)
    for (const gap of gaps) expect(gap).toBeCloseTo(gaps[0]!, 12)
    expect(
      distance(times({ kind: 'shift', shift: 1, steps: 12 }, p), times({ kind: 'uniform', steps: 12 }, p)),
    ).toBeLessThan(1e-14)
  })

  it('the shifted levels of a flow-matching code', () => {
    const golden = readGolden('c_discrete_mix1d')
    for (const name of golden.names.filter((n) => /fm_euler_shift.*sigmas/.test(n))) {
      const s = Number(/shift(\d+)/.exec(name)![1])
      const sigmas = golden.array(name)
      const n = sigmas.length - 1
      // Its own end is 0 after the last level; between its ends the levels are ours.
      const p = process({ kind: 'rectified-flow', tMin: sigmas[n - 1]!, tMax: 0.99999 })
      const found = times({ kind: 'shift', shift: s, steps: n - 1 }, p)
      found.slice(1).forEach((t, i) => expect(Math.abs(t - sigmas[i + 1]!)).toBeLessThan(1e-5))
    }
  })
})

describe('a grid placed by hand', () => {
  const p = edm(0.01, 50)
  it.each([
    ['time', [10, 1, 0.1]],
    ['sigma', [10, 1, 0.1]],
    ['ratio', [10, 1, 0.1]],
    ['log-snr', [10, 1, 0.1].map((ratio) => -2 * Math.log(ratio))],
    ['sigma', [50, 10, 1, 0.1, 0.01]],
  ] as const)('in %s', (quantity, list) => {
    const found = times({ kind: 'hand-placed', quantity, values: list.map((v) => [v]) }, p)
    expect(distance(found, [50, 10, 1, 0.1, 0.01])).toBeLessThan(1e-12)
  })

  const hand = (quantity: string, values: number[]) => () =>
    times({ kind: 'hand-placed', quantity, values: values.map((v) => [v]) }, p)
  it('refuses lists that turn or leave the process', () => {
    expect(hand('time', [3, 4])).toThrow('values.1 is 4; a number below the one before it (3) was expected.')
    expect(hand('time', [3, 3])).toThrow('values.1 is 3; a number below the one before it (3) was expected.')
    expect(hand('log-snr', [1, 0])).toThrow(
      'values.1 is 0; a number above the one before it (1) was expected.',
    )
    expect(hand('time', [51])).toThrow(/values.0 is 51; a number between .* 50 and 0.01, was expected/)
  })
})

it('a grid that a process cannot have is refused with its place in the document', () => {
  const subject = {
    kind: 'generative',
    data: { kind: 'ring' },
    process: { kind: 'edm', sigmaMin: 1 },
    score: { kind: 'exact' },
    dynamics: { kind: 'reverse' },
    sampler: { kind: 'euler-maruyama' },
    grid: { kind: 'vp' },
    particles: 10,
    start: 'prior',
  } as const
  expect(() => assemble(subject, catalog)).toThrow(
    'experiment.subject.grid.epsilon is 0.001; a number above 0.0404 was expected, so that noise rises between the ends of this process.',
  )
  expect(() => assemble({ ...subject, grid: { kind: 'vp', epsilon: 0.05 } }, catalog)).not.toThrow()
  expect(() =>
    assemble({ ...subject, dynamics: { kind: 'forward' }, grid: { kind: 'uniform', toZero: true } }, catalog),
  ).toThrow('experiment.subject.grid.toZero is true; false was expected, since this run ends at noise.')
})
