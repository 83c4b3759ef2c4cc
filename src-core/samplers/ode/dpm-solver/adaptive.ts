import { entry } from '#core/params/entry'
import { type Form, type Level, levelAt, levelAtLambda } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { form } from './parameters'
import { singleStep, workOf } from './single-step'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  order: { ode: 3, sde: null },
  evaluationsPerStep: null,
  couplesParticles: true,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/** What a controller says of a step: whether it is taken, and how much longer the next may be. */
interface Verdict {
  readonly accept: boolean
  readonly factor: number
}

type Controller = (error: { mean: number; largest: number }) => Verdict

/** Lu et al. 2022, algorithm 3 (appendix C): the worst particle decides, theta = 0.9. */
const paper =
  (order: number): Controller =>
  ({ largest }) => ({ accept: largest <= 1, factor: 0.9 * largest ** (-1 / order) })

/**
 * The controller of k-diffusion with its default coefficients P = 0, I = 1, D = 0 and acceptance at 0.81 (Söderlind
 * 2003; the limiter 1 + atan(f - 1)): the mean over all elements decides.
 */
const pid =
  (order: number): Controller =>
  ({ mean }) => {
    const factor = 1 + Math.atan((1 / (mean + 1e-8)) ** (1 / order) - 1)
    return { accept: factor >= 0.81, factor }
  }

interface Options {
  readonly order: 2 | 3
  readonly form: Form
  readonly controller: 'paper' | 'pid'
  readonly relative: number
  readonly absolute: number
  readonly firstStep: number
}

/**
 * DPM-Solver-12 and -23 (Lu et al. 2022, appendix C): each step is tried with two orders that share their evaluations,
 * and the next is as long as their difference allows, measured in max(absolute, relative |x|) with |x| the larger of
 * the lower results of this step and the last taken one. Evaluations of refused steps count. Between two times of the
 * grid it takes as many steps as it needs, so a grid of one step is the authors' run; each interval begins afresh.
 */
function adaptiveSampler(options: Options): Sampler {
  const { order, form: predicts, relative, absolute } = options
  const judge = (options.controller === 'pid' ? pid : paper)(order)
  return {
    capabilities: { ...capabilities, order: { ode: order, sde: null } },
    *run({ process, times }, backend, from) {
      const { x, carried } = from
      const work = Array.from({ length: workOf(order) }, () => backend.allocate())
      const [lower, higher, before] = [backend.allocate(), backend.allocate(), backend.allocate()]
      let nfe = from.nfe
      const interval = (start: Level, end: Level): void => {
        const sign = Math.sign(end.lambda - start.lambda)
        let here = start
        let h = options.firstStep
        backend.combine(before, [1, x])
        for (;;) {
          const left = Math.abs(end.lambda - here.lambda)
          const last = h >= left * (1 - 1e-9)
          const to = last ? end : levelAtLambda(process, here.lambda + sign * h)
          if (to.t === here.t && !last) return
          backend.combine(higher, [1, x])
          const stretch = { process, from: here, to }
          const by = { form: predicts, variant: 'midpoint', inner: 'log-snr' } as const
          nfe += singleStep(order, backend, higher, work, stretch, by, lower)
          const error = backend.errorNorm(higher, lower, before, { relative, absolute })
          const { accept, factor } = judge(error)
          const tried = last ? left : h
          if (!Number.isFinite(error.mean)) {
            // No step would be short enough: whatever is not finite is left for the engine to report.
            backend.combine(x, [1, higher])
            return
          }
          if (accept) {
            backend.combine(x, [1, higher])
            backend.combine(before, [1, lower])
            if (last) return
            here = to
          }
          h = tried * factor
        }
      }
      try {
        for (let step = from.step; step + 1 < times.length; step++) {
          const to = levelAt(process, times[step + 1]!)
          interval(levelAt(process, times[step]!), to)
          yield { step: step + 1, t: to.t, nfe, x, carried }
        }
      } finally {
        for (const slot of [...work, lower, higher, before]) backend.free(slot)
      }
    },
  }
}

export const dpmSolverAdaptive = {
  ...entry({
    kind: 'dpm-solver-adaptive',
    title: 'DPM-Solver adaptive',
    short: 'DPM adaptive',
    doc: 'Chooses its steps between the times of the grid by the difference of two orders.',
    source: 'Lu et al. 2022, appendix C; k-diffusion, sample_dpm_adaptive',
    params: {
      order: {
        kind: 'number',
        label: 'Order',
        doc: 'Order of the result; the order below it measures the error.',
        default: 3,
        min: 2,
        max: 3,
        step: 1,
        integer: true,
      },
      relative: {
        kind: 'number',
        label: 'Relative tolerance',
        doc: 'Error of one step against the size of x.',
        source: 'Lu et al. 2022, appendix C',
        default: 0.05,
        min: 1e-8,
        max: 1,
        soft: [0.0001, 0.1],
        scale: 'log',
        step: 0.001,
      },
      absolute: {
        kind: 'number',
        label: 'Absolute tolerance',
        doc: 'Error of one step that is borne however small x is; the papers take 1/256 of the range of the data.',
        source: 'Lu et al. 2022, appendix C',
        default: 0.0078,
        min: 1e-10,
        max: 1,
        soft: [0.0001, 0.1],
        scale: 'log',
        step: 0.0001,
      },
      controller: {
        kind: 'choice',
        label: 'Controller',
        doc: 'The paper’s, where the worst particle decides, or k-diffusion’s, where the mean does.',
        default: 'paper',
        options: [
          { value: 'paper', label: 'worst particle' },
          { value: 'pid', label: 'mean (k-diffusion)' },
        ],
        minor: true,
      },
      form,
      firstStep: {
        kind: 'number',
        label: 'First step',
        doc: 'Length in log(alpha/sigma) of the first step that is tried.',
        source: 'Lu et al. 2022, appendix C',
        default: 0.05,
        min: 1e-6,
        max: 10,
        soft: [0.01, 1],
        scale: 'log',
        step: 0.01,
        minor: true,
      },
    },
    make: ({ order, form: predicts, controller, ...rest }) =>
      adaptiveSampler({
        ...rest,
        order: order === 2 ? 2 : 3,
        form: predicts as Form,
        controller: controller as 'paper' | 'pid',
      }),
  }),
  capabilities,
}
