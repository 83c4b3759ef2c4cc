import type { ParamValue } from '#core/params/param'

/** What the flow asks of an order: nominal with exact starting values, and with the method's own first steps. */
interface FlowOrder {
  readonly nominal: number
  /** The order that follows from its own first steps, where it needs any */
  readonly ownStart?: number
  /** What it carries: predictions of earlier steps, and UniPC also the state before the last step */
  readonly carries?: 'noise' | 'data' | 'data and state'
  /** Where it is measured; on levels of EDM's process, equal steps of log-SNR, unless stated */
  readonly on?: 'equal times' | 'orbits' | 'rectified flow'
  /** Numbers of steps, or tolerances of a method that chooses its own; within its asymptotic range */
  readonly at: readonly number[]
}

export interface OrderRow {
  readonly kind: string
  readonly values?: Readonly<Record<string, ParamValue>>
  readonly flow?: FlowOrder
  /** On one Brownian path, and of mean and variance on Gaussian data; null: measured, none claimed */
  readonly sde?: {
    readonly strong: number | null
    readonly weak: number | null
    /** Where the strong order is measured instead of on the mixtures: there it is hidden by that of the drift */
    readonly on?: 'steep drift'
  }
}

const few = [16, 32, 64, 128, 256]
const many = [64, 128, 256, 512, 1024]
const tolerances = [1e-4, 1e-5, 1e-6, 1e-7, 1e-8]
const eta0 = { eta: 0 }
const noChurn = { churn: 0 }
/** Churn at every level, and no inflated noise. */
const churn = { churnFrom: 0, churnTo: 1e9, noiseScale: 1 }

/**
 * The order of every method that follows an equation along the clock. A multistep method that starts with one Euler
 * step keeps the error O(h^2) of it, whatever its nominal order (LMS, DEIS, 3M); UniPC corrects that step, so O(h^3).
 */
export const orderTable: readonly OrderRow[] = [
  // One step, one or more evaluations
  { kind: 'euler', flow: { nominal: 1, at: many } },
  { kind: 'euler-maruyama', flow: { nominal: 1, on: 'equal times', at: many }, sde: { strong: 1, weak: 1 } },
  { kind: 'heun-sigma', flow: { nominal: 2, at: many } },
  { kind: 'heun-sigma', values: { stage: 0.5 }, flow: { nominal: 2, at: many } },
  { kind: 'heun', flow: { nominal: 2, on: 'equal times', at: many }, sde: { strong: 1, weak: 2 } },
  { kind: 'midpoint', flow: { nominal: 2, on: 'equal times', at: many } },
  { kind: 'rk4', flow: { nominal: 4, on: 'equal times', at: many } },
  { kind: 'dpm-2', flow: { nominal: 2, at: many } },
  { kind: 'dpm-solver-2', flow: { nominal: 2, at: few } },
  { kind: 'dpm-solver-2', values: { variant: 'taylor' }, flow: { nominal: 2, at: few } },
  { kind: 'dpm-solver-2', values: { form: 'data' }, flow: { nominal: 2, at: few } },
  { kind: 'dpm-solver-3', flow: { nominal: 3, at: few } },
  { kind: 'dpm-solver-3', values: { variant: 'taylor' }, flow: { nominal: 3, at: few } },
  { kind: 'dpm-solver-3', values: { form: 'data' }, flow: { nominal: 3, at: few } },
  // Its last steps are of order 2 and 1, with local errors h^3 and h^2: the whole is of order 2.
  { kind: 'dpm-solver-fast', flow: { nominal: 2, at: many } },
  { kind: 'dpm-solver-fast', values: { end: 'none' }, flow: { nominal: 3, at: few } },
  { kind: 'dpmpp-2s', flow: { nominal: 2, at: few } },
  { kind: 'flow-euler', flow: { nominal: 1, on: 'rectified flow', at: many } },
  { kind: 'flow-heun', flow: { nominal: 2, on: 'rectified flow', at: many } },

  // Multistep
  { kind: 'lms', flow: { nominal: 4, ownStart: 2, carries: 'noise', at: many } },
  { kind: 'lms', values: { order: 3 }, flow: { nominal: 3, ownStart: 2, carries: 'noise', at: many } },
  { kind: 'accelerated', flow: { nominal: 1, ownStart: 1, carries: 'noise', at: many } },
  { kind: 'dpm-solver-multistep', flow: { nominal: 2, ownStart: 2, carries: 'noise', at: many } },
  {
    kind: 'dpm-solver-multistep',
    values: { order: 3 },
    flow: { nominal: 3, ownStart: 2, carries: 'noise', at: many },
  },
  { kind: 'dpmpp-2m', flow: { nominal: 2, ownStart: 2, carries: 'data', at: many } },
  { kind: 'dpmpp-3m', flow: { nominal: 3, ownStart: 2, carries: 'data', at: many } },
  { kind: 'dpmpp-3m-coded', flow: { nominal: 2, ownStart: 2, carries: 'data', at: many } },
  {
    kind: 'unipc',
    values: { order: 1 },
    flow: { nominal: 2, ownStart: 2, carries: 'data and state', at: many },
  },
  { kind: 'unipc', flow: { nominal: 3, ownStart: 3, carries: 'data and state', at: many } },
  {
    kind: 'unipc',
    values: { order: 3 },
    flow: { nominal: 4, ownStart: 3, carries: 'data and state', at: [100, 200, 400, 800, 1600] },
  },
  { kind: 'deis', flow: { nominal: 3, ownStart: 2, carries: 'noise', at: many } },
  { kind: 'deis', values: { order: 2 }, flow: { nominal: 2, ownStart: 2, carries: 'noise', at: many } },
  {
    kind: 'deis',
    values: { variable: 'rho' },
    flow: { nominal: 3, ownStart: 2, carries: 'noise', at: many },
  },
  {
    kind: 'deis',
    values: { variable: 'log-rho' },
    flow: { nominal: 3, ownStart: 2, carries: 'noise', at: many },
  },
  { kind: 'pndm', flow: { nominal: 2, ownStart: 2, carries: 'noise', on: 'equal times', at: many } },
  {
    kind: 'pndm',
    values: { start: 'euler' },
    flow: { nominal: 2, ownStart: 2, carries: 'noise', on: 'equal times', at: many },
  },

  // Bears any error, so takes each interval of a grid of 100 or more in one step. On the mixtures so many steps leave
  // nothing above rounding.
  {
    kind: 'dormand-prince',
    values: { relative: 0.5, absolute: 0.5 },
    flow: { nominal: 5, on: 'orbits', at: [100, 200, 400, 800, 1600] },
  },
  // Steps chosen by the error: error against evaluations as the tolerance falls
  { kind: 'dpm-solver-adaptive', flow: { nominal: 3, at: tolerances } },
  { kind: 'dpm-solver-adaptive', values: { order: 2 }, flow: { nominal: 2, at: tolerances.slice(0, 4) } },

  // Methods for the reverse SDE; with no noise some are methods for the flow
  { kind: 'sra1', sde: { strong: 1.5, weak: 2, on: 'steep drift' } },
  { kind: 'reverse-diffusion', sde: { strong: 1, weak: 1 } },
  { kind: 'ancestral', sde: { strong: 1, weak: 1 } },
  { kind: 'ancestral', values: { variance: 'forward' }, sde: { strong: 1, weak: 1 } },
  { kind: 'ddpm', sde: { strong: 1, weak: 1 } },
  { kind: 'ddpm', values: { variance: 'forward' }, sde: { strong: 1, weak: 1 } },
  { kind: 'ddim', sde: { strong: 1, weak: 1 } },
  { kind: 'ddim', values: eta0, flow: { nominal: 1, at: many } },
  { kind: 'euler-ancestral', sde: { strong: 1, weak: 1 } },
  { kind: 'euler-ancestral', values: eta0, flow: { nominal: 1, at: many } },
  { kind: 'dpm-2-ancestral', sde: { strong: null, weak: null } },
  { kind: 'dpm-2-ancestral', values: eta0, flow: { nominal: 2, at: many } },
  { kind: 'dpmpp-2s-ancestral', sde: { strong: null, weak: null } },
  { kind: 'dpmpp-2s-ancestral', values: eta0, flow: { nominal: 2, at: few } },
  { kind: 'dpmpp-sde', sde: { strong: null, weak: null } },
  { kind: 'dpmpp-sde', values: eta0, flow: { nominal: 2, at: few } },
  { kind: 'dpmpp-2m-sde', sde: { strong: null, weak: null } },
  { kind: 'dpmpp-2m-sde', values: { form: 'heun' }, sde: { strong: null, weak: null } },
  { kind: 'dpmpp-2m-sde', values: eta0, flow: { nominal: 2, ownStart: 2, carries: 'data', at: many } },
  { kind: 'dpmpp-3m-sde', sde: { strong: null, weak: null } },
  { kind: 'dpmpp-3m-sde', values: eta0, flow: { nominal: 2, ownStart: 2, carries: 'data', at: many } },
  { kind: 'sa-solver', values: { low: 0, high: 1 }, sde: { strong: null, weak: null } },
  {
    kind: 'sa-solver',
    values: { tau: 0 },
    flow: { nominal: 2, ownStart: 2, carries: 'data and state', at: many },
  },
  { kind: 'edm-stochastic', values: churn, sde: { strong: null, weak: null } },
  { kind: 'edm-stochastic', values: noChurn, flow: { nominal: 2, at: many } },
  { kind: 'edm-ablation', flow: { nominal: 2, at: many } },
  { kind: 'edm-ablation', values: { solver: 'euler' }, flow: { nominal: 1, at: many } },
  {
    kind: 'edm-ablation',
    values: { variable: 've', scaling: 'none', alpha: 0.5 },
    flow: { nominal: 2, at: many },
  },
]

/** Methods that follow no equation along the clock, so that there is nothing an order could be of. */
export const withoutOrder: Readonly<Record<string, string>> = {
  'predictor-corrector': 'its corrector moves at a fixed level, with steps that do not shrink with the grid',
  langevin: 'walks at one level; the grid only counts its steps',
  consistency: 'jumps to the data at every step, and approaches no equation as the grid is refined',
  'annealed-langevin': 'walks at each level with steps that do not shrink with the grid',
  mala: 'walks at one level, and exactly so',
}
