import { ring } from '#core/distributions/ring'
import { reverseDynamics } from '#core/dynamics/reverse'
import { withDefaults } from '#core/params/defaults'
import { logSnr } from '#core/processes/grids/in-noise'
import { logSnrClock } from '#core/processes/log-snr-clock'
import { vpLinear } from '#core/processes/vp-linear'
import type { Backend } from '#core/samplers/backend'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import { scoreOfForm } from '#core/scores/exact'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { single } from '#main/engine/backends/ensemble'
import type { PathNoise } from '#main/engine/backends/path-noise'
import { referenceBackend } from '#main/engine/backends/reference'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { numpyPeer } from '../peers/numpy-peer'
import { type Line, median, type Section, type Target } from '../section'

const ROUNDS = 5
const process_ = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
const times = logSnr.make(withDefaults(logSnr.params, { kind: 'log-snr' })).times(process_)
const problem = { process: process_, dynamics: reverseDynamics(process_, 1), times }
const steps = times.length - 1

interface Contender {
  readonly name: string
  /** At 8 and at 64 components, in multiples of numpy */
  readonly targets: Readonly<Record<number, Target>>
  readonly count: number
  make(spec: BackendSpec): Backend
}

const contenders: readonly Contender[] = [
  { name: 'reference', targets: { 8: { atLeast: 0.6 } }, count: 10_000, make: referenceBackend },
  {
    name: 'wasm, plain SIMD',
    targets: { 8: { atLeast: 2.5 }, 64: { atLeast: 1.7 } },
    count: 100_000,
    make: (spec) => wasmBackend(spec, 'simd'),
  },
  {
    name: 'wasm, relaxed SIMD',
    targets: { 8: { atLeast: 3 }, 64: { atLeast: 1.7 } },
    count: 100_000,
    make: (spec) => wasmBackend(spec, 'relaxed-simd'),
  },
]

/** Seconds of this process's own time, on whatever core. */
function processorSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

interface Runner {
  readonly contender: Contender
  readonly kind: 'tree' | 'independent'
  readonly rates: number[]
  readonly shares: number[]
  round(): void
}

function runner(contender: Contender, components: number, kind: 'tree' | 'independent'): Runner {
  const { count } = contender
  const data = ring.make(withDefaults(ring.params, { kind: 'ring', count: components }))
  const noise: PathNoise =
    kind === 'tree' ? { kind, seed: 1, clock: logSnrClock(process_) } : { kind, seed: 1 }
  const score = scoreOfForm(data.form)
  const backend = contender.make({ score, first: 0, count, startSeed: 1, noise, ensemble: single(count) })
  const x = backend.allocate()
  const run = (): void => {
    backend.initial(x)
    const from = { step: 0, t: times[0]!, nfe: 0, x, carried: [] }
    for (const _ of eulerMaruyama.make({}).run(problem, backend, from));
  }
  const draw = (): void => {
    for (let step = 0; step < steps; step++)
      backend.normals(x, { step, from: times[step]!, to: times[step + 1]! })
  }
  run()
  const rates: number[] = []
  const shares: number[] = []
  return {
    contender,
    kind,
    rates,
    shares,
    round() {
      const whole = processorSeconds(run)
      rates.push((count * steps) / whole)
      shares.push(processorSeconds(draw) / whole)
    },
  }
}

async function measure(components: number): Promise<Line[]> {
  const peer = await numpyPeer(components)
  const runners = contenders.flatMap((contender) =>
    (['tree', 'independent'] as const).map((kind) => runner(contender, components, kind)),
  )
  const theirs: number[] = []
  const ratios = runners.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, each] of runners.entries()) {
      // Numpy before each of them, so that a ratio compares neighbours in time.
      const numpy = (await peer?.measure()) ?? NaN
      theirs.push(numpy)
      each.round()
      ratios[i]!.push(each.rates.at(-1)! / numpy)
    }
  peer?.close()
  const lines: Line[] = [
    { name: `numpy float32, ${components} components`, value: median(theirs) / 1e6, unit: 'M/s' },
  ]
  runners.forEach(({ contender, kind, rates, shares }, i) => {
    const normals = kind === 'tree' ? 'the document’s own normals' : 'plain counters'
    const name = `${contender.name}, ${components} components, ${normals}`
    const note = `${(100 * median(shares)).toFixed(0)} % in the generator`
    lines.push({ name, value: median(rates) / 1e6, unit: 'M/s', note })
    const target = kind === 'tree' ? contender.targets[components] : undefined
    if (peer !== null)
      lines.push({
        name: `– over numpy`,
        value: median(ratios[i]!),
        unit: 'times',
        ...(target === undefined ? {} : { target }),
      })
  })
  return lines
}

export const particleSteps: Section = {
  name: 'particle-steps',
  title: 'Particle-steps a second, one thread',
  method:
    'Euler–Maruyama on the reverse SDE of a ring of Gaussians, VP linear, 200 steps; millions of particle-steps per second of processor time, each contender next to a run of numpy.',
  run: async () => [...(await measure(8)), ...(await measure(64))],
}
