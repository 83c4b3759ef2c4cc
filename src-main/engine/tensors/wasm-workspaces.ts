import type { Arena } from '../backends/wasm/arena'
import type { PackedLayer } from '../backends/wasm/packed-network'

/** Columns that a kernel takes at once */
const COLUMNS = 16
/** Workspaces that are kept, for as many sizes of batch: of the steps, of the measurements, of another network's rows */
const SPACES = 3

/**
 * Memory for one number of rows: per layer inputs and slopes, and two places for the sweep back. A row has a block of
 * columns for the values, then one for the derivatives along each direction.
 */
export interface Workspace {
  /** Of one block */
  readonly columns: number
  readonly blocks: number
  /** Bytes from row to row: an odd number of cache lines, so that rows do not fall on each other in the cache */
  readonly stride: number
  /** Input of layer l at [l]; the output after the last */
  readonly rows: readonly number[]
  readonly slopes: readonly number[]
  readonly back: readonly [number, number]
}

/** Gives workspaces for `count` rows and as many blocks; those of sizes that come no more give their place to others. */
export function workspaces(
  arena: Arena,
  layers: readonly PackedLayer[],
): (count: number, blocks: number) => Workspace {
  const sizes = [layers[0]!.inputs, ...layers.map(({ outputs }) => outputs)]
  const widest = Math.max(...sizes)
  /** The one that was used last at the end */
  const spaces = new Map<string, Workspace>()
  const keyOf = (columns: number, blocks: number): string => `${columns} ${blocks}`
  const release = ({ columns, blocks, stride, rows, slopes, back }: Workspace): void => {
    spaces.delete(keyOf(columns, blocks))
    rows.forEach((at, l) => arena.release(at, sizes[l]! * stride))
    slopes.forEach((at, l) => arena.release(at, sizes[l]! * stride))
    for (const at of back) arena.release(at, widest * stride)
  }
  return (count, blocks) => {
    const columns = Math.ceil(count / COLUMNS) * COLUMNS
    const stride = columns * blocks * 4 + 64
    const key = keyOf(columns, blocks)
    const space = spaces.get(key) ?? {
      columns,
      blocks,
      stride,
      rows: sizes.map((size) => arena.claim(size * stride)),
      slopes: sizes.map((size) => arena.claim(size * stride)),
      back: [arena.claim(widest * stride), arena.claim(widest * stride)] as const,
    }
    spaces.delete(key)
    spaces.set(key, space)
    for (const oldest of spaces.values()) {
      if (spaces.size <= SPACES) break
      release(oldest)
    }
    return space
  }
}
