import { beforeAll, describe, expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import { reverseDynamics } from '#core/dynamics/reverse'
import { withDefaults } from '#core/params/defaults'
import { evenClock } from '#core/numeric/brownian/clock'
import { mixtureForm } from '#core/distributions/mixture-form'
import { vpLinear } from '#core/processes/vp-linear'
import type { Backend, Slot } from '#core/samplers/backend'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import { single } from '#main/engine/backends/ensemble'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import type { PathNoise } from '#main/engine/backends/path-noise'
import { referenceBackend } from '#main/engine/backends/reference'
import { compileKernels, type KernelBuild } from '#main/engine/backends/wasm/module'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance } from '#tests/golden/read-golden'

const solid: MixtureForm = mixtureForm([
  {
    weight: 1,
    mean: [1, 0, -1],
    cov: [
      [0.5, 0.1, 0],
      [0.1, 0.3, -0.05],
      [0, -0.05, 0.2],
    ],
  },
  {
    weight: 2,
    mean: [-1, 1, 0.5],
    cov: [
      [0.2, 0, 0.1],
      [0, 0.4, 0],
      [0.1, 0, 0.6],
    ],
  },
])
const round = (...means: readonly number[][]): MixtureForm =>
  mixtureForm(
    means.map((mean, i) => ({
      weight: 1 + i,
      mean,
      cov: mean.map((_, row) => mean.map((_, col) => (row === col ? 0.04 : 0))),
    })),
  )
const beads = round([-1], [0.5], [2])
const balls = round([0, 0, 1], [1, -1, 0], [-1, 0.5, 2])
const forms = { mix1d, ring8, aniso3, solid, beads, balls } as const
const tree: PathNoise = { kind: 'tree', seed: 11, clock: evenClock(0.001, 1) }
const independent: PathNoise = { kind: 'independent', seed: 11 }

function spec(form: MixtureForm, first: number, count: number, noise: PathNoise): BackendSpec {
  return { score: mixtureScore(form), first, count, startSeed: 5, noise, ensemble: single(first + count) }
}
function values(backend: Backend, slot: Slot): Float64Array {
  const out = new Float64Array(backend.count * backend.dimension)
  backend.read(slot, out)
  return out
}
function filled(backend: Backend, fill: (slot: Slot) => void): Float64Array {
  const slot = backend.allocate()
  fill(slot)
  const out = values(backend, slot)
  backend.free(slot)
  return out
}

describe.each(['simd', 'relaxed-simd'] as const)('wasm, %s, against the reference', (build: KernelBuild) => {
  beforeAll(() => {
    const found = compileKernels(build)
    if (typeof found === 'string') throw new Error(found)
  })
  const make = (form: MixtureForm, first: number, count: number, noise: PathNoise): Backend =>
    wasmBackend(spec(form, first, count, noise), build)

  it.each(Object.entries(forms))('scores %s at every noise level', (_, form) => {
    const n = 1001
    const wasm = make(form, 0, n, independent)
    const exact = referenceBackend(spec(form, 0, n, independent))
    for (const [alpha, sigma] of [
      [1, 0.02],
      [1, 0.3],
      [0.8, 0.6],
      [0.1, 0.995],
      [1, 40],
    ] as const) {
      const start = filled(exact, (slot) => {
        exact.initial(slot)
        exact.combine(slot, [alpha * 2 + sigma, slot])
      })
      const score = (backend: Backend): Float64Array =>
        filled(backend, (out) => {
          const x = backend.allocate()
          backend.write(x, Float32Array.from(start))
          backend.score(out, x, alpha, sigma)
          backend.free(x)
        })
      // Relative to the largest score: far from the data a difference of exponents near 1e5 is resolved to 1e-2.
      const expected = score(exact)
      const top = expected.reduce((max, v) => Math.max(max, Math.abs(v)), 0)
      expect(
        distance(
          score(wasm).map((v) => v / top),
          expected.map((v) => v / top),
        ),
      ).toBeLessThan(2e-5)
    }
  })

  it('draws the same normals, for the start, for plain counters and for the tree', () => {
    for (const form of [mix1d, ring8, solid]) {
      const n = 4099
      for (const noise of [independent, tree]) {
        const wasm = make(form, 8, n, noise)
        const exact = referenceBackend(spec(form, 8, n, noise))
        const draw = (backend: Backend): Float64Array[] => [
          filled(backend, (slot) => backend.initial(slot)),
          filled(backend, (slot) => backend.normals(slot, { step: 3, from: 0.9, to: 0.8 })),
          filled(backend, (slot) => backend.normals(slot, { step: 4, from: 0.8, to: 0.37 })),
          filled(backend, (slot) => backend.normals(slot, { step: 4, from: 0.8, to: 0.7, draw: 2 })),
        ]
        const [a, b] = [draw(wasm), draw(exact)]
        a.forEach((drawn, i) => expect(distance(drawn, b[i]!)).toBeLessThan(4e-6))
      }
    }
  })

  it('combines any number of terms, also into one of them', () => {
    const wasm = make(ring8, 0, 1001, independent)
    const exact = referenceBackend(spec(ring8, 0, 1001, independent))
    const run = (backend: Backend): Float64Array => {
      const slots = [0, 1, 2, 3, 4, 5].map((step) => {
        const slot = backend.allocate()
        backend.normals(slot, { step, from: 1, to: 0.5 })
        return slot
      })
      const out = slots[1]!
      backend.combine(out, ...slots.map((slot, i) => [0.5 - 0.3 * i, slot] as const))
      backend.combine(slots[0]!, [2, out], [-1, slots[0]!])
      return values(backend, slots[0]!)
    }
    expect(distance(run(wasm), run(exact))).toBeLessThan(2e-6)
  })

  it('reduces like the reference and sees what is not finite', () => {
    const wasm = make(aniso3, 0, 1001, independent)
    const exact = referenceBackend(spec(aniso3, 0, 1001, independent))
    const sums = [wasm, exact].map((backend) => {
      const a = backend.allocate()
      const b = backend.allocate()
      backend.initial(a)
      backend.normals(b, { step: 1, from: 1, to: 0 })
      return [
        backend.reduce('dot', a, b),
        backend.reduce('max-difference', a, b),
        backend.reduce('not-finite', a),
      ]
    })
    expect(distance(sums[0]!, sums[1]!)).toBeLessThan(1e-5)
    const broken = wasm.allocate()
    wasm.write(
      broken,
      Float32Array.from({ length: 2002 }, (_, i) => (i === 77 ? NaN : i === 78 ? Infinity : 0)),
    )
    expect(wasm.reduce('not-finite', broken)).toBe(2)
  })

  it('gives the same bits however the particles are split', () => {
    const process = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
    const problem = {
      process,
      dynamics: reverseDynamics(process, 1),
      times: Float64Array.of(1, 0.7, 0.4, 0.2, 0.05, 0.001),
    }
    const run = (first: number, count: number): Float64Array => {
      const backend = make(ring8, first, count, tree)
      const x = backend.allocate()
      backend.initial(x)
      for (const _ of eulerMaruyama
        .make({})
        .run(problem, backend, { step: 0, t: 1, nfe: 0, x, carried: [] }));
      return values(backend, x)
    }
    expect([...run(0, 300), ...run(300, 211)]).toEqual([...run(0, 511)])
  })

  it('runs a share without particles, as a second worker has where particles are not split', () => {
    const process = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
    for (const kind of ['dormand-prince', 'dpm-solver-adaptive', 'predictor-corrector']) {
      const backend = wasmBackend(spec(ring8, 0, 0, independent), build)
      const entry = catalog.sampler.find((line) => line.kind === kind)!
      const x = backend.allocate()
      expect(backend.allocate()).not.toBe(x)
      const dynamics = reverseDynamics(process, kind === 'predictor-corrector' ? 1 : 0)
      const problem = { process, dynamics, times: Float64Array.of(1, 0.5, 0.001) }
      const start = { step: 0, t: 1, nfe: 0, x, carried: [] }
      const sampler = entry.make(withDefaults(entry.params, { kind }))
      expect([...sampler.run(problem, backend, start)].map(({ step }) => step)).toEqual([1, 2])
      backend.dispose()
    }
  })

  it('runs 200 steps to the reference within float32', () => {
    const process = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
    const times = Float64Array.from({ length: 201 }, (_, i) => 1 - (i / 200) * 0.999)
    const run = (backend: Backend, lambda: number): Float64Array => {
      const x = backend.allocate()
      backend.initial(x)
      const problem = { process, dynamics: reverseDynamics(process, lambda), times }
      for (const _ of eulerMaruyama
        .make({})
        .run(problem, backend, { step: 0, t: 1, nfe: 0, x, carried: [] }));
      return values(backend, x)
    }
    for (const lambda of [0, 1]) {
      const difference = run(make(aniso3, 0, 500, tree), lambda)
      const exact = run(referenceBackend(spec(aniso3, 0, 500, tree)), lambda)
      expect(distance(difference, exact)).toBeLessThan(2e-5)
    }
  })
})
