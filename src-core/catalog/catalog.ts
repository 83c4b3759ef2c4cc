import type { Domain } from '#core/densities/domains/domain'
import type { FieldEquation } from '#core/densities/equations/field-equation'
import type { SdeEntry } from '#core/densities/sde/equations/sde-equation'
import type { SchemeFacts } from '#core/densities/schemes/scheme'
import type { Start } from '#core/densities/starts/start'
import type { Distribution } from '#core/distributions/distribution'
import type { Dynamics } from '#core/dynamics/dynamics'
import type { NetworkTable } from '#core/learning/network-table'
import type { Process } from '#core/processes/process'
import type { TimeGrid } from '#core/processes/grids/time-grid'
import type { Capabilities, Sampler } from '#core/samplers/sampler'
import type { ScoreModel } from '#core/scores/score-model'
import type { SchemeEntry } from './densities'
import type { AnyEntry, Description } from '#core/params/entry'

/** What a score may depend on. */
export interface ScoreContext {
  readonly data: Distribution
  readonly process: Process
  /** What is known of trained networks, by the names that documents give them */
  readonly networks: NetworkTable
}

/** Everything that can be chosen. `catalog/index.ts` is the only file that imports the implementations. */
export interface Catalog {
  readonly data: readonly AnyEntry<Distribution>[]
  readonly process: readonly AnyEntry<Process>[]
  readonly score: readonly AnyEntry<(context: ScoreContext) => ScoreModel>[]
  readonly dynamics: readonly AnyEntry<(process: Process) => Dynamics>[]
  readonly sampler: readonly (AnyEntry<Sampler> & { readonly capabilities: Capabilities })[]
  readonly grid: readonly AnyEntry<TimeGrid>[]
  readonly equation: readonly SdeEntry[]
  readonly problem: readonly AnyEntry<FieldEquation>[]
  readonly domain: readonly AnyEntry<Domain>[]
  readonly start: readonly AnyEntry<Start>[]
  readonly scheme: readonly SchemeEntry[]
  readonly witness: readonly Description[]
}

export type CatalogSection = keyof Catalog

/** The catalogue as the window receives it: descriptions without makers. */
export type CatalogJson = {
  readonly [S in CatalogSection]: readonly (Description & {
    readonly capabilities?: Capabilities
    readonly facts?: SchemeFacts
    /** Dimension of an equation */
    readonly dimension?: 1 | 2
    readonly suggested?: SdeEntry['suggested']
  })[]
}
