import { describe, expect, it } from 'vitest'
import { scoreError, scoreWitnesses } from '#core/learning/error/score-error'
import { networkScore } from '#core/learning/network/network-score'
import { floorOf, sampled } from './sampled'
import { shipped, shippedWeights } from './shipped'
import { planOf, presetDocument, trained } from './trained'

const moons = [
  [-2, 0],
  [2, 0],
]
const limits = { 'double-moon': 0.005, ring: 0.01 } as const

describe.each(shipped)('networks/%s.safetensors', (name, preset) => {
  const document = presetDocument(preset)
  const { context } = planOf(document)
  const { data, process, exact } = context
  const witnesses = scoreWitnesses(exact, data, process, { levels: 32, points: 1000 })
  const { architecture, weights } = shippedWeights(name)
  const held = networkScore(architecture, weights, exact)

  it('is what its preset’s training makes, to 20 % of its error', () => {
    const again = trained(document)
    const found = scoreError(networkScore(architecture, again.weights, exact), witnesses).mean
    const { mean } = scoreError(held, witnesses)
    console.log(`${name}: score error ${mean.toFixed(5)} as it ships, ${found.toFixed(5)} made anew`)
    expect(Math.abs(found / mean - 1)).toBeLessThan(0.2)
  })

  it.runIf(name !== 'seeds')('is as good as it was asked to be', () => {
    const limit = limits[name as keyof typeof limits]
    expect(scoreError(held, witnesses).mean).toBeLessThan(limit)
    const floor = floorOf(data, 20)
    const modes = data.modes ?? moons
    const found = sampled(document, held, modes, 10)
    const beside = sampled(document, exact, modes, 10)
    const over = (w2: number): string => (w2 / floor.mean).toFixed(2)
    console.log(
      `${name}: sliced W2 over the floor ${over(found.w2)}, with the exact score ${over(beside.w2)}; shares ${found.shares.map((share) => share.toFixed(4)).join(' ')}`,
    )
    expect(found.w2).toBeLessThan(1.8 * floor.mean)
    expect(beside.w2).toBeLessThan(1.8 * floor.mean)
    for (const share of found.shares) expect(Math.abs(share - 1 / modes.length)).toBeLessThan(0.015)
  })
})
