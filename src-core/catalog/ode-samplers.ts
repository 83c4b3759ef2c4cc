import { heun } from '#core/samplers/heun'
import { dpmSolverAdaptive } from '#core/samplers/ode/dpm-solver/adaptive'
import { dpmSolverFast } from '#core/samplers/ode/dpm-solver/fast'
import { dpmpp2s, dpmSolver2, dpmSolver3 } from '#core/samplers/ode/dpm-solver/fixed'
import { dpmpp2m, dpmpp3m, dpmpp3mCoded, dpmSolverMultistep } from '#core/samplers/ode/dpm-solver/multistep'
import { flowEuler, flowHeun } from '#core/samplers/ode/flow/rectified'
import { deis } from '#core/samplers/ode/multistep/deis'
import { pndm } from '#core/samplers/ode/multistep/pndm'
import { unipc } from '#core/samplers/ode/multistep/unipc'
import { accelerated } from '#core/samplers/ode/noise-level/accelerated'
import { dpm2 } from '#core/samplers/ode/noise-level/dpm-2'
import { euler } from '#core/samplers/ode/noise-level/euler'
import { heunSigma } from '#core/samplers/ode/noise-level/heun-sigma'
import { lms } from '#core/samplers/ode/noise-level/lms'
import { dormandPrince } from '#core/samplers/ode/runge-kutta/dormand-prince'
import { midpoint } from '#core/samplers/ode/runge-kutta/midpoint'
import { rk4 } from '#core/samplers/ode/runge-kutta/rk4'
import type { Catalog } from './catalog'

/** Methods for the probability flow, from the plainest to those that choose their own steps. */
export const odeSamplers: Catalog['sampler'] = [
  euler,
  heunSigma,
  heun,
  midpoint,
  rk4,
  dpm2,
  lms,
  accelerated,
  dpmSolver2,
  dpmSolver3,
  dpmSolverMultistep,
  dpmSolverFast,
  dpmpp2s,
  dpmpp2m,
  dpmpp3m,
  dpmpp3mCoded,
  unipc,
  deis,
  pndm,
  flowEuler,
  flowHeun,
  dormandPrince,
  dpmSolverAdaptive,
]
