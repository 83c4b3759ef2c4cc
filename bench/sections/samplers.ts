import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalog } from '#core/catalog/index'
import { ring } from '#core/distributions/ring'
import { reverseDynamics } from '#core/dynamics/reverse'
import { withDefaults } from '#core/params/defaults'
import { karras } from '#core/processes/grids/in-noise'
import { logSnrClock } from '#core/processes/log-snr-clock'
import { edm } from '#core/processes/variance-exploding'
import { scoreOfForm } from '#core/scores/exact'
import { single } from '#main/engine/backends/ensemble'
import type { PathNoise } from '#main/engine/backends/path-noise'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { torchSamplers } from '../peers/torch-samplers'
import { type Line, median, type Section } from '../section'
import { memoryOf } from '../window/memory'

const ROUNDS = 7
const methods = [
  { name: 'Euler', kind: 'euler', theirs: 'euler' },
  { name: 'Heun', kind: 'heun-sigma', theirs: 'heun' },
  { name: 'DPM++ 2M', kind: 'dpmpp-2m', theirs: 'dpmpp-2m' },
  { name: 'Euler ancestral', kind: 'euler-ancestral', theirs: 'euler-ancestral' },
  {
    name: 'Euler ancestral on a Brownian path',
    kind: 'euler-ancestral',
    theirs: 'euler-ancestral',
    path: true,
  },
] as const

const process_ = edm.make(withDefaults(edm.params, { kind: 'edm', sigmaMin: 0.02, sigmaMax: 80 }))
const times = karras.make(withDefaults(karras.params, { kind: 'karras', steps: 20 })).times(process_)
const data = ring.make(withDefaults(ring.params, { kind: 'ring' }))

/** Particles over all runs of one measurement: short runs are made several times, here as there */
const WHOLE = 100_000

/** Particle-steps a second of processor time on this thread. */
function ours(kind: string, count: number, noise: PathNoise): () => number {
  const entry = catalog.sampler.find((line) => line.kind === kind)!
  const sampler = entry.make(withDefaults(entry.params, { kind }))
  const lambda = sampler.capabilities.noise === 'none' ? 0 : 1
  const problem = { process: process_, dynamics: reverseDynamics(process_, lambda), times }
  const backend = wasmBackend({
    score: scoreOfForm(data.form),
    first: 0,
    count,
    startSeed: 1,
    noise,
    ensemble: single(count),
  })
  const x = backend.allocate()
  const run = (): void => {
    backend.initial(x)
    backend.combine(x, [80, x])
    for (const _ of sampler.run(problem, backend, { step: 0, t: times[0]!, nfe: 0, x, carried: [] }));
  }
  run()
  return () => {
    const before = process.cpuUsage()
    for (let particles = 0; particles < WHOLE; particles += count) run()
    const { user, system } = process.cpuUsage(before)
    return (WHOLE * (times.length - 1)) / ((user + system) / 1e6)
  }
}

async function speeds(): Promise<Line[]> {
  const peer = await torchSamplers()
  const lines: Line[] = []
  for (const count of [10_000, 100_000])
    for (const { name, kind, theirs, ...rest } of methods) {
      const onPath = 'path' in rest
      const measure = ours(
        kind,
        count,
        onPath ? { kind: 'tree', seed: 1, clock: logSnrClock(process_) } : { kind: 'independent', seed: 1 },
      )
      const [mine, other, ratios]: [number[], number[], number[]] = [[], [], []]
      for (let round = 0; round < ROUNDS; round++) {
        // PyTorch right before, so that a ratio compares neighbours in time.
        other.push((await peer?.measure(theirs, count, WHOLE / count)) ?? NaN)
        mine.push(measure())
        ratios.push(mine.at(-1)! / other.at(-1)!)
      }
      const title = `${name}, ${count / 1000} thousand particles`
      lines.push({ name: title, value: median(mine) / 1e6, unit: 'M/s' })
      if (peer !== null)
        lines.push({
          name: '– over PyTorch',
          value: median(ratios),
          unit: 'times',
          note: `PyTorch ${peer.version}: ${(median(other) / 1e6).toFixed(2)} M/s`,
          target: { atLeast: 1.2 },
        })
    }
  peer?.close()
  if (peer === null)
    lines.push({ name: 'PyTorch', value: NaN, unit: '', note: 'not here, so there is nothing beside it' })
  return lines
}

/** Largest memory of a run of the command line that keeps nothing but its last positions, in MB. */
async function largestMemory(particles: number, steps: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-bench-'))
  const file = join(folder, 'run.json')
  const subject = { kind: 'generative', data: { kind: 'ring' }, process: { kind: 'vp-linear' }, particles }
  writeFileSync(
    file,
    JSON.stringify({
      scorefield: 1,
      experiment: { subject: { ...subject, grid: { kind: 'log-snr', steps } } },
    }),
  )
  const command = ['out/main/lab.js', 'run', file, '--out', folder, '--workers', '1']
  const child = spawn(process.execPath, command, { stdio: 'ignore' })
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, memoryOf([child.pid ?? 0]))), 20)
  await new Promise((resolve) => child.once('exit', resolve))
  clearInterval(watch)
  rmSync(folder, { recursive: true, force: true })
  return most
}

async function memory(): Promise<Line[]> {
  const small = await largestMemory(1000, 200)
  const short = await largestMemory(1_000_000, 25)
  const long = await largestMemory(1_000_000, 200)
  return [
    {
      name: 'a million particles add, no film kept',
      value: long - small,
      unit: 'MB',
      note: `${small.toFixed(0)} MB with a thousand`,
      target: { atMost: 200 },
    },
    { name: '200 steps over 25, a million particles', value: long - short, unit: 'MB' },
  ]
}

export const samplers: Section = {
  name: 'samplers',
  title: 'Samplers beside PyTorch, one thread each',
  method:
    'The formulas of k-diffusion in PyTorch float32 and the same methods here (wasm, float32, noise drawn afresh at each step as there; once more on the Brownian path that documents have by default), on the exact score of a ring of eight, 20 Karras steps from 80 to 0.02; millions of particle-steps per second of processor time. Memory: the largest of a run of the command line on one thread.',
  run: async () => [...(await speeds()), ...(await memory())],
}
