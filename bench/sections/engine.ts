import { elapsed, type Line, median, type Section } from '../section'
import { openMemoryLab, ringDocument } from './in-memory-lab'

const ROUNDS = 5
const PARTICLES = 100_000

/** Whole runs as the lab makes them: opened, computed by the workers, put on film. */
export const engine: Section = {
  name: 'engine',
  title: 'Whole runs in the engine',
  method:
    'A document of 100 000 particles and 200 steps from being opened to the last step on film, with its own normals; wall time.',
  async run() {
    const labs = [1, 2].map(openMemoryLab)
    const lines: Line[] = []
    for (const components of [8, 64]) {
      const rates: number[][] = [[], []]
      for (let round = 0; round <= ROUNDS; round++)
        for (const [i, lab] of labs.entries()) {
          const milliseconds = await elapsed(() => lab.film(ringDocument(PARTICLES, components)))
          if (round > 0) rates[i]!.push((PARTICLES * 200) / milliseconds / 1e3)
        }
      const [one, two] = [median(rates[0]!), median(rates[1]!)]
      lines.push(
        { name: `one worker, ${components} components`, value: one, unit: 'M/s' },
        {
          name: `two workers, ${components} components`,
          value: two,
          unit: 'M/s',
          note: `${(two / one).toFixed(2)} times one`,
        },
      )
    }
    await Promise.all(labs.map((lab) => lab.close()))
    return lines
  },
}
