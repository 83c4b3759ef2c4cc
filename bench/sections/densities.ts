import { catalog } from '#core/catalog/index'
import { evolve } from '#core/densities/evolve'
import { heat } from '#core/densities/problems/heat'
import { scaledForward } from '#core/densities/problems/scaled-family'
import { scaledFrame } from '#core/densities/problems/scaled-frame'
import { reversePlan } from '#core/densities/problems/scaled-run'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { spectral } from '#core/densities/schemes/spectral'
import { grid } from '#core/numeric/grids/grid'
import { realTransform } from '#core/numeric/transforms/real-transform'
import { withDefaults } from '#core/params/defaults'
import { scoreOfForm } from '#core/scores/exact'
import type { KernelBuild } from '#main/engine/backends/wasm/module'
import { explicitKernel } from '#main/engine/grids/explicit-kernel'
import { beside, processorTime } from '../beside'
import { pythonPeer, type PythonPeer } from '../peers/numpy-peer'
import { type Line, median, type Section } from '../section'
import { gridsBesideParticles } from './grids-beside-particles'

const square = (reach: number, count: number) => {
  const axis = { low: -reach, high: reach, count }
  return grid([axis, axis])
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

const FEW_STATES = 20

/** A state of the extrapolated scheme under a moving drift: the score at two levels, rates, and three implicit steps */
function movingState(): Line {
  const { data, process: processes } = catalog
  const ring = data.find(({ kind }) => kind === 'ring')!
  const vp = processes.find(({ kind }) => kind === 'vp-linear')!
  const { box, form } = ring.make(withDefaults(ring.params, { kind: 'ring' }))
  const process = vp.make(withDefaults(vp.params, { kind: 'vp-linear' }))
  const { scaleSquared, reach } = scaledFrame(box.low, box.high)
  const times = Float64Array.from({ length: FEW_STATES + 2 }, (_, k) => 0.5 - 0.004 * k)
  const run = { process, exact: scoreOfForm(form), scaleSquared, grid: square(reach[0]!, 256), times }
  const values = Array.from({ length: 3 }, () => {
    const states = evolve(reversePlan(run, 1))
    // The start, and a first step that makes the tables
    states.next()
    states.next()
    return processorTime(() => Array.from({ length: FEW_STATES }, () => states.next())) / FEW_STATES
  })
  return { name: 'a state of the ring of eight, reverse', value: median(values), unit: 'ms' }
}

export const densities: Section = {
  name: 'densities',
  title: 'Densities on grids',
  method:
    'Explicit Chang–Cooper steps at 256 × 256 beside numpy float32, heat at 512 × 512 beside scipy, in processor time of one thread, each next to its peer, and a state of a moving drift likewise; then the witness grid of whole documents at 256 × 256 (Chang–Cooper, implicit, extrapolated; 90 steps to the least noise of the process), from being opened to the last state on film, while a second engine makes runs of 20 000 particles one after the other, in wall time.',
  async run() {
    const peer = await pythonPeer('densities.py')
    const lines = [...(await explicitSteps(peer)), ...(await heatStates(peer))]
    peer?.close()
    return [...lines, movingState(), ...(await gridsBesideParticles())]
  },
}
