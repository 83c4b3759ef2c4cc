import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { ring } from '#core/distributions/ring'
import { kolmogorovSmirnovOfTwo } from '#core/measures/fit/kolmogorov-smirnov'
import { energyDistanceSliced } from '#core/measures/kernels/energy-distance'
import { kernelStein } from '#core/measures/kernels/kernel-stein'
import { characteristic, gaussianSpectrum, mmdOfSpectra } from '#core/measures/kernels/mmd-spectral'
import { evenDirections } from '#core/measures/samples/directions'
import type { Points } from '#core/measures/samples/points'
import { sinkhorn } from '#core/measures/transport/sinkhorn'
import { slicedWasserstein } from '#core/measures/transport/sliced-wasserstein'
import { withDefaults } from '#core/params/defaults'
import { distanceList } from '#core/protocol/distances'
import { assemble } from '#main/engine/assemble'
import { DistanceMeter, pointsOf } from '#main/engine/observers/distances/distance-meter'
import { beside, processorTime } from '../beside'
import { pythonPeer } from '../peers/numpy-peer'
import { type Line, median, type Section } from '../section'

const data = ring.make(withDefaults(ring.params, { kind: 'ring' }))
const directions = evenDirections(2, 64)

function draws(n: number, seed: number): Points {
  const values = new Float64Array(2 * n)
  data.sample(values, seed, 0)
  return { values: Float32Array.from(values), dimension: 2 }
}

function firstOf({ values }: Points): Float32Array {
  const first = new Float32Array(values.length / 2)
  for (let i = 0; i < first.length; i++) first[i] = values[2 * i]!
  return first
}

interface Rival {
  readonly name: string
  readonly points: number
  readonly question: string
  readonly theirs: string
  /** Least ratio of their time to ours */
  readonly atLeast?: number
  readonly ours: (x: Points, y: Points) => void
}

const rivals: readonly Rival[] = [
  {
    name: 'sliced W₂, 64 directions',
    points: 10_000,
    question: 'sliced',
    theirs: 'numpy, float32',
    ours: (x, y) => void slicedWasserstein(x, y, directions),
  },
  {
    name: 'energy distance, 64 directions',
    points: 5000,
    question: 'energy',
    theirs: 'scipy, all pairs',
    atLeast: 4,
    ours: (x, y) => void energyDistanceSliced(x, y, directions),
  },
  {
    name: 'MMD, Gaussian kernel, to 1e-9',
    points: 5000,
    question: 'mmd',
    theirs: 'scipy, all pairs',
    atLeast: 10,
    ours(x, y) {
      const spectrum = gaussianSpectrum(5.6, [0, 0], [6, 6])
      mmdOfSpectra(characteristic(x, spectrum), characteristic(y, spectrum), spectrum)
    },
  },
  {
    name: 'Sinkhorn, marginal to 1e-4',
    points: 1000,
    question: 'sinkhorn',
    theirs: 'numpy, plain steps',
    atLeast: 1.2,
    ours: (x, y) => void sinkhorn(x, y, { epsilon: 0.8, tolerance: 1e-4 }),
  },
  {
    name: 'kernel Stein',
    points: 1500,
    question: 'stein',
    theirs: 'numpy, all pairs',
    atLeast: 1.2,
    ours: (x) =>
      void kernelStein(
        x,
        Float64Array.from(x.values, (v) => -v),
      ),
  },
  {
    name: 'Kolmogorov–Smirnov',
    points: 10_000,
    question: 'ks',
    theirs: 'scipy',
    atLeast: 1.2,
    ours: (x, y) => void kolmogorovSmirnovOfTwo(firstOf(x), firstOf(y)),
  },
]

async function comparisons(): Promise<Line[]> {
  const peer = await pythonPeer('distances.py')
  const lines: Line[] = []
  for (const { name, points, question, theirs, atLeast, ours } of rivals) {
    const [x, y] = [draws(points, 1), draws(points, 2)]
    const measured = await beside(peer, `${question} ${points}`, () => processorTime(() => ours(x, y)))
    lines.push({ name: `${name}, ${points} points`, value: measured.ours, unit: 'ms' })
    if (peer !== null)
      lines.push({
        name: `– ${theirs}, over it`,
        value: measured.ratio,
        unit: 'times',
        note: `${measured.theirs.toFixed(1)} ms`,
        ...(atLeast === undefined ? {} : { target: { atLeast } }),
      })
  }
  peer?.close()
  return lines
}

/** A moment of the curve in the window: run and flow against exact draws, and three exact samples among themselves. */
function moments(): Line[] {
  const document = parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'ring' },
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr', steps: 48 },
          particles: 10_000,
        },
      },
    },
    catalog,
  )
  const model = assemble(document.experiment.subject, catalog)
  const { values } = draws(10_000, 3)
  return distanceList.map(({ name, title }) => {
    const meter = new DistanceMeter(model, document.seeds, name)
    const positions = Float32Array.from(values)
    const times = model.times.subarray(24).reduce<number[]>((all, _, i) => {
      all.push(processorTime(() => void meter.row(24 + i, positions, true)))
      return all
    }, [])
    return {
      name: `a moment of the curve, ${title}`,
      value: median(times),
      unit: 'ms',
      note: `${pointsOf(name, model)} points`,
      target: { atMost: 100 },
    }
  })
}

export const distances: Section = {
  name: 'distances',
  title: 'Distances between samples',
  method:
    'Samples of a ring of eight in processor time of one thread, each next to numpy or scipy where they are; then one moment of the distance curve in the window, which is run and flow against exact draws and three exact samples among themselves, over the second half of a run.',
  run: async () => [...(await comparisons()), ...moments()],
}
