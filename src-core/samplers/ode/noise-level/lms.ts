import { entry } from '#core/params/entry'
import type { NumberParam } from '#core/params/param'
import type { Backend, Slot, Term } from '../../backend'
import type { Capabilities, Sampler } from '../../sampler'
import { adamsCoefficients } from '../lagrange'
import { manyStepSampler, multistepOrder, type Outlook } from '../many-step'

const most = 4

const capabilities = {
  noise: 'none',
  equation: 'flow',
  order: { ode: most, sde: null, ownStart: 2 },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: most - 1,
} as const satisfies Capabilities

/**
 * Adams–Bashforth for x / alpha in r = sigma / alpha on any grid: the noise predictions of the last steps are joined by
 * a polynomial of r, which is integrated exactly (rho-AB-DEIS of Zhang & Chen 2023; `sample_lms` of k-diffusion). It
 * starts with Euler's step, then two predictions, and so on.
 */
function advance(order: number) {
  return (backend: Backend, x: Slot, { past, to }: Outlook): void => {
    const used = past.slice(0, order)
    const { level } = past[0]
    const nodes = used.map((p) => p.level.ratio)
    const terms = adamsCoefficients(nodes, level.ratio, to.ratio).map((coefficient, j): Term => [
      to.alpha * coefficient,
      used[j]!.prediction,
    ])
    backend.combine(x, [to.alpha / level.alpha, x], ...terms)
  }
}

function make(order: number): Sampler {
  const own = { ...capabilities, order: multistepOrder(order), history: order - 1 }
  return manyStepSampler(own, 'noise', advance(order), 'own rule')
}

export const lms = {
  ...entry({
    kind: 'lms',
    title: 'Linear multistep',
    doc: 'One evaluation per step: a polynomial through the last noise predictions is integrated exactly.',
    source: 'Adams–Bashforth; Zhang & Chen 2023, section 3.4; k-diffusion, sample_lms',
    formula:
      "\\frac{x'}{\\alpha'} = \\frac{x}{\\alpha} + \\sum_j \\varepsilon_j \\int_{r}^{r'} \\ell_j(\\rho)\\,d\\rho,\\quad r = \\tfrac{\\sigma}{\\alpha}",
    params: {
      order: {
        kind: 'number',
        label: 'Order',
        doc: 'How many predictions are joined; its own first steps limit a whole run to order 2.',
        default: most,
        min: 1,
        max: most,
        step: 1,
        integer: true,
      } satisfies NumberParam,
    },
    make: ({ order }) => make(order),
  }),
  capabilities,
}
