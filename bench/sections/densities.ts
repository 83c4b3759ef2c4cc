import { evolve } from '#core/densities/evolve'
import { heat } from '#core/densities/problems/heat'
import { scaledClock, scaledForward } from '#core/densities/problems/scaled-family'
import { forwardPlan, reversePlan, scaledDensity, type ScaledRun } from '#core/densities/problems/scaled-run'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { spectral } from '#core/densities/schemes/spectral'
import { mixtureForm } from '#core/distributions/mixture-form'
import { totalVariation } from '#core/measures/grid/information'
import { grid } from '#core/numeric/grids/grid'
import { realTransform } from '#core/numeric/transforms/real-transform'
import { withDefaults } from '#core/params/defaults'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import type { KernelBuild } from '#main/engine/backends/wasm/module'
import { explicitKernel } from '#main/engine/grids/explicit-kernel'
import { pythonPeer, type PythonPeer } from '../peers/numpy-peer'
import { type Line, median, type Section } from '../section'
import { openMemoryLab, ringDocument } from './in-memory-lab'

const ROUNDS = 7
const square = (reach: number, count: number) => {
  const axis = { low: -reach, high: reach, count }
  return grid([axis, axis])
}

/** Milliseconds of this process's own time */
function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e3
}

/** Our time beside a peer's, each round next to the other */
async function beside(
  peer: PythonPeer | null,
  question: string,
  ours: () => number,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const [mine, theirs, ratios]: [number[], number[], number[]] = [[], [], []]
  ours()
  for (let round = 0; round < ROUNDS; round++) {
    const their = (await peer?.ask(question)) ?? NaN
    const our = ours()
    mine.push(our)
    theirs.push(their)
    ratios.push(their / our)
  }
  return { ours: median(mine), theirs: median(theirs), ratio: median(ratios) }
}

const STEPS_A_STATE = 64
const STATES = 8

async function explicitSteps(peer: PythonPeer | null): Promise<Line[]> {
  const on = square(5, 256)
  const problem = scaledForward(on)
  const start = new Float64Array(256 * 256).fill(0.01)
  const dt = 0.9 * explicitEuler.stepBound(problem, 0)
  const lines: Line[] = []
  for (const build of ['simd', 'relaxed-simd'] as const satisfies readonly KernelBuild[]) {
    const scheme = explicitKernel(STEPS_A_STATE, build)
    if (scheme === null) continue
    const times = Float64Array.from({ length: STATES + 2 }, (_, k) => k * dt * STEPS_A_STATE)
    const measured = await beside(peer, 'explicit', () => {
      const run = scheme.run(problem, times, { step: 0, t: 0, p: start })
      // The first state also makes the weights, once for a whole run.
      run.next()
      return (
        processorTime(() => {
          for (let k = 0; k < STATES; k++) run.next()
        }) /
        (STATES * STEPS_A_STATE)
      )
    })
    if (build === 'simd')
      lines.push({ name: 'numpy float32, explicit step', value: 1e3 * measured.theirs, unit: 'µs' })
    lines.push({ name: `explicit step, ${build}`, value: 1e3 * measured.ours, unit: 'µs' })
    if (peer !== null)
      lines.push({
        name: '– numpy over it',
        value: measured.ratio,
        unit: 'times',
        ...(build === 'relaxed-simd' ? { target: { atLeast: 4 } } : {}),
      })
  }
  return lines
}

async function heatStates(peer: PythonPeer | null): Promise<Line[]> {
  const problem = heat(square(1, 512), ['periodic', 'periodic'], 1e-3)
  const u = Float64Array.from({ length: 512 * 512 }, (_, i) => Math.sin(i * i))
  const transform = realTransform(512, 512)
  const spectrum = new Float64Array(transform.spectrumLength)
  const there = (): void => {
    transform.forward(spectrum, u)
    for (let i = 0; i < spectrum.length; i++) spectrum[i]! *= 0.999
    transform.inverse(u, spectrum)
  }
  const repeats = 8
  const measured = await beside(
    peer,
    'heat',
    () => processorTime(() => Array.from({ length: repeats }, there)) / repeats,
  )
  // States of the scheme after its first one, which also makes its tables; each is a product and a way back.
  const run = spectral.run(
    problem,
    Float64Array.from({ length: 60 }, (_, k) => k),
    { step: 0, t: 0, p: u },
  )
  run.next()
  const state = await beside(
    peer,
    'state',
    () => processorTime(() => Array.from({ length: 6 }, () => run.next())) / 6,
  )
  const lines: Line[] = [
    { name: 'scipy, real transform, product and back', value: measured.theirs, unit: 'ms' },
    { name: 'the same here', value: measured.ours, unit: 'ms' },
  ]
  if (peer !== null)
    lines.push({
      name: '– over scipy',
      value: 1 / measured.ratio,
      unit: 'times',
      target: { atMost: 4 },
      note: 'goal: at most 2',
    })
  lines.push({ name: 'a state of the spectral scheme', value: state.ours, unit: 'ms' })
  if (peer !== null)
    lines.push({ name: '– over scipy, product and back', value: 1 / state.ratio, unit: 'times' })
  return lines
}

/** Three ellipses: narrow enough to ask something of 256 cells, with a density known at every time */
const ellipses = mixtureForm([
  {
    weight: 0.5,
    mean: [-2, 0.5],
    cov: [
      [0.7, 0.43],
      [0.43, 0.36],
    ],
  },
  {
    weight: 0.3,
    mean: [1.5, 1.5],
    cov: [
      [0.21, -0.2],
      [-0.2, 0.31],
    ],
  },
  {
    weight: 0.2,
    mean: [1, -2],
    cov: [
      [0.25, 0.02],
      [0.02, 0.16],
    ],
  },
])
const STORED = 90

async function withParticles(): Promise<Line[]> {
  const vp = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
  const times = Float64Array.from({ length: STORED + 1 }, (_, k) => 0.05 + 0.95 * (1 - k / STORED) ** 2)
  const run: ScaledRun = {
    process: vp,
    exact: mixtureScore(ellipses),
    variance: 1.9,
    grid: square(4.5, 256),
    times,
  }
  const clock = scaledClock(vp, run.variance)
  const lab = openMemoryLab(1)
  let flowing = true
  const particles = (async () => {
    let runs = 0
    while (flowing) {
      await lab.film(ringDocument(20_000))
      runs += 1
    }
    return runs
  })()
  const lines: Line[] = []
  for (const way of ['reverse', 'forward'] as const) {
    const along = way === 'reverse' ? run : { ...run, times: times.slice().reverse() }
    const rates: number[] = []
    let worst = 0
    for (let round = 0; round < 3; round++) {
      const plan = way === 'reverse' ? reversePlan(along, 1) : forwardPlan(along)
      const film: Float64Array[] = []
      const began = performance.now()
      for (const { p } of evolve(plan)) {
        film.push(p.slice())
        // Frames of the particles are taken in between, as the engine takes them.
        if (film.length % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      rates.push((1e3 * STORED) / (performance.now() - began))
      if (round > 0) continue
      film.forEach((p, k) => {
        if (k % 10 > 0) return
        const exact = scaledDensity(along, clock, clock.theta(along.times[k]!))
        worst = Math.max(worst, totalVariation(p, exact, along.grid))
      })
    }
    lines.push(
      { name: `stored states a second, ${way}`, value: median(rates), unit: '/s', target: { atLeast: 30 } },
      {
        name: '– largest total variation to the closed form',
        value: 1e3 * worst,
        unit: '‰',
        target: { atMost: 2 },
      },
    )
  }
  flowing = false
  lines.push({
    name: 'runs of 20 000 particles and 200 steps made meanwhile',
    value: await particles,
    unit: '',
  })
  await lab.close()
  return lines
}

export const densities: Section = {
  name: 'densities',
  title: 'Densities on grids',
  method:
    'Explicit Chang–Cooper steps at 256 × 256 beside numpy float32, heat at 512 × 512 beside scipy, in processor time of one thread, each next to its peer; then a Fokker–Planck run at 256 × 256 in this thread (Chang–Cooper, implicit, extrapolated) while a worker makes runs of 20 000 particles, in wall time.',
  async run() {
    const peer = await pythonPeer('densities.py')
    const lines = [...(await explicitSteps(peer)), ...(await heatStates(peer))]
    peer?.close()
    return [...lines, ...(await withParticles())]
  },
}
