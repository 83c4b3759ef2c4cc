import { densityGrid } from '#main/engine/observers/fields'
import { assemble } from '#main/engine/assemble'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { elapsed, type Line, median, type Section } from '../section'
import { openMemoryLab, ringDocument } from './in-memory-lab'

const ROUNDS = 3
const PARTICLES = 4000
const NODES = 100

/** A cloud of two arms, blurred by 0.05. */
function documentOf(count: number): LabDocument {
  const noise = new Float64Array(2 * count)
  fillNormals(noise, 2, 1, 0, streams.data, 0)
  const points = Array.from({ length: count }, (_, i) => {
    const turn = 12 * (i / count)
    const [dx = 0, dy = 0] = noise.subarray(2 * i, 2 * i + 2)
    const r = 0.3 + 0.17 * turn
    return [r * Math.cos(turn) + 0.05 * dx, r * Math.sin(turn) + 0.05 * dy]
  })
  const document = ringDocument(PARTICLES) as { experiment: { subject: object } }
  const subject = {
    ...document.experiment.subject,
    data: { kind: 'points', points, width: 0.05 },
    grid: { kind: 'log-snr', steps: 100 },
  }
  return parse({ ...document, experiment: { ...document.experiment, subject } }, catalog)
}

/** Data of as many points as may be imported: films of particles, and the density that the stage shows. */
export const manyPoints: Section = {
  name: 'many-points',
  title: 'Data of many points',
  method: `Points in two spiral arms, each blurred by 0.05: a film of ${PARTICLES} particles and 100 steps by two workers from being opened to its last step, and the density at ${NODES} × ${NODES} nodes in the middle of the noise levels and near the data, in the engine's thread.`,
  async run() {
    const lab = openMemoryLab(2)
    const lines: Line[] = []
    for (const count of [4000, 20_000]) {
      const document = documentOf(count)
      const { subject } = document.experiment
      if (subject.kind !== 'generative') throw new Error('a diffusion was made')
      const model = assemble(subject, catalog)
      const films: number[] = []
      for (let round = 0; round < ROUNDS; round++) films.push(await elapsed(() => lab.film(document)))
      lines.push({ name: `${count} points, film`, value: median(films) / 1000, unit: 's' })
      for (const [words, share] of [
        ['in the middle', 0.5],
        ['near the data', 0.9],
      ] as const) {
        const step = Math.round(share * (model.times.length - 1))
        const spacing = 8 / (NODES - 1)
        const grid = { counts: [NODES, NODES], origin: [-4, -4], spacing: [spacing, spacing] }
        const times: number[] = []
        for (let round = 0; round <= ROUNDS; round++) {
          const began = performance.now()
          densityGrid(model, step, grid)
          if (round > 0) times.push(performance.now() - began)
        }
        lines.push({ name: `${count} points, density ${words}`, value: median(times), unit: 'ms' })
      }
    }
    await lab.close()
    return lines
  },
}
