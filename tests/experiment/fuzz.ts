import { catalog } from '#core/catalog/index'
import { paneExperiments, parse } from '#core/experiment/parse'
import { serialise } from '#core/experiment/serialise'
import { Invalid } from '#core/params/invalid'
import { assemble } from '#main/engine/assemble'
import version0 from './fixtures/version-0.json'
import version1 from './fixtures/version-1.json'
import { mutate } from './mutate'

export interface FuzzResult {
  readonly refused: number
  readonly accepted: number
  readonly faults: readonly string[]
}

/** Damages good documents; whatever comes out must be refused by a sentence or be wholly usable. */
export function fuzz(count: number): FuzzResult {
  const faults: string[] = []
  let refused = 0
  let accepted = 0
  for (let seed = 0; seed < count; seed++) {
    const broken = mutate(seed % 4 === 0 ? version0 : version1, seed, 1 + (seed % 3))
    try {
      const document = parse(broken, catalog)
      for (const { subject } of paneExperiments(document, catalog))
        if (subject.kind === 'generative' && subject.particles <= 1000) assemble(subject, catalog)
      const text = serialise(document, catalog)
      if (serialise(parse(JSON.parse(text), catalog), catalog) !== text) faults.push(`${seed}: not stable`)
      accepted++
    } catch (error) {
      if (error instanceof Invalid && /^\S.*\.$/s.test(error.message)) refused++
      else faults.push(`${seed}: ${String(error)}`)
    }
  }
  return { refused, accepted, faults }
}
