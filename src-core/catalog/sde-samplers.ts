import { ddim } from '#core/samplers/discrete/ddim'
import { consistency } from '#core/samplers/consistency'
import { ddpm } from '#core/samplers/discrete/ddpm'
import { annealedLangevin } from '#core/samplers/langevin/annealed-langevin'
import { langevin } from '#core/samplers/langevin/langevin'
import { mala } from '#core/samplers/langevin/mala'
import { dpm2Ancestral } from '#core/samplers/stochastic/ancestral/dpm-2-ancestral'
import { dpmpp2sAncestral } from '#core/samplers/stochastic/ancestral/dpmpp-2s-ancestral'
import { eulerAncestral } from '#core/samplers/stochastic/ancestral/euler-ancestral'
import { dpmpp2mSde } from '#core/samplers/stochastic/dpmpp/dpmpp-2m-sde'
import { dpmpp3mSde } from '#core/samplers/stochastic/dpmpp/dpmpp-3m-sde'
import { dpmppSde } from '#core/samplers/stochastic/dpmpp/dpmpp-sde'
import { edmAblation } from '#core/samplers/stochastic/karras/edm-ablation'
import { edmStochastic } from '#core/samplers/stochastic/karras/edm-stochastic'
import { saSolver } from '#core/samplers/stochastic/sa-solver'
import { ancestral } from '#core/samplers/stochastic/song/ancestral'
import { predictorCorrector } from '#core/samplers/stochastic/song/predictor-corrector'
import { reverseDiffusion } from '#core/samplers/stochastic/song/reverse-diffusion'
import { sra1 } from '#core/samplers/stochastic/sra1'
import type { Catalog } from './catalog'

/** Methods that need noise. */
export const sdeSamplers: Catalog['sampler'] = [
  sra1,
  reverseDiffusion,
  ancestral,
  predictorCorrector,
  eulerAncestral,
  dpm2Ancestral,
  dpmpp2sAncestral,
  dpmppSde,
  dpmpp2mSde,
  dpmpp3mSde,
  saSolver,
  edmStochastic,
  edmAblation,
  ddpm,
  ddim,
  langevin,
  annealedLangevin,
  mala,
  consistency,
]
