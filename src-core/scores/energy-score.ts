import { log } from '#core/numeric/elementary'
import { type EnergyGrid, finestNoise, gridsOf } from './energy-grid'
import { EnergyTable } from './energy-table'
import type { EnergyForm } from './score-form'
import type { NoisyDensity, ScoreModel } from './score-model'

/**
 * Score of an energy by Tweedie's formula, s = (alpha E[x_0 | x] - x) / sigma^2: numerator and denominator are sums of
 * positive terms over a grid of p_0, separable in the Gaussian and taken about their largest term, so they keep their
 * relative accuracy in the tails (an FFT would not). The sums are made once per noise level on a table.
 */
export function energyScore(form: EnergyForm): ScoreModel {
  const grids = gridsOf(form)
  const least = finestNoise(form.dimension)
  return {
    dimension: form.dimension,
    accuracy:
      'about 0.2 % of the largest score where the energy is smooth; in the plane walls are placed to an eighth of the width of the noise',
    form,
    at(alpha, sigma) {
      if (sigma >= least * alpha)
        return new EnergyTable(form, grids.at(alpha === 0 ? Infinity : sigma / alpha), alpha, sigma)
      return new FaintNoise(form, grids.finest(), alpha, sigma, least * alpha)
    },
  }
}

/**
 * Noise that no grid resolves. Inside the support log p_t = log p_0 + O(sigma^2), and the part of that order is known
 * from the least noise that is resolved: s = s_0 + (sigma / least)^2 (s_least - s_0), an error of order sigma^4.
 * Outside, and in the cells of walls, it is that noise's score times (least / sigma)^2: the pull to the nearest support.
 */
class FaintNoise implements NoisyDensity {
  private readonly resolved: EnergyTable
  private readonly share: number
  /** log of the normalising constant of p_0 */
  private readonly norm: number
  private readonly near = { value: 0, slopes: [0, 0] as [number, number] }

  constructor(
    private readonly form: EnergyForm,
    private readonly grid: EnergyGrid,
    private readonly alpha: number,
    sigma: number,
    least: number,
  ) {
    this.resolved = new EnergyTable(form, grid, alpha, least)
    this.share = (sigma / least) ** 2
    this.norm = log(grid.total) + form.dimension * log(grid.spacing)
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    const { dimension: d } = this.form
    const { alpha, share } = this
    this.resolved.score(out, x, n)
    for (let i = 0; i < n; i++) {
      const inside = this.look(x, i * d)
      for (let j = 0; j < d; j++) {
        const s = out[i * d + j]!
        const exact = this.near.slopes[j]! / alpha
        out[i * d + j] = inside ? exact + share * (s - exact) : s / share
      }
    }
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    const { dimension: d } = this.form
    this.resolved.logDensity(out, x, n)
    for (let i = 0; i < n; i++) {
      if (this.look(x, i * d)) {
        const exact = this.near.value - this.norm - d * log(this.alpha)
        out[i] = exact + this.share * (out[i]! - exact)
      } else out[i] = out[i]! / this.share
    }
  }

  /** log weight and its gradient at x / alpha into `near`, from differences; false outside the support and at walls. */
  private look(x: Float64Array, at: number): boolean {
    const { form, alpha, near } = this
    const { dimension: d, low, high } = form
    const h = 0.25 * this.grid.spacing
    const p = [x[at]! / alpha, d === 2 ? x[at + 1]! / alpha : 0] as const
    for (let j = 0; j < d; j++) if (!(p[j]! - h > low[j]! && p[j]! + h < high[j]!)) return false
    near.value = form.logWeight(p[0], p[1])
    for (let j = 0; j < d; j++) {
      const up = form.logWeight(p[0] + (j === 0 ? h : 0), p[1] + (j === 1 ? h : 0))
      const down = form.logWeight(p[0] - (j === 0 ? h : 0), p[1] - (j === 1 ? h : 0))
      // A wall: a bend that no smooth energy has over so short a way. Infinite energies give NaN.
      if (!(Math.abs(up + down - 2 * near.value) < 0.5)) return false
      near.slopes[j] = (up - down) / (2 * h)
    }
    return near.value > -Infinity
  }
}
