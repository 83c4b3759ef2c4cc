import { entry } from '#core/params/entry'
import { distributionFromMixture } from './from-mixture'
import { mixtureForm } from './mixture-form'

export const mixture = entry({
  kind: 'mixture',
  title: 'Gaussian mixture',
  doc: 'Any Gaussians with full covariances in one, two or three dimensions; its score is exact at every noise level.',
  source: 'closed form',
  formula: 'p_0 = \\sum_k w_k\\, \\mathcal{N}(\\mu_k, \\Sigma_k)',
  params: {
    components: {
      kind: 'components',
      label: 'Components',
      doc: 'Relative weights, means and covariances. A covariance must be symmetric and positive definite.',
      maxComponents: 256,
      default: [
        {
          weight: 1,
          mean: [-1.5, 0],
          cov: [
            [0.5, 0.2],
            [0.2, 0.3],
          ],
        },
        {
          weight: 1,
          mean: [1.5, 1],
          cov: [
            [0.2, 0],
            [0, 0.6],
          ],
        },
        {
          weight: 1,
          mean: [0.8, -1.6],
          cov: [
            [0.4, -0.15],
            [-0.15, 0.15],
          ],
        },
      ],
    },
  },
  make: ({ components }) =>
    distributionFromMixture(
      mixtureForm(components),
      components.map((component) => component.mean),
    ),
})
