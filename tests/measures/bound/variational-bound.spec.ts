import { describe, expect, test } from 'vitest'
import { distributionFromMixture } from '#core/distributions/from-mixture'
import { mixtureForm } from '#core/distributions/mixture-form'
import { variationalBound } from '#core/measures/bound/variational-bound'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { betas } from '#core/processes/discrete/betas'
import { discreteProcess } from '#core/processes/discrete/ddpm'
import { visitedSteps } from '#core/processes/discrete/visited-steps'
import { logSnr } from '#core/processes/grids/in-noise'
import { spaced } from '#core/processes/grids/timesteps'
import { vpLinear } from '#core/processes/vp-linear'
import { levelAt } from '#core/samplers/level'
import { mixtureScore } from '#core/scores/mixture-score'
import { mix1d, ring8 } from '#tests/golden/mixtures'
import { made } from '#tests/samplers/runs/made'

const chain = discreteProcess(betas('linear', 1000, 1e-4, 0.02))
const variance = 0.49
const gaussian = mixtureForm([{ weight: 1, mean: [0.8], cov: [[variance]] }])
const options = { variance: 'posterior', draws: 20_000, seed: 3 } as const
const boundOf = (form: typeof gaussian, times: Float64Array, more: Partial<{ variance: 'forward' }> = {}) =>
  variationalBound(chain, times, mixtureScore(form), distributionFromMixture(form), { ...options, ...more })

describe('the variational bound', () => {
  test.each(['posterior', 'forward'] as const)('term by term on Gaussian data, %s variance', (which) => {
    const times = spaced('trailing', 1000, 50)
    const { terms } = boundOf(gaussian, times, which === 'forward' ? { variance: 'forward' } : {})
    expect(terms.map(({ kind }) => kind)).toEqual(['prior', ...Array<string>(49).fill('step'), 'data'])
    // The coefficients of the chain's own sampler: mean ofData x_0 + ofState x, so means differ by ofData (x_0 - D).
    const steps = visitedSteps(
      Array.from(times, (t) => levelAt(chain, t)),
      true,
    )
    steps.forEach((step, i) => {
      const noise = 1 - step.alphaBar
      const miss = (variance * noise) / (step.alphaBar * variance + noise)
      const beta = which === 'forward' ? step.beta : step.betaTilde
      const exact =
        step.next === null
          ? 0.5 * Math.log(2 * Math.PI * noise) + miss / (2 * noise)
          : 0.5 * (step.betaTilde / beta - 1 - Math.log(step.betaTilde / beta)) +
            (step.ofData ** 2 * miss) / (2 * beta)
      const { value, error, t, next } = terms[1 + i]!
      expect([t, next]).toEqual([step.t, step.next])
      expect(Math.abs(value - exact), `term ${i}`).toBeLessThan(5 * error + 1e-12)
      expect(error).toBeLessThan(0.02 * Math.abs(value) + 1e-9)
    })
    const alphaBar = chain.discrete.alphaBar[times[0]!]!
    const square = variance + 0.8 ** 2
    const prior = 0.5 * (1 - alphaBar - 1 - Math.log(1 - alphaBar) + alphaBar * square)
    expect(terms[0]!.value / prior).toBeCloseTo(1, 1)
  })

  test('a term is the weighted error of the noise: the weight of Ho et al., equation 12', () => {
    const times = spaced('linspace', 1000, 40)
    const { terms } = boundOf(ring8, times)
    const draws = 40_000
    const [clean, noise, x, push] = [0, 1, 2, 3].map(() => new Float64Array(2 * draws))
    distributionFromMixture(ring8).sample(clean!, 77, 0)
    fillNormals(noise!, 2, 78, 0, streams.start, 0)
    for (const i of [5, 20, 30, 38]) {
      const [from, to] = [times[i]!, times[i + 1]!]
      const [bar, barNext] = [chain.discrete.alphaBar[from]!, chain.discrete.alphaBar[to]!]
      const [alpha, beta] = [bar / barNext, 1 - bar / barNext]
      const small = (beta * (1 - barNext)) / (1 - bar)
      const weight = beta ** 2 / (2 * small * alpha * (1 - bar))
      x!.forEach((_, j) => (x![j] = Math.sqrt(bar) * clean![j]! + Math.sqrt(1 - bar) * noise![j]!))
      mixtureScore(ring8)
        .at(Math.sqrt(bar), Math.sqrt(1 - bar))
        .score(push!, x!, draws)
      const misses = Array.from({ length: draws }, (_, n) =>
        [0, 1].reduce(
          (sum, j) => sum + (noise![2 * n + j]! + Math.sqrt(1 - bar) * push![2 * n + j]!) ** 2,
          0,
        ),
      )
      const mean = misses.reduce((a, b) => a + b) / draws
      const deviation = Math.sqrt(misses.reduce((sum, m) => sum + (m - mean) ** 2, 0) / draws ** 2)
      const { value, error } = terms[1 + i]!
      expect(Math.abs(value - weight * mean)).toBeLessThan(5 * Math.hypot(error, weight * deviation))
    }
  })

  test('lies above the entropy of the data, and comes down to it as 1/N when steps of log-SNR shrink', () => {
    const vp = made(vpLinear)
    const data = distributionFromMixture(mix1d)
    const found = [10, 40, 160].map((steps) => {
      const times = made(logSnr, { steps }).times(vp)
      return variationalBound(vp, times, mixtureScore(mix1d), data, { ...options, draws: 4000 })
    })
    // That of the deviation, and log 2 of the two modes, which do not overlap.
    expect(found[0]!.entropy).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * 0.25) + Math.log(2), 1)
    const gaps = found.map(({ total, entropy }) => total - entropy)
    found.forEach(({ totalError }, i) => expect(gaps[i]!).toBeGreaterThan(-5 * totalError))
    // A step of h in log-SNR costs (e^h - 1 - h)/2 too much where the data is resolved: h^2/4 when h is small.
    expect(gaps[1]! / gaps[2]!).toBeGreaterThan(3)
    expect(gaps[1]! / gaps[2]!).toBeLessThan(6)
    expect(gaps[0]!).toBeGreaterThan(gaps[1]!)
  })
})
