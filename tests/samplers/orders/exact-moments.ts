import { mixtureForm } from '#core/distributions/mixture-form'
import type { Backend, NoiseRequest, Slot } from '#core/samplers/backend'
import type { Sampler, SamplingProblem } from '#core/samplers/sampler'
import { mixtureScore } from '#core/scores/mixture-score'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'

/** Data of the weak orders: one Gaussian, so that the score and with it every step is affine. */
export const gaussian = { mean: 1, variance: 0.25 }
const form = mixtureForm([{ weight: 1, mean: [gaussian.mean], cov: [[gaussian.variance]] }])

/**
 * Mean and variance of a sampler's last state for Gaussian data, without any Monte Carlo: a run is an affine function
 * x_N = A x_0 + b + sum_i c_i z_i of its start and of independent N(0, 1), whose coefficients are read off from runs
 * with one unit impulse each, all in one array of particles. Draws on the path are sums of independent increments
 * between the times that are asked for; other draws are independent by (step, draw).
 */
export function exactMoments(
  sampler: Sampler,
  problem: SamplingProblem,
  start: { readonly mean: number; readonly variance: number },
): { readonly mean: number; readonly variance: number } {
  const { times } = problem
  const run = (
    count: number,
    normals: (out: Slot, request: NoiseRequest, backend: Backend) => void,
  ): Float64Array => {
    const base = referenceBackend({
      score: mixtureScore(form),
      first: 0,
      count,
      startSeed: 1,
      noise: { kind: 'independent', seed: 1 },
      ensemble: single(count),
    })
    const backend: Backend = { ...base, normals: (out, request) => normals(out, request, base) }
    const x = backend.allocate()
    // Particle 1 starts at 1, all others at 0.
    backend.write(
      x,
      Float64Array.from({ length: count }, (_, i) => (i === 1 ? 1 : 0)),
    )
    let last = x
    for (const state of sampler.run(problem, backend, { step: 0, t: times[0]!, nfe: 0, x, carried: [] }))
      last = state.x
    const out = new Float64Array(count)
    backend.read(last, out)
    return out
  }
  const asked = new Set<number>(times)
  const apart: string[] = []
  const keyOf = ({ step, draw }: NoiseRequest): string => `${step}/${draw}`
  run(2, (out, request, backend) => {
    if (request.draw !== undefined) apart.push(keyOf(request))
    else for (const t of [request.from, request.to]) asked.add(t)
    backend.combine(out)
  })
  const cuts = [...asked].sort((a, b) => a - b)
  const pieces = cuts.length - 1
  const values = new Float64Array(2 + pieces + apart.length)
  const end = run(values.length, (out, request, backend) => {
    values.fill(0)
    if (request.draw !== undefined) values[2 + pieces + apart.indexOf(keyOf(request))] = 1
    else {
      const [low, high] = [Math.min(request.from, request.to), Math.max(request.from, request.to)]
      for (let i = cuts.indexOf(low); i < cuts.indexOf(high); i++)
        values[2 + i] = Math.sqrt((cuts[i + 1]! - cuts[i]!) / (high - low))
    }
    backend.write(out, values)
  })
  const b = end[0]!
  const a = end[1]! - b
  let variance = a * a * start.variance
  for (let i = 2; i < end.length; i++) variance += (end[i]! - b) ** 2
  return { mean: a * start.mean + b, variance }
}
