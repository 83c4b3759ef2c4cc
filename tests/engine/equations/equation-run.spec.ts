import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { Frame, FrameRequest } from '#core/protocol/contract'
import { equationFrames } from '#main/engine/equations/equation-frames'
import { assembleEquation } from '#main/engine/equations/equation-model'
import { EquationRun } from '#main/engine/equations/equation-run'
import { inlinePool } from './inline-pool'

const pools = new WeakMap<EquationRun, () => void>()

function runOf(subject: Record<string, unknown>, workers = 2, budget = 2 ** 28): EquationRun {
  const document = parse({ scorefield: 1, experiment: { subject } }, catalog)
  const found = document.experiment.subject
  if (found.kind === 'generative') throw new Error('an equation was meant')
  const pool = inlinePool(workers)
  const run = new EquationRun(
    1,
    1,
    document,
    assembleEquation(found, catalog),
    pool,
    budget,
    null,
    () => undefined,
  )
  const work = (): void => pool.work((report) => run.onReport(0, report))
  pools.set(run, work)
  work()
  return run
}

function frameAt(run: EquationRun, step: number, more: Partial<FrameRequest['wants']> = {}): Frame {
  const wants = {
    particles: true,
    density: null,
    score: null,
    learned: null,
    mesh: false,
    statistics: true,
    ...more,
  }
  const frame = equationFrames()(run, { revision: 1, step, wants })
  if (frame === null) throw new Error(`step ${step} is not on film`)
  return frame
}

const spring = { kind: 'sde', equation: { kind: 'ornstein-uhlenbeck' }, particles: 3000, steps: 300 }
const turning = {
  kind: 'sde',
  equation: { kind: 'rotating-ou' },
  domain: { kind: 'plane', lowX: -5, highX: 5, lowY: -5, highY: 5, cells: 48 },
  particles: 2000,
  steps: 60,
}

describe('a run of an equation', () => {
  test('has particles, grid and closed form that agree at the end', () => {
    const { grid, statistics } = frameAt(runOf(spring), 300)
    expect(grid?.toExact?.totalVariation).toBeLessThan(0.01)
    expect(grid?.fromParticles?.totalVariation).toBeLessThan(2 * (grid?.fromParticles?.floor ?? 0))
    expect(Math.abs((grid?.mass ?? 0) - 1)).toBeLessThan(1e-6)
    expect(statistics?.deviation[0]).toBeCloseTo(Math.sqrt(1 - Math.exp(-6)), 1)
  })

  test('gives the same particles however they are split', () => {
    const [one, three] = [frameAt(runOf(turning, 1), 60), frameAt(runOf(turning, 3), 60)]
    expect(one.particles).toEqual(three.particles)
  })

  test.each([spring, turning, { kind: 'field', problem: { kind: 'heat' }, steps: 90 }])(
    'answers seeks exactly where the film is thin: %j',
    (subject) => {
      const whole = runOf(subject)
      const thin = runOf(subject, 2, subject.kind === 'sde' ? 400_000 : 100_000)
      expect(thin.grid.film.plan.stride).toBeGreaterThan(1)
      for (const step of [37, 5, 53, 36, 59, 60, 1]) {
        // The first question asks for the replay.
        thin.grid.at(step)
        thin.particles?.at(step)
        pools.get(thin)!()
        const [a, b] = [frameAt(whole, step), frameAt(thin, step)]
        expect(b.step).toBe(step)
        expect(b.density?.values).toEqual(a.density?.values)
        expect(b.particles).toEqual(a.particles)
      }
    },
  )

  test.each([
    {
      name: '512 x 512 cells',
      // Two megabytes a state: five and a half states for thirteen
      budget: 11 * 2 ** 20,
      subject: {
        kind: 'field',
        problem: { kind: 'heat', conductivity: '0.3' },
        domain: { kind: 'plane', cells: 512 },
        scheme: { kind: 'backward-euler' },
        steps: 12,
      },
      order: [7, 3, 4, 11, 12, 0],
    },
    {
      name: '4096 cells',
      budget: 9 * 8 * 4096,
      subject: {
        kind: 'field',
        problem: { kind: 'heat', conductivity: '0.3' },
        domain: { kind: 'line', cells: 4096 },
        steps: 60,
      },
      order: [37, 5, 53, 36, 54, 55, 59, 60, 1],
    },
  ])(
    'keeps to its bytes with $name, and seeks give what a whole film gives',
    ({ budget, subject, order }) => {
      const whole = runOf(subject)
      const thin = runOf(subject, 1, budget)
      const { plan, checkpoints, between } = thin.grid.film
      expect(checkpoints.byteLength + between.byteLength).toBeLessThanOrEqual(budget)
      expect(plan.window).toBeLessThan(plan.stride - 1)
      expect(whole.grid.film.plan.stride).toBe(1)
      for (const step of order) {
        thin.grid.at(step)
        pools.get(thin)!()
        const [found, expected] = [thin.grid.at(step)!, whole.grid.at(step)!]
        expect(Buffer.from(found.slice().buffer).equals(Buffer.from(expected.slice().buffer))).toBe(true)
      }
    },
  )

  test('balances a region: its mass changes by what flows in, and particles count the same', () => {
    const run = runOf({ ...turning, scheme: { kind: 'alternating-directions' }, steps: 120 })
    const region = { low: [0, -2], high: [3, 2] }
    const at = (step: number) => frameAt(run, step, { region }).grid!.region!
    const [before, here, after] = [at(59), at(60), at(61)]
    const dt = run.model.times[1]!
    expect((after.mass - before.mass) / (2 * dt)).toBeCloseTo(here.inflow, 1)
    expect(Math.abs(here.mass - here.particles!)).toBeLessThan(4 * Math.sqrt(0.25 / 2000))
    // What 48 cells an axis miss of it
    expect(Math.abs(here.mass - here.exact!)).toBeLessThan(0.01)
  })

  test('folds particles back at insulated ends and keeps them where ends absorb', () => {
    const bounds = { kind: 'line', low: -1, high: 1, cells: 64 }
    const closed = runOf({
      kind: 'sde',
      equation: { kind: 'brownian' },
      domain: bounds,
      steps: 100,
      particles: 4000,
    })
    const { particles, grid } = frameAt(closed, 100)
    expect([...particles!].every((x) => x >= -1 && x <= 1)).toBe(true)
    expect(grid!.fromParticles!.totalVariation).toBeLessThan(2 * grid!.fromParticles!.floor)
    expect(grid!.mass).toBeCloseTo(1, 10)
  })

  test('keeps the total of an insulated rod and draws heat to a held end', () => {
    const rod = {
      kind: 'field',
      problem: { kind: 'heat' },
      horizon: 2,
      start: { kind: 'gaussian', x: 1, deviation: 0.3 },
    }
    const insulated = runOf(rod)
    expect(frameAt(insulated, 200).grid!.mass).toBeCloseTo(frameAt(insulated, 0).grid!.mass, 10)
    expect(frameAt(insulated, 200).grid!.toExact!.totalVariation).toBeLessThan(1e-3)
    const held = runOf({ ...rod, domain: { kind: 'line', lowEnd: 'held', highEnd: 'held' } })
    expect(frameAt(held, 200).grid!.mass).toBeLessThan(0.9)
    expect(frameAt(held, 200).grid!.toExact!.totalVariation).toBeLessThan(1e-3)
  })
})

describe('bad input is told in a sentence that names the field', () => {
  test.each([
    [
      {
        kind: 'sde',
        equation: { kind: 'formula-line', drift: '1 / x' },
        domain: { kind: 'line', cells: 64 },
      },
      'experiment.subject.equation.drift is',
    ],
    [
      { kind: 'sde', equation: { kind: 'formula-line', drift: 'x +' } },
      'experiment.subject.equation.drift is "x +", which cannot be read',
    ],
    [
      { kind: 'sde', equation: { kind: 'formula-plane', xy: 'foo' } },
      'experiment.subject.equation.xy uses "foo", which is not known',
    ],
    [
      { kind: 'sde', equation: { kind: 'brownian' }, domain: { kind: 'plane' } },
      'experiment.subject.domain.kind is "plane"; "line" was expected, since the equation has one dimension.',
    ],
    [
      { kind: 'field', problem: { kind: 'heat', conductivity: 'x' }, domain: { kind: 'line', cells: 64 } },
      'experiment.subject.problem.conductivity is -4 at x = -4; a finite and positive number was expected',
    ],
    [
      {
        kind: 'field',
        problem: { kind: 'heat-tensor', xx: '1', xy: '2', yy: '1' },
        domain: { kind: 'plane', cells: 16 },
      },
      'experiment.subject.problem.xy makes the matrix [1, 2; 2, 1] at (-4, -3.75); a finite and positive definite matrix was expected everywhere on the grid.',
    ],
    [
      {
        kind: 'sde',
        equation: { kind: 'formula-line', diffusion: 'sqrt(x)' },
        domain: { kind: 'line', cells: 64 },
      },
      'experiment.subject.equation.diffusion is NaN at x = -4; a finite number was expected everywhere on the grid.',
    ],
    [
      {
        kind: 'sde',
        equation: { kind: 'brownian' },
        start: { kind: 'formula', formula: 'log(x)' },
        domain: { kind: 'line', cells: 64 },
      },
      'experiment.subject.start.formula is "log(x)", which is NaN at x = -3.99',
    ],
    [
      {
        kind: 'field',
        problem: { kind: 'poisson', source: '1' },
        domain: { kind: 'line', low: 0, high: 2, cells: 64 },
      },
      'experiment.subject.problem.source makes 2.00 more than the ends let out; a source and fluxes that balance, or a held end, were expected.',
    ],
    [
      {
        kind: 'field',
        problem: { kind: 'poisson', source: '0' },
        domain: { kind: 'line', low: 0, high: 2, cells: 64, lowEnd: 'flux', lowValue: 0.5 },
      },
      'experiment.subject.problem.source makes 0.500 more than the ends let out',
    ],
  ])('%j', (subject, sentence) => {
    expect(() => runOf(subject)).toThrow(sentence)
  })

  test('a step that is too long for the explicit scheme stops the run and keeps the start', () => {
    const run = runOf({ kind: 'field', problem: { kind: 'heat' }, scheme: { kind: 'explicit' }, steps: 3 })
    expect(run.state).toMatchObject({ kind: 'failed', step: 1 })
    expect(run.state.kind === 'failed' && run.state.sentence).toMatch(
      /^experiment\.subject\.steps make a step of .* at t = 0\.00, where Explicit Euler grows without limit beyond .*; more steps, a coarser grid or an implicit scheme was expected\.$/,
    )
    expect(run.grid.at(0)).not.toBeNull()
  })

  test('density that leaves its domain says so', () => {
    const run = runOf({
      ...spring,
      domain: { kind: 'line', low: -1, high: 2.5, lowEnd: 'held', highEnd: 'held' },
    })
    expect(run.state.kind === 'failed' && run.state.sentence).toMatch(
      /^experiment\.subject\.domain is \[-1, 2\.5\], through whose ends [\d.]+ % of the mass has gone by t = [\d.]+; a domain that holds all but 1 %, or a shorter horizon, was expected\.$/,
    )
    // The last good picture is there, and holds what the limit allows.
    const last = run.filmed()
    expect(last).toBeGreaterThan(0)
    expect(frameAt(run, last).grid!.mass).toBeGreaterThan(0.98)
  })

  test('a coefficient that leaves the numbers later says where and when it is one of the document’s', () => {
    const run = runOf({
      kind: 'sde',
      equation: { kind: 'formula-line', drift: '-x / (0.5 - t)', diffusion: '1' },
      domain: { kind: 'line', cells: 64 },
      horizon: 1,
      steps: 10,
      particles: 10,
    })
    expect(run.state.kind === 'failed' && run.state.sentence).toMatch(
      /^experiment\.subject\.equation\.drift is Infinity at x = -4 and t = 0\.5; a finite number was expected everywhere on the grid\.$/,
    )
    expect(run.grid.filmed()).toBe(4)
  })
})

describe('what cannot be shown is never shown', () => {
  const states = (subject: Record<string, unknown>) => runOf(subject).state

  test('values beyond what a picture takes stop the run', () => {
    const large = { kind: 'field', problem: { kind: 'heat', source: '1e300' }, steps: 3 }
    expect(states(large)).toMatchObject({
      kind: 'failed',
      sentence: expect.stringMatching(
        /^The field left the numbers that can be shown at step 1 \(t = 0\.333, Crank–Nicolson\); more steps, or smaller values of start, source and ends, were expected\.$/,
      ) as string,
    })
    const standing = {
      kind: 'field',
      problem: { kind: 'poisson', source: '1e300' },
      domain: { kind: 'line', lowEnd: 'held', highEnd: 'held' },
    }
    expect(states(standing)).toMatchObject({ kind: 'failed', step: 0 })
  })

  test('a closed form that leaves the numbers is none', () => {
    const run = runOf({
      ...turning,
      equation: { kind: 'rotating-ou', a: -20 },
      horizon: 50,
      steps: 6,
      domain: { ...turning.domain, cells: 12 },
    })
    expect(frameAt(run, 0).grid!.toExact).not.toBeNull()
    expect(frameAt(run, 6).grid!.toExact).toBeNull()
  })

  test('a bump between the centres of cells keeps its mass; one beside the domain is refused', () => {
    const narrow = { ...spring, steps: 2, start: { kind: 'gaussian', x: 0.003, deviation: 0.001 } }
    expect(frameAt(runOf(narrow), 0).grid!.mass).toBeCloseTo(1, 12)
    expect(() => runOf({ ...narrow, start: { kind: 'gaussian', x: 900, deviation: 0.1 } })).toThrow(
      'experiment.subject.start has no mass on the domain',
    )
  })

  test('cells that a transform cannot take are the domain’s', () => {
    const poisson = {
      kind: 'field',
      problem: { kind: 'poisson' },
      domain: { kind: 'line', cells: 20, lowEnd: 'held', highEnd: 'held' },
    }
    expect(() => runOf(poisson)).toThrow('experiment.subject.domain.cells is 20; a power of two was expected')
  })
})
