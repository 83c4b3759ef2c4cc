import { entry } from '#core/params/entry'
import { distributionFromMixture } from './from-mixture'
import { isotropicForm } from './mixture-form'

export const ring = entry({
  kind: 'ring',
  title: 'Ring of Gaussians',
  doc: 'Equal round Gaussians on a circle: separate modes that a sampler must all find.',
  source: 'closed form',
  formula: 'p_0 = \\tfrac1k \\sum_j \\mathcal{N}(r\\,(\\cos\\theta_j, \\sin\\theta_j),\\, s^2 I)',
  params: {
    count: {
      kind: 'number',
      label: 'Modes',
      symbol: 'k',
      doc: 'How many Gaussians stand on the circle.',
      default: 8,
      min: 1,
      max: 64,
      soft: [2, 16],
      step: 1,
      integer: true,
    },
    radius: {
      kind: 'number',
      label: 'Radius',
      symbol: 'r',
      doc: 'Distance of the means from the origin.',
      default: 4,
      min: 0,
      max: 100,
      soft: [0.5, 6],
      step: 0.1,
    },
    deviation: {
      kind: 'number',
      label: 'Width',
      symbol: 's',
      doc: 'Standard deviation of each Gaussian; small values make the score stiff near the data.',
      default: 0.3,
      min: 0.001,
      max: 20,
      soft: [0.02, 1.5],
      step: 0.01,
      scale: 'log',
    },
  },
  make({ count, radius, deviation }) {
    const modes = Array.from({ length: count }, (_, j) => {
      const angle = (2 * Math.PI * j) / count
      return [radius * Math.cos(angle), radius * Math.sin(angle)]
    })
    const form = isotropicForm(
      2,
      Float64Array.from(modes.flat()),
      new Float64Array(count).fill(1),
      deviation ** 2,
    )
    return distributionFromMixture({ ...form, labels: Int32Array.from(modes.keys()) }, modes)
  },
})
