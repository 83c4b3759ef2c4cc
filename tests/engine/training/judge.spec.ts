import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { Architecture } from '#core/learning/network/architecture'
import { initialWeights } from '#core/learning/network/initial-weights'
import { weightCount } from '#core/learning/network/layout'
import { errorBudget } from '#main/engine/training/judge/budget'
import { errorMap } from '#main/engine/training/judge/error-map'
import type { Judged } from '#main/engine/training/judge/judge'
import { learnedReport } from '#main/engine/training/judge/report'
import { learnedSamples } from '#main/engine/training/judge/samples'

const architecture: Architecture = {
  dimension: 2,
  width: 16,
  depth: 2,
  activation: 'tanh',
  time: 'fourier',
  frequencies: 2,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: 1,
}

/** Data N(0, I), for which a network with EDM preconditioning and no weights at all is the exact score. */
function judged(weights: Float32Array): Judged {
  const cov = [
    [1, 0],
    [0, 1],
  ]
  const { experiment, seeds } = parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'mixture', components: [{ weight: 1, mean: [0, 0], cov }] },
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr', steps: 20 },
          particles: 100,
        },
      },
    },
    catalog,
  )
  return { experiment, seeds, network: { architecture, weights }, teacher: null, step: 3 }
}
const right = judged(new Float32Array(weightCount(architecture)))
/** Any other network is wrong. */
const wrong = judged(initialWeights(architecture, 4).map((w) => 3 * w))

describe('a network that is exactly right', () => {
  test('has no error, no curl, and losses whose explicit parts vanish', () => {
    const { total, errors, curl, deciles, losses, step } = learnedReport(right)
    expect(step).toBe(3)
    expect(total).toBeLessThan(1e-20)
    for (const value of [...errors, ...deciles]) expect(value).toBeLessThan(1e-20)
    for (const value of curl ?? [1]) expect(value).toBeLessThan(1e-12)
    for (const { explicit, error } of losses) expect(Math.abs(explicit)).toBeLessThan(4 * error + 1e-12)
    expect(losses.map(({ name }) => name)).toEqual(['Explicit', 'Denoising', 'Implicit', 'Sliced'])
  })

  test('has an empty error map, the same samples and no share of the budget', () => {
    for (const value of errorMap(right).values) expect(Math.abs(value)).toBeLessThan(1e-6)
    const [exact, learned] = learnedSamples(right).panels
    learned!.values.forEach((x, i) => expect(x).toBeCloseTo(exact!.values[i]!, 3))
    expect(learned!.distance).toBeCloseTo(exact!.distance, 4)
    const budget = errorBudget(right)
    expect(Math.abs(budget.sources[0]!.alone)).toBeLessThan(1e-4)
    expect(Math.abs(budget.sources[0]!.without)).toBeLessThan(1e-4)
  })
})

describe('a network that is wrong', () => {
  test('the four losses still imply one explicit loss, by derivatives they do not share', () => {
    const { total, curl, losses } = learnedReport(wrong)
    expect(total).toBeGreaterThan(0.01)
    expect(Math.max(...curl!)).toBeGreaterThan(0.01)
    const [explicit, ...others] = losses
    expect(explicit!.explicit).toBeGreaterThan(10 * explicit!.error)
    for (const other of others)
      expect(Math.abs(other.explicit - explicit!.explicit)).toBeLessThan(
        4 * Math.hypot(other.error, explicit!.error),
      )
    // What each would be without the constant of its relation is far off, so that the relation is what is seen.
    for (const other of others)
      expect(Math.abs(other.value - explicit!.value)).toBeGreaterThan(10 * other.error)
  })

  test('it is charged for what it does to the samples', () => {
    const { sources, none, all, interaction } = errorBudget(wrong)
    const sum = sources.reduce((total, { alone }) => total + alone, 0)
    expect(none + sum + interaction).toBeCloseTo(all, 12)
    expect(sources[0]!.alone).toBeGreaterThan(3 * Math.abs(sources[2]!.alone))
  })
})

test('what is kept of the exact side changes no answer, and another document has its own', () => {
  const [first, again] = [errorMap(wrong), errorMap(wrong)]
  expect(again).toEqual(first)
  expect(errorBudget(wrong)).toEqual(errorBudget(wrong))
  const { experiment } = wrong
  if (experiment.subject.kind !== 'generative') throw new Error('a diffusion model was expected')
  const wider = [
    [4, 0],
    [0, 4],
  ]
  const data = { kind: 'mixture', components: [{ weight: 1, mean: [0, 0], cov: wider }] }
  const other = { ...wrong, experiment: { ...experiment, subject: { ...experiment.subject, data } } }
  expect(errorMap(other).values).not.toEqual(first.values)
  expect(learnedReport(other).total).not.toBe(learnedReport(wrong).total)
  expect(errorMap(wrong)).toEqual(first)
})
