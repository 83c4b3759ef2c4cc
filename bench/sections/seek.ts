import { elapsed, type Line, median, type Section } from '../section'
import { openMemoryLab, ringDocument } from './in-memory-lab'

const SEEKS = 40

/** Places in the film that jump about, the same in every run. */
function places(steps: number): number[] {
  return Array.from({ length: SEEKS }, (_, i) => (i * 73 + 11) % (steps + 1))
}

export const seek: Section = {
  name: 'seek',
  title: 'Seeking in the film',
  method: `From asking for a step to having all positions of it, over the contract in memory, two workers, ${SEEKS} places that jump about.`,
  async run() {
    const lab = openMemoryLab(2)
    const lines: Line[] = []
    for (const particles of [20_000, 100_000, 1_000_000]) {
      const run = await lab.film(ringDocument(particles))
      const times: number[] = []
      for (const step of places(run.times.length - 1)) times.push(await elapsed(() => lab.frameAt(step)))
      const worst = Math.max(...times)
      lines.push({
        name: `${particles} particles`,
        value: median(times),
        unit: 'ms',
        note: `slowest ${worst.toFixed(0)} ms`,
      })
    }
    await lab.close()
    return lines
  },
}
