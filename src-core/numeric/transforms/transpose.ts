const TILE = 16

/** out[j, i] = a[i, j] for a of [rows, columns], in tiles that fit the nearest cache. */
export function transpose(out: Float64Array, a: Float64Array, rows: number, columns: number): void {
  for (let i0 = 0; i0 < rows; i0 += TILE) {
    const i1 = Math.min(rows, i0 + TILE)
    for (let j0 = 0; j0 < columns; j0 += TILE) {
      const j1 = Math.min(columns, j0 + TILE)
      for (let i = i0; i < i1; i++) for (let j = j0; j < j1; j++) out[j * rows + i] = a[i * columns + j]!
    }
  }
}
