import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { fanLevels, type PathWeights } from '#core/protocol/path-weights'
import { assembleEquation } from '#main/engine/equations/equation-model'
import { pathWeights } from '#main/engine/observers/path-weights'

const documentOf = (subject: Record<string, unknown>) =>
  parse({ scorefield: 1, experiment: { subject } }, catalog)

function weightsOf(subject: Record<string, unknown>, push: number): PathWeights {
  const { experiment, seeds } = documentOf(subject)
  if (experiment.subject.kind === 'generative') throw new Error('an equation was meant')
  return pathWeights(assembleEquation(experiment.subject, catalog), seeds, push)
}

/** Far ends, so that no path meets one */
const wide = { kind: 'line', low: -60, high: 60 }
const brownian = {
  kind: 'sde',
  equation: { kind: 'brownian', sigma: 0.7 },
  domain: wide,
  start: { kind: 'point', x: 0.5 },
  horizon: 2,
  steps: 100,
  particles: 5000,
}
const last = (values: Float64Array): number => values.at(-1)!
const near = (value: number, exact: number, error: number): void => {
  expect(error).toBeGreaterThan(0)
  expect(Math.abs(value - exact)).toBeLessThan(4 * error)
}

test('a pushed Brownian motion: weights, their spread and the mean are those of the closed form', () => {
  const gamma = 0.5
  const found = weightsOf(brownian, gamma)
  expect(last(found.t)).toBeCloseTo(2, 12)
  expect(found.paths).toBe(5000)
  const theory = Math.sqrt(Math.expm1(gamma ** 2 * 2) / 5000)
  expect(last(found.meanTheory)).toBeCloseTo(theory, 12)
  near(last(found.mean), 1, theory)
  expect(last(found.meanError) / theory).toBeGreaterThan(0.85)
  expect(last(found.meanError) / theory).toBeLessThan(1.15)
  // log Z is N(-gamma^2 T / 2, gamma^2 T): its quantiles, each within four of its own standard errors.
  const deviation = gamma * Math.sqrt(2)
  const normal = [-1.644854, -0.67449, 0, 0.67449, 1.644854]
  fanLevels.forEach((level, k) => {
    const quantile = found.fan[(found.t.length - 1) * fanLevels.length + k]!
    const height = Math.exp(-0.5 * normal[k]! ** 2) / Math.sqrt(2 * Math.PI)
    const error = (deviation * Math.sqrt((level * (1 - level)) / 5000)) / height
    near(quantile, -0.5 * deviation ** 2 + deviation * normal[k]!, error)
  })
  const mean = 0.5 + 0.7 * gamma * 2
  near(last(found.reweighted), mean, last(found.reweightedError))
  near(last(found.direct), mean, last(found.directError))
  expect(last(found.directError)).toBeCloseTo((0.7 * Math.SQRT2) / Math.sqrt(5000), 3)
  near(last(found.shifted), 1, last(found.shiftedError))
  // Its tails are heavy, so the sample knows its error early in the run.
  expect(found.shiftedError[10]! / found.shiftedTheory[10]!).toBeGreaterThan(0.9)
  expect(found.shiftedError[10]! / found.shiftedTheory[10]!).toBeLessThan(1.1)
  expect(last(found.effective) / (5000 * Math.exp(-(gamma ** 2) * 2))).toBeGreaterThan(0.85)
  expect(last(found.effective)).toBeGreaterThan(found.leastEffective)
})

test('a spring in the plane is pushed along x alone, and both ways tell its mean', () => {
  const gamma = -0.6
  const [a, w, sigma, horizon] = [0.6, 2, 0.8, 1.5]
  const found = weightsOf(
    {
      kind: 'sde',
      equation: { kind: 'rotating-ou', a, w, sigma },
      domain: { kind: 'plane', lowX: -30, highX: 30, lowY: -30, highY: 30 },
      start: { kind: 'point', x: 1, y: 0 },
      horizon,
      steps: 600,
      particles: 3000,
    },
    gamma,
  )
  // dm/dt = A m + sigma gamma e_1 with A = -a - i w on the plane of complex numbers.
  const turn = [
    Math.exp(-a * horizon) * Math.cos(w * horizon),
    -Math.exp(-a * horizon) * Math.sin(w * horizon),
  ]
  const inverse = [a / (a * a + w * w), -w / (a * a + w * w)]
  const mean = turn[0]! + sigma * gamma * ((1 - turn[0]!) * inverse[0]! + turn[1]! * inverse[1]!)
  near(last(found.reweighted), mean, last(found.reweightedError))
  near(last(found.direct), mean, last(found.directError))
  // At most 200 stretches are shown.
  expect(found.t).toHaveLength(201)
})

test('a hard push leaves few effective paths, and the sample knows too little of its error', () => {
  const found = weightsOf(brownian, 3)
  expect(last(found.effective)).toBeLessThan(found.leastEffective)
  expect(last(found.meanError)).toBeLessThan(0.5 * last(found.meanTheory))
  // Where nothing has happened yet, all paths count.
  expect(found.effective[0]).toBeCloseTo(5000, 6)
})

test('a push out of range is refused in a sentence', () => {
  expect(() => weightsOf(brownian, 7)).toThrow(/push is not usable; a number from -5 to 5 was expected/)
  expect(() => weightsOf(brownian, NaN)).toThrow(/push/)
})
