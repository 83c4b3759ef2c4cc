import { describe, expect, it } from 'vitest'
import { reverseDynamics } from '#core/dynamics/reverse'
import { fitOrder } from '#core/numeric/order-fit'
import * as noiseGrids from '#core/processes/grids/in-noise'
import { logSnrClock } from '#core/processes/log-snr-clock'
import { vpLinear } from '#core/processes/vp-linear'
import type { Backend, Slot } from '#core/samplers/backend'
import type { Sampler } from '#core/samplers/sampler'
import { sra1 } from '#core/samplers/stochastic/sra1'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { aniso3, mix1d } from '#tests/golden/mixtures'
import { made } from './made'
import { stochasticMethods } from './stochastic-methods'
import { exactMoments, gaussian } from './stochastic-weak'

const process = made(vpLinear, { tMin: 0.03 })
const dynamics = reverseDynamics(process, 1)
const timesOf = (steps: number): Float64Array => made(noiseGrids.logSnr, { steps }).times(process)

describe('strong order on one Brownian path', () => {
  // Grids that the path's own cells suit; the reference is 20 times finer than the finest.
  const grids = [75, 150, 300, 600, 1200]
  const finest = 24000
  const count = 48

  /** x at the end, from p_T's neighbour N(0, 1), on the path of seed 3; SRA1's integral is that of the finest cells. */
  function endOf(form: MixtureForm, sampler: Sampler, steps: number): Float64Array {
    const base = referenceBackend({
      score: mixtureScore(form),
      first: 0,
      count,
      startSeed: 2,
      noise: { kind: 'tree', seed: 3, clock: logSnrClock(process) },
      ensemble: single(count),
    })
    // What lies between the finest cells is left out of the path for all grids alike.
    const backend: Backend = {
      ...base,
      normals: (out, request) =>
        request.draw === undefined || sampler.capabilities.equation === 'own'
          ? base.normals(out, request)
          : base.combine(out),
    }
    const x = backend.allocate()
    backend.initial(x)
    const times = timesOf(steps)
    let last: Slot = x
    for (const state of sampler.run({ process, dynamics, times }, backend, {
      step: 0,
      t: 1,
      nfe: 0,
      x,
      carried: [],
    }))
      last = state.x
    const out = new Float64Array(count * form.dimension)
    backend.read(last, out)
    return out
  }
  const apart = (a: Float64Array, b: Float64Array): number =>
    Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length)

  describe.each([
    ['mix1d', mix1d],
    ['aniso3', aniso3],
  ] as const)('%s', (_, form) => {
    const reference = endOf(form, made(sra1), finest)

    it.each(Object.entries(stochasticMethods))('%s', (name, { sampler, strong }) => {
      const errors = grids.map((steps) => {
        const method = name === 'SRA1' ? made(sra1, { pieces: finest / steps }) : sampler
        return apart(endOf(form, method, steps), reference)
      })
      const fit = fitOrder(grids, errors)!
      // Where 48 paths do not settle the order to 0.15, the claim must lie within the fit's own interval.
      if (strong !== null)
        expect(Math.abs(fit.order - strong), name).toBeLessThan(Math.max(0.15, fit.halfWidth))
    })
  })
})

describe('weak order on Gaussian data, mean and variance exact', () => {
  const grids = [16, 32, 64, 128, 256]
  const exactAt = (t: number): { mean: number; variance: number } => ({
    mean: process.alpha(t) * gaussian.mean,
    variance: process.alpha(t) ** 2 * gaussian.variance + process.sigma(t) ** 2,
  })

  it.each(Object.entries(stochasticMethods))('%s', (name, { sampler, weak }) => {
    const end = exactAt(process.tMin)
    const errors = grids.map((steps) => {
      const moments = exactMoments(sampler, process, timesOf(steps), exactAt(1))
      return Math.abs(moments.mean - end.mean) + Math.abs(moments.variance - end.variance)
    })
    const fit = fitOrder(grids.slice(-4), errors.slice(-4))!
    if (weak !== null) expect(Math.abs(fit.order - weak), name).toBeLessThan(0.15)
  })
})
