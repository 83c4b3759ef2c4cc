import { ddim } from '#core/samplers/discrete/ddim'
import { ddpm } from '#core/samplers/discrete/ddpm'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import { heun } from '#core/samplers/heun'
import type { Sampler } from '#core/samplers/sampler'
import { dpm2Ancestral } from '#core/samplers/stochastic/ancestral/dpm-2-ancestral'
import { dpmpp2sAncestral } from '#core/samplers/stochastic/ancestral/dpmpp-2s-ancestral'
import { eulerAncestral } from '#core/samplers/stochastic/ancestral/euler-ancestral'
import { dpmpp2mSde } from '#core/samplers/stochastic/dpmpp/dpmpp-2m-sde'
import { dpmpp3mSde } from '#core/samplers/stochastic/dpmpp/dpmpp-3m-sde'
import { dpmppSde } from '#core/samplers/stochastic/dpmpp/dpmpp-sde'
import { edmStochastic } from '#core/samplers/stochastic/karras/edm-stochastic'
import { saSolver } from '#core/samplers/stochastic/sa-solver'
import { ancestral } from '#core/samplers/stochastic/song/ancestral'
import { reverseDiffusion } from '#core/samplers/stochastic/song/reverse-diffusion'
import { sra1 } from '#core/samplers/stochastic/sra1'
import { made } from './made'

/**
 * The methods that follow the reverse SDE, with the strong order that theory gives on one Brownian path (null: none
 * claimed) and the weak order on Gaussian data.
 */
export const stochasticMethods: Readonly<
  Record<string, { readonly sampler: Sampler; readonly strong: number | null; readonly weak: number | null }>
> = {
  'Euler–Maruyama': { sampler: made(eulerMaruyama), strong: 1, weak: 1 },
  'stochastic Heun': { sampler: made(heun), strong: 1, weak: 2 },
  SRA1: { sampler: made(sra1), strong: 1.5, weak: 2 },
  'reverse diffusion': { sampler: made(reverseDiffusion), strong: 1, weak: 1 },
  'ancestral, posterior': { sampler: made(ancestral), strong: 1, weak: 1 },
  'ancestral, forward': { sampler: made(ancestral, { variance: 'forward' }), strong: 1, weak: 1 },
  'DDPM, small': { sampler: made(ddpm), strong: 1, weak: 1 },
  'DDPM, large': { sampler: made(ddpm, { variance: 'forward' }), strong: 1, weak: 1 },
  'DDIM, eta 1': { sampler: made(ddim), strong: 1, weak: 1 },
  'Euler ancestral': { sampler: made(eulerAncestral), strong: 1, weak: 1 },
  'DPM-2 ancestral': { sampler: made(dpm2Ancestral), strong: null, weak: null },
  'DPM++ 2S ancestral': { sampler: made(dpmpp2sAncestral), strong: null, weak: null },
  'DPM++ SDE': { sampler: made(dpmppSde), strong: null, weak: null },
  'DPM++ 2M SDE': { sampler: made(dpmpp2mSde), strong: null, weak: null },
  'DPM++ 2M SDE, Heun': { sampler: made(dpmpp2mSde, { form: 'heun' }), strong: null, weak: null },
  'DPM++ 3M SDE': { sampler: made(dpmpp3mSde), strong: null, weak: null },
  'SA-Solver': { sampler: made(saSolver, { low: 0, high: 1 }), strong: null, weak: null },
  'EDM stochastic': {
    sampler: made(edmStochastic, { churnFrom: 0, churnTo: 1e9, noiseScale: 1 }),
    strong: null,
    weak: null,
  },
}
