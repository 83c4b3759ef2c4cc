import { afterAll, describe, expect, test } from 'vitest'
import { openMemoryLab, ringDocument } from '../../bench/sections/in-memory-lab'
import { checkpointOf, planFilm } from '#main/engine/film'

const particles = 3000
const steps = 40
/** Bytes for seven of the 41 states of x. */
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
    expect(planFilm(particles, 2, steps, 0, 'float32', 2 ** 28).stride).toBe(1)
  })
})
