import { type Line, median } from '../section'
import { openMemoryLab, ringDocument } from './in-memory-lab'

const ROUNDS = 3
const STEPS = 90

/** Data whose density is known at every time: narrow modes, which cells find hard, and wide ones that lie askew */
const data = {
  'ring of eight': { kind: 'ring', count: 8, radius: 4, deviation: 0.3 },
  'three ellipses': {
    kind: 'mixture',
    components: [
      component(0.5, [-2, 0.5], 0.7, 0.43, 0.36),
      component(0.3, [1.5, 1.5], 0.21, -0.2, 0.31),
      component(0.2, [1, -2], 0.25, 0.02, 0.16),
    ],
  },
}

function component(weight: number, mean: readonly number[], xx: number, xy: number, yy: number) {
  return {
    weight,
    mean,
    cov: [
      [xx, xy],
      [xy, yy],
    ],
  }
}

function documentOf(given: object, direction: 'reverse' | 'forward', round: number): unknown {
  return {
    scorefield: 1,
    experiment: {
      subject: {
        kind: 'generative',
        data: given,
        process: { kind: 'vp-linear' },
        dynamics: direction === 'reverse' ? { kind: 'reverse', lambda: 1 } : { kind: 'forward' },
        grid: { kind: 'quadratic', steps: STEPS },
        particles: 20_000,
      },
      witnesses: [{ kind: 'density-grid', cells: 256 }],
    },
    seeds: { start: round },
  }
}

/** Stored states a second of the witness grid, and how far they are from the closed form, while particles flow. */
export async function gridsBesideParticles(): Promise<Line[]> {
  const lab = openMemoryLab(1)
  const other = openMemoryLab(1)
  let flowing = true
  const particles = (async () => {
    let runs = 0
    for (; flowing; runs++) await other.film(ringDocument(20_000))
    return runs
  })()
  const lines: Line[] = []
  for (const [name, given] of Object.entries(data))
    for (const direction of ['reverse', 'forward'] as const) {
      const rates: number[] = []
      let worst = 0
      for (let round = 0; round < ROUNDS; round++) {
        const began = performance.now()
        await lab.film(documentOf(given, direction, round))
        await lab.gridAt(STEPS)
        rates.push((1e3 * STEPS) / (performance.now() - began))
        if (round > 0) continue
        for (let step = 0; step <= STEPS; step += 10) {
          const { toExact } = await lab.gridAt(step)
          if (toExact === null) throw new Error(`${name} has no closed form`)
          worst = Math.max(worst, toExact.totalVariation)
        }
      }
      lines.push(
        {
          name: `${name}, ${direction}: stored states a second`,
          value: median(rates),
          unit: '/s',
          target: { atLeast: 30 },
        },
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
  await other.close()
  return lines
}
