import type { CatalogJson } from '#core/catalog/catalog'
import type { Choice } from '#core/params/param'

/** How one sampler of a study is drawn: its equation's colour, and a form of its own. */
export interface SamplerMark {
  /** As in the study's points */
  readonly name: string
  readonly title: string
  readonly ode: boolean
  readonly shape: MarkShape
}

export const markShapes = ['disc', 'square', 'triangle', 'diamond', 'cross', 'wedge'] as const

export type MarkShape = (typeof markShapes)[number]

/** Outline of a mark about the origin, 7 px across. */
export const markPath: Readonly<Record<MarkShape, string>> = {
  disc: 'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0Z',
  square: 'M-3.1-3.1h6.2v6.2h-6.2Z',
  triangle: 'M0-4 3.8 2.8h-7.6Z',
  diamond: 'M0-4.4 4.4 0 0 4.4-4.4 0Z',
  cross: 'M-1.2-3.8h2.4v2.6h2.6v2.4h-2.6v2.6h-2.4v-2.6h-2.6v-2.4h2.6Z',
  wedge: 'M0 4-3.8-2.8h7.6Z',
}

/** The samplers that a witness names, in its order: "own" is the document's. */
export function namesOf(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Marks of the samplers of a study; `deterministic` is the document's own dynamics. */
export function marksOf(
  names: readonly string[],
  own: Choice,
  catalog: CatalogJson,
  deterministic: boolean,
): SamplerMark[] {
  return names.map((given, i) => {
    const kind = given === 'own' ? own.kind : given
    const entry = catalog.sampler.find((candidate) => candidate.kind === kind)
    const before = names.slice(0, i).filter((name) => (name === 'own' ? own.kind : name) === kind).length
    return {
      name: before === 0 ? kind : `${kind}-${before + 1}`,
      title: entry?.title ?? kind,
      ode: entry?.capabilities?.equation === 'flow' || deterministic,
      shape: markShapes[i % markShapes.length]!,
    }
  })
}
