import type { Distribution } from '#core/distributions/distribution'
import type { Dynamics } from '#core/dynamics/dynamics'
import type { Process } from '#core/processes/process'
import type { TimeGrid } from '#core/processes/grids/time-grid'
import type { Capabilities, Sampler } from '#core/samplers/sampler'
import type { ScoreModel } from '#core/scores/score-model'
import type { AnyEntry, Description } from './entry'

/** What a score may depend on. */
export interface ScoreContext {
  readonly data: Distribution
  readonly process: Process
}

/** Everything that can be chosen. `catalog/index.ts` is the only file that imports the implementations. */
export interface Catalog {
  readonly data: readonly AnyEntry<Distribution>[]
  readonly process: readonly AnyEntry<Process>[]
  readonly score: readonly AnyEntry<(context: ScoreContext) => ScoreModel>[]
  readonly dynamics: readonly AnyEntry<(process: Process) => Dynamics>[]
  readonly sampler: readonly (AnyEntry<Sampler> & { readonly capabilities: Capabilities })[]
  readonly grid: readonly AnyEntry<TimeGrid>[]
  readonly witness: readonly Description[]
}

export type CatalogSection = keyof Catalog

/** The catalogue as the window receives it: descriptions without makers. */
export type CatalogJson = {
  readonly [S in CatalogSection]: readonly (Description & { readonly capabilities?: Capabilities })[]
}
