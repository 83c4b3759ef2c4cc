import { mkdirSync, writeFileSync } from 'node:fs'
import { reverseDynamics } from '#core/dynamics/reverse'
import { ring } from '#core/distributions/ring'
import { withDefaults } from '#core/params/defaults'
import { logSnr } from '#core/processes/grids/time-grid'
import { logSnrClock } from '#core/processes/log-snr-clock'
import { vpLinear } from '#core/processes/vp-linear'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import type { Backend } from '#core/samplers/backend'
import { scoreOfForm } from '#core/scores/exact'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { single } from '#main/engine/backends/ensemble'
import type { PathNoise } from '#main/engine/backends/path-noise'
import { referenceBackend } from '#main/engine/backends/reference'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { numpyPeer } from './numpy-peer'

/** Million particle-steps a second of Euler-Maruyama on one thread: the median of some runs. */
interface Row {
  readonly backend: string
  readonly components: number
  readonly noise: PathNoise['kind']
  readonly median: number
  /** Share of the time that goes into normals */
  readonly generator: number
  readonly overNumpy: number | null
}

const RUNS = 5
const process = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
const times = logSnr.make(withDefaults(logSnr.params, { kind: 'log-snr', steps: 200 })).times(process)

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function seconds(work: () => void): number {
  const began = performance.now()
  work()
  return (performance.now() - began) / 1000
}

function measure(
  name: string,
  make: (spec: BackendSpec) => Backend,
  count: number,
  components: number,
  kind: 'tree' | 'independent',
) {
  const data = ring.make(withDefaults(ring.params, { kind: 'ring', count: components }))
  const noise: PathNoise =
    kind === 'tree' ? { kind, seed: 1, clock: logSnrClock(process) } : { kind, seed: 1 }
  const backend = make({
    score: scoreOfForm(data.form),
    first: 0,
    count,
    startSeed: 1,
    noise,
    ensemble: single(count),
  })
  const x = backend.allocate()
  const steps = times.length - 1
  const problem = { process, dynamics: reverseDynamics(process, 1), times }
  const run = (): void => {
    backend.initial(x)
    for (const _ of eulerMaruyama.make({}).run(problem, backend, { step: 0, t: 1, nfe: 0, x, carried: [] }));
  }
  const draw = (): void => {
    for (let step = 0; step < steps; step++)
      backend.normals(x, { step, from: times[step]!, to: times[step + 1]! })
  }
  run()
  draw()
  const whole = median(Array.from({ length: RUNS }, () => seconds(run)))
  const normals = median(Array.from({ length: RUNS }, () => seconds(draw)))
  return {
    backend: name,
    components,
    noise: kind,
    median: (count * steps) / whole / 1e6,
    generator: normals / whole,
  }
}

const backends: readonly (readonly [string, (spec: BackendSpec) => Backend, number])[] = [
  ['reference', referenceBackend, 20_000],
  ['wasm simd', (spec) => wasmBackend(spec, 'simd'), 100_000],
  ['wasm relaxed-simd', (spec) => wasmBackend(spec, 'relaxed-simd'), 100_000],
]
const rows: Row[] = []
for (const components of [8, 64]) {
  const peer = numpyPeer(components)
  if (peer !== null)
    console.log(`numpy float32, ${components} components: ${peer.toFixed(2)} M particle-steps/s`)
  for (const [name, make, count] of backends)
    for (const kind of ['independent', 'tree'] as const) {
      const row = measure(name, make, count, components, kind)
      rows.push({ ...row, overNumpy: peer === null ? null : row.median / peer })
      console.log(
        `${name}, ${components} components, ${kind}: ${row.median.toFixed(2)} M particle-steps/s, ` +
          `${(100 * row.generator).toFixed(0)} % in normals${peer === null ? '' : `, ${(row.median / peer).toFixed(2)} times numpy`}`,
      )
    }
}
mkdirSync('bench/results', { recursive: true })
writeFileSync('bench/results/backends.json', JSON.stringify({ runs: RUNS, rows }, null, 2) + '\n')
