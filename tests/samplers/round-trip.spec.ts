import { describe, expect, it } from 'vitest'
import { fitOrder } from '#core/numeric/order-fit'
import { logSnr } from '#core/processes/grids/in-noise'
import { edm } from '#core/processes/variance-exploding'
import { roundTrip } from '#core/samplers/round-trip'
import { mixtureScore } from '#core/scores/mixture-score'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { aniso3 } from '#tests/golden/mixtures'
import { exactFlow, gaps } from './runs/exact-flow'
import { made } from './runs/made'
import { odeSampler } from './runs/make'

const process = made(edm, { sigmaMin: 0.3, sigmaMax: 10 })
// Points near the data.
const data = Float64Array.from([-2, 0.5, -1.4, 0.9, 1.5, 1.5, 1.2, -2.2])

const trip = (kind: string, steps: number) =>
  roundTrip(
    odeSampler(kind),
    process,
    made(logSnr, { steps }).times(process),
    referenceBackend({
      score: mixtureScore(aniso3),
      first: 0,
      count: data.length / 2,
      startSeed: 1,
      noise: { kind: 'independent', seed: 1 },
      ensemble: single(data.length / 2),
    }),
    data,
  )

describe('inversion: data encoded as noise along the flow, and back', () => {
  const [, latent] = exactFlow(aniso3, process, Float64Array.of(0.3, 10), data)

  it.each([
    ['euler', 1],
    ['heun-sigma', 2],
    ['dpmpp-2m', 2],
    ['dpm-solver-3', 3],
  ] as const)('%s comes to the exact latent, and back, with its order', (kind, order) => {
    const steps = [256, 512, 1024, 2048]
    const trips = steps.map((count) => trip(kind, count))
    const there = fitOrder(
      steps,
      trips.map((found) => gaps(found.latent, latent!).mean),
    )!
    const back = fitOrder(
      steps,
      trips.map((found) => gaps(found.returned, data).mean),
    )!
    expect(Math.abs(there.order - order)).toBeLessThan(0.15)
    // Errors of the two ways may cancel to one order more, as Heun's and Euler's do not.
    expect(back.order).toBeGreaterThan(order - 0.15)
  })

  it('counts the evaluations of both ways', () => {
    expect(trip('euler', 10).nfe).toBe(20)
    expect(trip('heun-sigma', 10).nfe).toBe(40)
  })
})
