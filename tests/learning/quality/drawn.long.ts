import { expect, it } from 'vitest'
import { scoreError, scoreWitnesses } from '#core/learning/error/score-error'
import { networkScore } from '#core/learning/network/network-score'
import { floorOf, sampled } from './sampled'
import { strokeDocument, thirds } from './stroke'
import { trained } from './trained'

it('a drawn stroke is learned and sampled as the presets are: ten seeds against twenty pairs', () => {
  const document = strokeDocument()
  const { context, plan, weights } = trained(document)
  const { data, process, exact } = context
  const learned = networkScore(plan.architecture, weights, exact)
  const { mean } = scoreError(learned, scoreWitnesses(exact, data, process, { levels: 32, points: 1000 }))
  const floor = floorOf(data, 20)
  const found = sampled(document, learned, thirds, 10)
  const beside = sampled(document, exact, thirds, 10)
  console.log(
    `stroke, score error ${mean.toFixed(5)}, sliced W2 over the floor: learned ${(found.w2 / floor.mean).toFixed(2)}, exact ${(beside.w2 / floor.mean).toFixed(2)}`,
  )
  expect(mean).toBeLessThan(0.01)
  expect(found.w2).toBeLessThan(1.8 * floor.mean)
  expect(beside.w2).toBeLessThan(1.8 * floor.mean)
  found.shares.forEach((share, k) => expect(Math.abs(share - beside.shares[k]!)).toBeLessThan(0.015))
})
