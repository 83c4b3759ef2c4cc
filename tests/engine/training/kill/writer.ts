import { weightCount } from '#core/learning/network/layout'
import { writeCheckpoint } from '#main/engine/training/checkpoint-file'
import { architecture } from './architecture'

// A process of its own that does nothing but write checkpoints, each with its step in every number, until it is killed.
const file = process.argv[2]!
const count = weightCount(architecture)
for (let step = Number(process.argv[3]); ; step++) {
  const array = new Float32Array(count).fill(step)
  const state = { step, weights: array, first: array, second: array, average: array }
  writeCheckpoint(file, { architecture, state, seed: 5, backend: 'reference', progress: null })
  process.stdout.write(`${step}\n`)
}
