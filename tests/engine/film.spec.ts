import { afterAll, describe, expect, test } from 'vitest'
import { openMemoryLab, ringDocument } from '../../bench/sections/in-memory-lab'
import { checkpointOf, filmBytes, planFilm, windowOf, windowSpan } from '#main/engine/film-plan'

const particles = 3000
const steps = 40
/** Bytes for seven of the 41 states of x: too few for all states between two checkpoints. */
const tiny = 7 * particles * 2 * 4

const roomy = openMemoryLab(2)
const cramped = openMemoryLab(2, tiny)
afterAll(async () => {
  await roomy.close()
  await cramped.close()
})

function experiment(sampler: Readonly<Record<string, unknown>>, lambda: number): unknown {
  const document = ringDocument(particles) as { experiment: { subject: object } }
  const subject = {
    ...document.experiment.subject,
    sampler,
    dynamics: { kind: 'reverse', lambda },
    grid: { kind: 'uniform', steps },
  }
  return { ...document, experiment: { ...document.experiment, subject } }
}

/** Every step once, in an order that jumps about. */
const places = Array.from({ length: steps + 1 }, (_, i) => (i * 17 + 5) % (steps + 1))

describe('a film under a budget of a few states', () => {
  test.each<[string, Readonly<Record<string, unknown>>, number]>([
    ['one step, its own noise', { kind: 'euler-maruyama' }, 1],
    ['several stages', { kind: 'heun' }, 0],
    ['a method with history', { kind: 'dpmpp-2m' }, 0],
    ['a method with history and noise', { kind: 'dpmpp-3m-sde' }, 1],
  ])('replays every step to the last bit: %s', async (_, sampler, lambda) => {
    const document = experiment(sampler, lambda)
    await roomy.film(document)
    await cramped.film(document)
    for (const step of places) {
      const whole = await roomy.frameAt(step)
      const replayed = await cramped.frameAt(step)
      expect(replayed.shown).toBe(particles)
      expect(Buffer.from(replayed.particles!.buffer).equals(Buffer.from(whole.particles!.buffer))).toBe(true)
    }
  })

  test('is what was tested: most steps are no checkpoint', () => {
    const plan = planFilm(particles, 2, steps, 0, 'float32', tiny)
    expect(plan.stride).toBeGreaterThan(4)
    expect(places.filter((step) => checkpointOf(plan, step) === null).length).toBeGreaterThan(25)
    expect(plan.window).toBeLessThan(plan.stride - 1)
    expect(planFilm(particles, 2, steps, 0, 'float32', 2 ** 28).stride).toBe(1)
  })
})

describe('the plan of a film', () => {
  const cases = [1, 2, 3, 40, 200, 1365, 10_000, 100_000].flatMap((count) =>
    [0, 2].map((history) => ({ count, history })),
  )
  test.each(cases)(
    'keeps to its bytes for a density at 512 x 512: $count steps, history $history',
    ({ count, history }) => {
      const budget = 2 ** 28
      const plan = planFilm(512 * 512, 1, count, history, 'float64', budget)
      expect(filmBytes(plan)).toBeLessThanOrEqual(budget)
      // What fits whole is not thinned.
      if ((count + 1) * (1 + history) * 2 ** 21 <= budget) expect(plan.stride).toBe(1)
    },
  )

  test.each(cases)('has a place for every step: $count steps, history $history', ({ count, history }) => {
    for (const budget of [1, 8 * 100, 8 * 100 * 30, 2 ** 30]) {
      const plan = planFilm(100, 1, Math.min(count, 1500), history, 'float64', budget)
      for (let step = 0; step <= plan.steps; step++) {
        if (checkpointOf(plan, step) !== null) continue
        const { number, place } = windowOf(plan, step)
        const { checkpoint, first, last } = windowSpan(plan, number)
        expect(place).toBeLessThan(plan.window)
        expect(first + place).toBe(step)
        expect(step <= last && last < checkpoint + plan.stride && last < plan.steps).toBe(true)
        expect(checkpointOf(plan, checkpoint)).not.toBeNull()
      }
    }
  })
})
