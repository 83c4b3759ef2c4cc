/** The solution of a small square linear system by elimination with row exchanges; rows of `matrix` are equations. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r
    const swapped = rows[pivot]!
    rows[pivot] = rows[c]!
    rows[c] = swapped
    for (let r = c + 1; r < n; r++) {
      const factor = rows[r]![c]! / swapped[c]!
      for (let k = c; k <= n; k++) rows[r]![k]! -= factor * swapped[k]!
    }
  }
  const result = new Array<number>(n).fill(0)
  for (let r = n - 1; r >= 0; r--) {
    let sum = rows[r]![n]!
    for (let k = r + 1; k < n; k++) sum -= rows[r]![k]! * result[k]!
    result[r] = sum / rows[r]![r]!
  }
  return result
}
