/**
 * Tridiagonal systems below[i] x[i-1] + diagonal[i] x[i] + above[i] x[i+1] = right[i], many at a time: entry i of
 * line b stands at i * lines + b of every array. Thomas's algorithm without pivoting: for matrices that dominate
 * their diagonal by rows or columns, as all in the lab do. `right` becomes the solution, `diagonal` and `above` are
 * destroyed.
 */
export function solveTridiagonal(
  below: Float64Array,
  diagonal: Float64Array,
  above: Float64Array,
  right: Float64Array,
  count: number,
  lines: number,
): void {
  for (let b = 0; b < lines; b++) {
    const inverse = 1 / diagonal[b]!
    above[b]! *= inverse
    right[b]! *= inverse
  }
  for (let at = lines; at < count * lines; at++) {
    const inverse = 1 / (diagonal[at]! - below[at]! * above[at - lines]!)
    above[at]! *= inverse
    right[at] = (right[at]! - below[at]! * right[at - lines]!) * inverse
  }
  for (let at = (count - 1) * lines - 1; at >= 0; at--) right[at]! -= above[at]! * right[at + lines]!
}

/**
 * The same on a circle: below[0] couples entry 0 to the last, above[count - 1] the last to entry 0 (Sherman &
 * Morrison: two plain systems with the corners moved into a rank-one term).
 */
export function solveCyclic(
  below: Float64Array,
  diagonal: Float64Array,
  above: Float64Array,
  right: Float64Array,
  count: number,
  lines: number,
): void {
  const last = (count - 1) * lines
  const corner = new Float64Array(count * lines)
  const ratio = new Float64Array(lines)
  for (let b = 0; b < lines; b++) {
    const gamma = -diagonal[b]!
    ratio[b] = below[b]! / gamma
    corner[b] = gamma
    corner[last + b] = above[last + b]!
    diagonal[last + b]! -= (above[last + b]! * below[b]!) / gamma
    diagonal[b]! -= gamma
  }
  const diagonalAgain = diagonal.slice(0, count * lines)
  const aboveAgain = above.slice(0, count * lines)
  solveTridiagonal(below, diagonal, above, right, count, lines)
  solveTridiagonal(below, diagonalAgain, aboveAgain, corner, count, lines)
  for (let b = 0; b < lines; b++) {
    const share =
      (right[b]! + ratio[b]! * right[last + b]!) / (1 + corner[b]! + ratio[b]! * corner[last + b]!)
    for (let at = b; at <= last + b; at += lines) right[at]! -= share * corner[at]!
  }
}
