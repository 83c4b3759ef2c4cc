import { entry } from '#core/params/entry'
import { distributionFromMixture } from '#core/distributions/from-mixture'
import { mixtureForm } from '#core/distributions/mixture-form'
import { exp } from '#core/numeric/elementary'
import { cellAverages, type PointFunction } from '#core/numeric/grids/averages'
import type { Grid } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { MixtureForm } from '#core/scores/score-form'
import type { Start } from './start'

export const mixtureStart = entry({
  kind: 'mixture',
  title: 'Gaussian mixture',
  doc: 'Several Gaussians with full covariances; two of them at −2 and 2 are the seeds’ first experiment.',
  source: 'closed form',
  formula: 'p_0 = \\sum_k w_k\\, \\mathcal{N}(\\mu_k, \\Sigma_k)',
  params: {
    components: {
      kind: 'components',
      label: 'Components',
      doc: 'Relative weights, means and covariances, with as many coordinates as the domain has.',
      maxComponents: 64,
      default: [
        { weight: 0.5, mean: [-2], cov: [[0.25]] },
        { weight: 0.5, mean: [2], cov: [[0.25]] },
      ],
    },
  },
  make({ components }): Start {
    const form = mixtureForm(components)
    const distribution = distributionFromMixture(form)
    const fits = (grid: Grid): void => {
      if (grid.axes.length !== form.dimension)
        throw new Invalid(
          'start.components',
          `have ${form.dimension} coordinates; ${grid.axes.length}, as the domain has, were expected`,
        )
    }
    return {
      averages(grid) {
        fits(grid)
        return cellAverages(grid, densityOf(form))
      },
      sample(out, grid, seed, first) {
        fits(grid)
        distribution.sample(out, seed, first)
      },
    }
  },
})

function densityOf({ dimension: d, weights, means, rotations, variances }: MixtureForm): PointFunction {
  const tops = weights.map((weight, k) => {
    let volume = 1
    for (let j = 0; j < d; j++) volume *= 2 * Math.PI * variances[k * d + j]!
    return weight / Math.sqrt(volume)
  })
  return (out, points, n) => {
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let k = 0; k < tops.length; k++) {
        let square = 0
        for (let column = 0; column < d; column++) {
          let along = 0
          for (let j = 0; j < d; j++)
            along += rotations[(k * d + j) * d + column]! * (points[i * d + j]! - means[k * d + j]!)
          square += (along * along) / variances[k * d + column]!
        }
        sum += tops[k]! * exp(-0.5 * square)
      }
      out[i] = sum
    }
  }
}
