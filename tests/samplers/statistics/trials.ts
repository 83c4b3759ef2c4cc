import { catalog } from '#core/catalog/index'
import { hybridDynamics } from '#core/dynamics/hybrid'
import { reverseDynamics } from '#core/dynamics/reverse'
import type { ParamValue } from '#core/params/param'
import { betas } from '#core/processes/discrete/betas'
import { discreteProcess } from '#core/processes/discrete/ddpm'
import { quadratic, uniform } from '#core/processes/grids/in-time'
import { karras, logSnr } from '#core/processes/grids/in-noise'
import type { Process } from '#core/processes/process'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { subVp } from '#core/processes/sub-vp'
import { edm, ve } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import type { Sampler } from '#core/samplers/sampler'
import { made } from '#tests/samplers/runs/made'
import type { Trial } from './exact-marginals'

export const vp = made(vpLinear)
/** The chain of DDPM, all of its timesteps. */
export const chain = discreteProcess(betas('linear', 1000, 1e-4, 0.02))
const allTimesteps = Float64Array.from({ length: 1000 }, (_, i) => 999 - i)
const levels = made(edm, { sigmaMin: 0.02, sigmaMax: 20 })
const straight = made(rectifiedFlow, { tMin: 0.01, tMax: 0.99 })

export function sampler(kind: string, values: Readonly<Record<string, ParamValue>> = {}): Sampler {
  const found = catalog.sampler.find((entry) => entry.kind === kind)
  if (found === undefined) throw new Error(`the catalogue has no sampler ${kind}`)
  return made(found, values)
}

const on = (process: Process, times: Float64Array, method: Sampler, lambda: number): Trial => ({
  process,
  dynamics: reverseDynamics(process, lambda),
  sampler: method,
  times,
})
const steps = (process: Process, number = 1000): Float64Array =>
  made(quadratic, { steps: number }).times(process)
const sde = (kind: string, values: Parameters<typeof sampler>[1] = {}, process: Process = vp): Trial =>
  on(process, steps(process), sampler(kind, values), 1)
/** A flow's method on few steps: its bias is far below what so many particles can see. */
const flow = (kind: string, values: Parameters<typeof sampler>[1] = {}): Trial =>
  on(levels, made(logSnr, { steps: 400 }).times(levels), sampler(kind, values), 0)
const ownNoise = (kind: string, values: Parameters<typeof sampler>[1] = {}): Trial =>
  on(levels, made(karras, { steps: 1000 }).times(levels), sampler(kind, values), 1)

/** Those of every `npm test`. */
export const daily: Readonly<Record<string, Trial>> = {
  'Euler–Maruyama, reverse SDE': sde('euler-maruyama'),
  'Heun, probability flow': on(vp, steps(vp, 120), sampler('heun'), 0),
  'SRA1, reverse SDE': on(vp, steps(vp, 150), sampler('sra1'), 1),
}

/** Every method that should reproduce the marginals, for the long campaign. */
export const all: Readonly<Record<string, Trial>> = {
  ...daily,
  'Euler–Maruyama, lambda 1/2': on(vp, steps(vp), sampler('euler-maruyama'), 0.5),
  'Euler–Maruyama, lambda 2': on(vp, steps(vp, 4000), sampler('euler-maruyama'), 2),
  'Euler–Maruyama, VE': sde('euler-maruyama', {}, made(ve, { sigmaMin: 0.02, sigmaMax: 20 })),
  'Euler–Maruyama, sub-VP': sde('euler-maruyama', {}, made(subVp)),
  'SDE, then ODE': { ...on(vp, steps(vp), sampler('heun'), 1), dynamics: hybridDynamics(vp, 1, 0) },
  'stochastic Heun': sde('heun'),
  'reverse diffusion': sde('reverse-diffusion'),
  'ancestral, posterior': sde('ancestral'),
  'ancestral, forward': sde('ancestral', { variance: 'forward' }),
  'DDPM, small': on(chain, allTimesteps, sampler('ddpm'), 1),
  'DDPM, large': on(chain, allTimesteps, sampler('ddpm', { variance: 'forward' }), 1),
  'DDIM, eta 0': on(chain, allTimesteps, sampler('ddim', { eta: 0 }), 1),
  'DDIM, eta 1/2': on(chain, allTimesteps, sampler('ddim', { eta: 0.5 }), 1),
  'DDIM, eta 1': on(chain, allTimesteps, sampler('ddim'), 1),
  'predictor–corrector': sde('predictor-corrector', { snr: 0.02 }),
  'Euler ancestral': ownNoise('euler-ancestral'),
  'DPM-2 ancestral': ownNoise('dpm-2-ancestral'),
  'DPM++ 2S ancestral': ownNoise('dpmpp-2s-ancestral'),
  'DPM++ SDE': ownNoise('dpmpp-sde'),
  'DPM++ 2M SDE': ownNoise('dpmpp-2m-sde'),
  'DPM++ 3M SDE': ownNoise('dpmpp-3m-sde'),
  'SA-Solver': ownNoise('sa-solver'),
  'EDM stochastic': ownNoise('edm-stochastic', { noiseScale: 1 }),
  'EDM ablation': ownNoise('edm-ablation'),
  Euler: on(levels, made(logSnr, { steps: 4000 }).times(levels), sampler('euler'), 0),
  'Heun in noise level': flow('heun-sigma'),
  midpoint: on(vp, steps(vp, 400), sampler('midpoint'), 0),
  'Runge–Kutta 4': on(vp, steps(vp, 200), sampler('rk4'), 0),
  'DPM-2': flow('dpm-2'),
  LMS: flow('lms'),
  accelerated: on(levels, made(logSnr, { steps: 4000 }).times(levels), sampler('accelerated'), 0),
  'DPM-Solver-2': flow('dpm-solver-2'),
  'DPM-Solver-3': flow('dpm-solver-3'),
  'DPM-Solver multistep': flow('dpm-solver-multistep'),
  'DPM-Solver-fast': flow('dpm-solver-fast'),
  'DPM++ 2S': flow('dpmpp-2s'),
  'DPM++ 2M': flow('dpmpp-2m'),
  'DPM++ 3M': flow('dpmpp-3m'),
  'DPM++ 3M, as coded': flow('dpmpp-3m-coded'),
  UniPC: flow('unipc'),
  DEIS: flow('deis'),
  PNDM: on(vp, made(uniform, { steps: 4000 }).times(vp), sampler('pndm'), 0),
  'Euler of a rectified flow': on(straight, steps(straight, 4000), sampler('flow-euler'), 0),
  'Heun of a rectified flow': on(straight, steps(straight, 400), sampler('flow-heun'), 0),
  'Dormand–Prince': on(
    vp,
    Float64Array.of(vp.tMax, vp.tMin),
    sampler('dormand-prince', { relative: 1e-5, absolute: 1e-5 }),
    0,
  ),
  'DPM-Solver adaptive': on(
    vp,
    Float64Array.of(vp.tMax, vp.tMin),
    sampler('dpm-solver-adaptive', { relative: 1e-4, absolute: 1e-4 }),
    0,
  ),
  // Langevin starts from the law of its only level and is judged on keeping it.
  Langevin: { ...sde('langevin', { stepSize: 0.001 }), startsAt: vp.tMin, times: steps(vp, 400) },
  MALA: { ...sde('mala', { stepSize: 1 }), startsAt: vp.tMin, times: steps(vp, 400) },
  /*
   * The law lags behind the level: its variance follows at the rate 2 h a step while that of the level falls by
   * log(1e6) in all, so it is too large by log(1e6) / (2 h 20 000), under 2 % here, which shifts the distribution
   * function by 0.002 at most: 20 000 particles cannot see that, but would see ten times as much.
   */
  'annealed Langevin': {
    ...ownNoise('annealed-langevin', { stepSize: 0.02, rounds: 20 }),
    particles: 20_000,
  },
}
