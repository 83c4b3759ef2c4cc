import type { GridSpec } from '#core/protocol/contract'

/** Bilinear value of component `part` of `parts` on a plane grid (last axis fastest); edges repeated. */
export function fieldAt(
  grid: GridSpec,
  values: Float32Array,
  parts: number,
  part: number,
  x: number,
  y: number,
): number {
  const [columns = 1, rows = 1] = grid.counts
  const u = Math.min(columns - 1, Math.max(0, (x - grid.origin[0]!) / grid.spacing[0]!))
  const v = Math.min(rows - 1, Math.max(0, (y - grid.origin[1]!) / grid.spacing[1]!))
  const i = Math.min(columns - 2, Math.floor(u))
  const j = Math.min(rows - 2, Math.floor(v))
  const [a, b] = [u - i, v - j]
  const at = (column: number, row: number): number => values[parts * (column * rows + row) + part]!
  return (
    (1 - a) * ((1 - b) * at(i, j) + b * at(i, j + 1)) + a * ((1 - b) * at(i + 1, j) + b * at(i + 1, j + 1))
  )
}
