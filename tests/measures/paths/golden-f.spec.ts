import { expect, test } from 'vitest'
import { gaussianAt, ouFlow } from '#core/densities/closed-forms/gaussian-flow'
import type { ScaledRun } from '#core/densities/problems/scaled-run'
import { wrongScore } from '#core/densities/studies/wrong-score'
import { reversePlan } from '#core/densities/problems/scaled-run'
import { evolve } from '#core/densities/evolve'
import { mixtureForm } from '#core/distributions/mixture-form'
import {
  entropy,
  entropyRate,
  fisherInformation,
  meanSquareUnder,
  relativeEntropy,
  relativeFisher,
} from '#core/measures/grid/information'
import { pathDivergence, pathEnergy, pathWeight } from '#core/measures/paths/path-divergence'
import { deviationOfWeights } from '#core/measures/paths/weights'
import { centres, grid } from '#core/numeric/grids/grid'
import { subVp } from '#core/processes/sub-vp'
import { ve } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { perturbedScore } from '#core/scores/perturbed/perturbed-score'
import { withDefaults } from '#core/params/defaults'
import { casesOf } from '#tests/golden/manifest'
import { mix1d } from '#tests/golden/mixtures'
import { readGolden } from '#tests/golden/read-golden'

const golden = readGolden('f_girsanov')
const rows = (name: string): number[][] => {
  const values = golden.array(name)
  const shape = golden.shape(name)
  const width = shape[1] ?? shape[0]!
  return Array.from({ length: values.length / width }, (_, k) => [
    ...values.subarray(k * width, (k + 1) * width),
  ])
}
const near = (found: number, expected: number, tolerance = 1e-9): void =>
  expect(Math.abs(found - expected) / Math.max(1e-3, Math.abs(expected))).toBeLessThan(tolerance)

const vp = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
const subvp = subVp.make(withDefaults(subVp.params, { kind: subVp.kind }))
const exploding = ve.make(withDefaults(ve.params, { kind: ve.kind, sigmaMin: 0.01, sigmaMax: 50 }))

const check: Record<string, () => void> = {
  const_drift() {
    for (const [gamma, path, marginal, chi2, scaled] of rows('const_drift')) {
      near(
        pathEnergy(0, 2, () => gamma! ** 2),
        path!,
      )
      near(deviationOfWeights(gamma! ** 2 * 2) ** 2, chi2!)
      near(
        pathEnergy(0, 2, () => gamma! ** 2),
        scaled!,
      )
      // Both marginals are Gaussians of one variance, gamma (1 - e^-theta T) / theta apart.
      const flow = ouFlow(0.5, 1, { mean: [2], covariance: [0] })
      const shift = gamma! * ((1 - Math.exp(-1)) / 0.5)
      const on = grid([{ low: -12, high: 14, count: 1024 }])
      const [mean] = flow.mean(2)
      const at = (m: number): Float64Array =>
        centres(on.axes[0]).map((x) => gaussianAt([m], flow.covariance(2), x))
      near(relativeEntropy(at(mean! + shift), at(mean!), on), marginal!)
    }
  },
  theta_change() {
    for (const [first, second, m0, v0, expected] of rows('theta_change')) {
      const flow = ouFlow(first!, 1, { mean: [m0!], covariance: [v0!] })
      const energy = pathEnergy(
        0,
        2,
        (t) => (first! - second!) ** 2 * (flow.mean(t)[0]! ** 2 + flow.covariance(t)[0]!),
      )
      near(energy, expected!)
    }
  },
  int_g2() {
    const found = [vp, exploding, subvp].map((process) => 2 * pathEnergy(0, 1, (t) => process.g2(t)))
    expect(found.length).toBe(3)
    found.forEach((value, k) => near(value, rows('int_g2')[0]![k]!))
  },
  score_error_const() {
    for (const [eps, ...expected] of rows('score_error_const'))
      [vp, exploding, subvp].forEach((process, k) =>
        near(pathDivergence(process, 1, () => eps! ** 2, 0, 0).total, expected[k]!),
      )
  },
  score_error_linear_vp() {
    const [kappa, second, expected] = rows('score_error_linear_vp')[0]!
    const square = (t: number): number => vp.alpha(t) ** 2 * second! + 2 * vp.sigma(t) ** 2
    near(pathDivergence(vp, 1, (t) => kappa! ** 2 * square(t), 0, 0).total, expected!)
  },
  gauss_score_error_output() {
    const exact = mixtureScore(mixtureForm([{ weight: 1, mean: [1], cov: [[0.25]] }]))
    for (const [eps, shift, marginal, bound, flowShift] of rows('gauss_score_error_output')) {
      near(pathDivergence(vp, 1, () => eps! ** 2, 0, 0).total, bound!)
      const run: ScaledRun = {
        process: vp,
        exact,
        scaleSquared: 0.25,
        grid: grid([{ low: -7, high: 7, count: 512 }]),
        times: Float64Array.from({ length: 401 }, (_, k) => 1e-4 + (1 - 1e-4) * (1 - k / 400) ** 2),
      }
      const wrong = perturbedScore(exact, {
        error: 'constant',
        size: eps!,
        direction: 0,
        unit: 'score',
        centre: [0],
        width: 1,
        low: -1e3,
        high: 1e3,
      })
      const study = wrongScore(run, wrong)(1)
      // The run ends at 1e-4 rather than at the data, on cells: a few parts in a thousand.
      near(study.marginals, marginal!, 0.02)
      expect(study.marginals).toBeLessThan(study.paths.total)
      for (const [lambda, expected] of [
        [1, shift!],
        [0, flowShift!],
      ] as const) {
        let mean = 0
        for (const { p } of evolve(reversePlan(run, lambda, wrong)))
          mean = centres(run.grid.axes[0]).reduce((sum, y, i) => sum + y * p[i]! * (14 / 512), 0)
        const rho = Math.sqrt(vp.alpha(1e-4) ** 2 * 0.25 + vp.sigma(1e-4) ** 2)
        near(Math.abs(rho * mean - vp.alpha(1e-4)), expected, 0.01)
      }
    }
  },
  vp_kl_fisher() {
    for (const [t, kl, relative, h, fisher] of rows('vp_kl_fisher')) {
      const level = mixtureScore(mix1d).at(vp.alpha(t!), t === 0 ? 1e-12 : vp.sigma(t!))
      const found = [800, 1600].map((count) => {
        const on = grid([{ low: -10, high: 10, count }])
        const x = centres(on.axes[0])
        const p = new Float64Array(count)
        level.logDensity(p, x, count)
        for (let i = 0; i < count; i++) p[i] = Math.exp(p[i]!)
        const slopes = new Float64Array(count)
        level.score(slopes, x, count)
        const q = x.map((at) => gaussianAt([0], [1], at))
        near(relativeEntropy(p, q, on), kl!)
        near(entropy(p, on), h!)
        near(meanSquareUnder(p, slopes, on), fisher!)
        near(
          meanSquareUnder(
            p,
            slopes.map((s, i) => s + x[i]!),
            on,
          ),
          relative!,
          1e-6,
        )
        return [fisherInformation(p, on) - fisher!, relativeFisher(p, q, on) - relative!] as const
      })
      // From differences: order 2.
      for (const k of [0, 1] as const) {
        expect(Math.abs(found[1]![k])).toBeLessThan(1e-3)
        if (Math.abs(found[1]![k]) > 1e-7) expect(found[0]![k] / found[1]![k]).toBeGreaterThan(3.9)
      }
    }
  },
}

test.each(casesOf('path measures', 'f_girsanov', golden.names))('%s', (name) => {
  const run = check[name]
  if (run === undefined) throw new Error(`nothing compares ${name}`)
  run()
})

test('de Bruijn: entropy of a run on the grid changes as its Fisher information says', () => {
  const on = grid([{ low: -8, high: 8, count: 800 }])
  const at = (t: number): Float64Array => {
    const level = mixtureScore(mix1d).at(vp.alpha(t), vp.sigma(t))
    const p = new Float64Array(800)
    level.logDensity(p, centres(on.axes[0]), 800)
    return p.map(Math.exp)
  }
  for (const t of [0.05, 0.2, 0.5]) {
    const rate = (entropy(at(t + 1e-4), on) - entropy(at(t - 1e-4), on)) / 2e-4
    expect(Math.abs(entropyRate(at(t), on, vp.f(t), vp.g2(t)) - rate)).toBeLessThan(
      2e-3 * Math.max(1, Math.abs(rate)),
    )
    // Planted: the half of the diffusion dropped.
    expect(Math.abs(entropyRate(at(t), on, vp.f(t), 2 * vp.g2(t)) - rate)).toBeGreaterThan(0.5)
  }
})

test('a wrong score: the paths’ divergence bounds that of the ends, is least at lambda = 1 and infinite at 0', () => {
  const run: ScaledRun = {
    process: vp,
    exact: mixtureScore(mix1d),
    scaleSquared: 4.25,
    grid: grid([{ low: -6, high: 6, count: 256 }]),
    times: Float64Array.from({ length: 201 }, (_, k) => 0.01 + 0.99 * (1 - k / 200) ** 2),
  }
  for (const error of ['constant', 'scale', 'bump'] as const) {
    const wrong = perturbedScore(run.exact, {
      error,
      size: 0.2,
      direction: 0,
      unit: 'score',
      centre: [1],
      width: 0.7,
      low: -1e3,
      high: 1e3,
    })
    const found = [0, 0.3, 0.6, 1, 1.6].map(wrongScore(run, wrong))
    expect(found[0]!.paths.integral).toBe(Infinity)
    expect(found[0]!.marginals).toBeLessThan(5)
    for (const { lambda, paths, marginals } of found) {
      expect(marginals).toBeLessThan(paths.total * 1.02)
      expect(paths.integral).toBeGreaterThanOrEqual(found[3]!.paths.integral)
      if (lambda > 0) near(paths.integral, pathWeight(lambda) * found[3]!.paths.integral)
    }
  }
  // With the right score nothing is lost: what the grid loses, both lose.
  const right = wrongScore(run, { ...run.exact })(1)
  expect(right.paths.total).toBe(0)
  expect(right.marginals).toBe(0)
})
