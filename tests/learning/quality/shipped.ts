import { readFileSync } from 'node:fs'
import { type Weights, weightsFromFile } from '#core/learning/weights-file'

/** The networks that ship, and the presets whose training made them. */
export const shipped = [
  ['double-moon', 'learned-double-moon'],
  ['ring', 'learned-ring'],
  ['seeds', 'seeds-network'],
] as const

export function shippedWeights(name: string): Weights {
  const file = `networks/${name}.safetensors`
  return weightsFromFile(readFileSync(file), file)
}
