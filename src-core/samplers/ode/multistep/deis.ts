import { entry } from '#core/params/entry'
import type { Backend, Slot, Term } from '../../backend'
import type { Capabilities, Sampler } from '../../sampler'
import { adamsCoefficients } from '../lagrange'
import { manyStepSampler, multistepOrder, type Outlook } from '../many-step'

const capabilities = (order: number): Capabilities => ({
  noise: 'none',
  equation: 'flow',
  order: multistepOrder(order),
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: order - 1,
})

type Variable = 'log-rho' | 'rho' | 'time'

/**
 * DEIS with Adams–Bashforth (Zhang & Chen 2023, equations 14 and 15): with rho = sigma / alpha the flow is
 * d(x / alpha) = eps d rho; the last noise predictions are joined by a polynomial of rho (rho-AB), of the process's time
 * (t-AB) or of log rho, and integrated against d rho, here over log rho so that no range of noise levels is lost.
 */
function advance(order: number, variable: Variable, lowerOrderFinal: boolean) {
  return (backend: Backend, x: Slot, { process, past, to, left }: Outlook): void => {
    const place = (logRho: number): number => {
      if (variable === 'log-rho') return logRho
      return variable === 'rho' ? Math.exp(logRho) : process.tFromLogSnr(-2 * logRho)
    }
    const used = past.slice(0, lowerOrderFinal ? Math.min(order, left) : order)
    const { level } = past[0]
    const nodes = used.map((p) => place(-p.level.lambda))
    const weights = adamsCoefficients(nodes, -level.lambda, -to.lambda, place, Math.exp)
    const terms = weights.map((weight, j): Term => [to.alpha * weight, used[j]!.prediction])
    backend.combine(x, [to.alpha / level.alpha, x], ...terms)
  }
}

function make(order: number, variable: Variable, lowerOrderFinal: boolean): Sampler {
  return manyStepSampler(capabilities(order), 'noise', advance(order, variable, lowerOrderFinal))
}

export const deis = {
  ...entry({
    kind: 'deis',
    title: 'DEIS',
    doc: 'One evaluation per step: a polynomial through the last noise predictions, integrated with the linear part exact.',
    source: 'Zhang & Chen 2023, section 3',
    formula:
      "\\frac{x'}{\\alpha'} = \\frac{x}{\\alpha} + \\sum_j \\varepsilon_j \\int_{\\rho}^{\\rho'} \\ell_j\\,d\\rho,\\quad \\rho = \\tfrac{\\sigma}{\\alpha}",
    params: {
      order: {
        kind: 'number',
        label: 'Order',
        doc: 'How many predictions are joined; its own first steps limit a whole run to order 2.',
        default: 3,
        min: 1,
        max: 4,
        step: 1,
        integer: true,
      },
      variable: {
        kind: 'choice',
        label: 'Polynomial of',
        doc: 'In which quantity the predictions are joined: t is tAB-DEIS, rho is rhoAB-DEIS, log rho that of diffusers.',
        source: 'Zhang & Chen 2023, section 3.3 and 3.4',
        default: 'time',
        options: [
          { value: 'time', label: 't (tAB)' },
          { value: 'rho', label: 'rho (rhoAB)' },
          { value: 'log-rho', label: 'log rho' },
        ],
      },
      lowerOrderFinal: {
        kind: 'boolean',
        label: 'Lower order at the end',
        doc: 'Takes the last steps by orders that fall to 1.',
        default: false,
        minor: true,
      },
    },
    make: ({ order, variable, lowerOrderFinal }) => make(order, variable as Variable, lowerOrderFinal),
  }),
  capabilities: capabilities(3),
}
