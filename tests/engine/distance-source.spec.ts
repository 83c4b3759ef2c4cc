import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { DistanceCurve, DistanceWish } from '#core/protocol/distances'
import { assemble } from '#main/engine/assemble'
import type { Asides } from '#main/engine/asides'
import { distanceSource, type Measured } from '#main/engine/distance-source'
import { planFilm } from '#main/engine/film-plan'
import type { Pool } from '#main/engine/workers/pool'

type Job = Parameters<Asides['distance']>[1]

const document = parse(
  {
    scorefield: 1,
    experiment: {
      subject: {
        kind: 'generative',
        data: { kind: 'ring' },
        process: { kind: 'vp-linear' },
        grid: { kind: 'log-snr' },
        particles: 50,
      },
    },
  },
  catalog,
)
const model = assemble(document.experiment.subject, catalog)
const STEPS = model.times.length - 1

/** A run whose film has come to `filmed`, and which a test lets grow. */
function run(ticket: number, filmed: number, budget = 2 ** 30): Measured & { grow(to: number): void } {
  let now = filmed
  const plan = planFilm(50, 2, STEPS, 0, 'float32', budget)
  const film = { plan } as Measured['film']
  return {
    revision: ticket,
    ticket,
    document,
    model,
    film,
    filmed: () => now,
    firstAt: (step, count) => (step % plan.stride > 0 ? null : new Float32Array(2 * count).fill(step)),
    grow: (to) => (now = to),
  }
}

/** The source over a worker that answers when it is told to. */
function bench(first: Measured) {
  let open: Measured = first
  const jobs: Job[] = []
  const answers: (() => void)[] = []
  const beside: Pick<Asides, 'distance'> = {
    distance: (_, job) =>
      new Promise((resolve) => {
        jobs.push(job)
        const { step, onward } = job
        answers.push(() => resolve(Float32Array.of(step, 10 + step, onward ? 20 + step : NaN, 1, 2)))
      }),
  }
  const source = distanceSource(beside, {} as Pool, () => open)
  let wakes = 0
  const stop = source.onChange(() => (wakes += 1))
  return {
    jobs,
    stop,
    wakes: () => wakes,
    replace: (next: Measured) => (open = next),
    produce: (wish: Partial<DistanceWish> = {}) =>
      source.produce({
        revision: open.revision,
        measure: 'energy',
        step: null,
        ...wish,
      }) as DistanceCurve | null,
    async answer() {
      answers.shift()?.()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('rows come one at a time as the film grows, and none beyond it', async () => {
  const growing = run(1, 0)
  const at = bench(growing)
  expect(at.produce()).toBeNull()
  await vi.advanceTimersByTimeAsync(200)
  at.produce()
  expect(at.jobs.map(({ step }) => step)).toEqual([0])
  at.produce()
  expect(at.jobs).toHaveLength(1)
  await at.answer()
  const curve = at.produce()!
  expect([...curve.steps]).toEqual([0])
  expect(curve.done).toBe(false)
  // The film has only its start: nothing is asked for until it grows.
  expect(at.jobs).toHaveLength(1)
  growing.grow(STEPS)
  for (let k = 0; k < 60; k++) {
    at.produce()
    await at.answer()
  }
  const whole = at.produce({ step: STEPS })!
  expect(whole.done).toBe(true)
  expect([...whole.steps]).toEqual([...whole.steps].sort((a, b) => a - b))
  expect(whole.steps.at(-1)).toBe(STEPS)
  expect(whole.steps.length).toBe(49)
  expect([...whole.flow!]).toEqual(Array.from(whole.steps, (step) => 20 + step))
  expect(whole.now).toEqual({ step: STEPS, run: 10 + STEPS, floor: 1 })
  // What is measured is the film's own state of that step; the run is told of once.
  for (const job of at.jobs) expect(job.positions[0]).toBe(job.step)
  expect(at.jobs.filter(({ of }) => of !== null)).toHaveLength(1)
})

test('the step that is looked at is measured first, and again with the flow where the curve needs it', async () => {
  const at = bench(run(1, STEPS))
  at.produce({ step: STEPS })
  await vi.advanceTimersByTimeAsync(200)
  at.produce({ step: STEPS })
  await at.answer()
  const first = at.produce({ step: STEPS })!
  expect(first.now?.step).toBe(STEPS)
  expect(first.steps.length).toBe(0)
  expect(first.flow).toBeNull()
  let whole = first
  for (let k = 0; k < 60; k++) {
    whole = at.produce({ step: 1 }) ?? whole
    await at.answer()
  }
  expect(whole.flow).not.toBeNull()
  expect(whole.now).toEqual({ step: 1, run: 11, floor: 1 })
})

test('a run that is replaced at once is never measured, and rows of one replaced later are dropped', async () => {
  const at = bench(run(1, STEPS))
  // A slider moves: a new run every 50 ms.
  for (let ticket = 2; ticket < 12; ticket++) {
    at.produce()
    await vi.advanceTimersByTimeAsync(50)
    at.replace(run(ticket, STEPS))
  }
  expect(at.jobs).toHaveLength(0)
  at.produce()
  await vi.advanceTimersByTimeAsync(200)
  at.produce()
  expect(at.jobs).toHaveLength(1)
  at.replace(run(12, STEPS))
  at.produce()
  await at.answer()
  await vi.advanceTimersByTimeAsync(200)
  expect(at.produce()).toBeNull()
  expect(at.jobs).toHaveLength(2)
  expect(at.jobs[1]!.curve).not.toBe(at.jobs[0]!.curve)
})

test('a thin film is measured at the states it keeps, and at a state between once that is replayed', async () => {
  const thin = run(1, STEPS, 12_000)
  expect(thin.film.plan.stride).toBeGreaterThan(3)
  const at = bench(thin)
  at.produce()
  await vi.advanceTimersByTimeAsync(200)
  for (let k = 0; k < 60; k++) {
    at.produce({ step: 1 })
    await at.answer()
  }
  expect(at.produce({ step: STEPS })!.done).toBe(true)
  expect(at.jobs.every(({ step }) => step % thin.film.plan.stride === 0 || step === STEPS)).toBe(true)
})

test('what fails says so in a sentence and is not asked for again', async () => {
  const source = distanceSource(
    { distance: () => Promise.reject(new Error('No density.')) },
    {} as Pool,
    () => run(1, STEPS),
  )
  const wish: DistanceWish = { revision: 1, measure: 'energy', step: null }
  void source.produce(wish)
  await vi.advanceTimersByTimeAsync(200)
  void source.produce(wish)
  await vi.advanceTimersByTimeAsync(0)
  expect(source.produce(wish)).toMatchObject({ problem: 'No density.', done: false })
  expect(source.produce(wish)).toBeNull()
})

test('after the client has gone nothing is asked for', async () => {
  const at = bench(run(1, STEPS))
  at.produce()
  at.stop()
  await vi.advanceTimersByTimeAsync(200)
  at.produce()
  expect(at.jobs).toHaveLength(0)
})
