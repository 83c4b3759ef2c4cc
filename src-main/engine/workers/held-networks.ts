import type { NetworkTable } from '#core/learning/network-table'

let held: NetworkTable = {}

/** The networks that this thread was told of last; what its jobs assemble models with. */
export function heldNetworks(): NetworkTable {
  return held
}

export function holdNetworks(table: NetworkTable): void {
  held = table
}
