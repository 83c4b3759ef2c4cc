import type { ErrorMap } from '#core/protocol/training'

/** Share of a row's largest density below which nothing is drawn: there the error is of no data. */
const LEAST = 0.02

/**
 * Where the error is a level, as an SVG path in the unit square: noise to the left, x_1 upwards. Marching squares with
 * straight pieces; a saddle is cut into two pieces by the mean of its corners.
 */
export function contourOf({ x, logSnr, values, density }: ErrorMap, level: number): string {
  const [across, up] = [logSnr.length, x.length]
  const pieces: string[] = []
  const place = (column: number, row: number): string =>
    `${((column + 0.5) / across).toFixed(4)} ${(1 - (row + 0.5) / up).toFixed(4)}`
  for (let i = 0; i + 1 < across; i++)
    for (let j = 0; j + 1 < up; j++) {
      const corner = (di: number, dj: number): number => values[(i + di) * up + j + dj]! - level
      if (density[i * up + j]! < LEAST || density[(i + 1) * up + j + 1]! < LEAST) continue
      const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]
      const cut = (from: number, to: number): number => from / (from - to)
      const cuts = [
        a > 0 !== b > 0 ? place(i + cut(a, b), j) : null,
        b > 0 !== c > 0 ? place(i + 1, j + cut(b, c)) : null,
        d > 0 !== c > 0 ? place(i + cut(d, c), j + 1) : null,
        a > 0 !== d > 0 ? place(i, j + cut(a, d)) : null,
      ]
      const [s, e, n, w] = cuts
      const there = cuts.filter((at) => at !== null)
      if (there.length === 2) pieces.push(`M${there[0]}L${there[1]}`)
      if (there.length === 4)
        pieces.push(a + b + c + d > 0 === a > 0 ? `M${s}L${e}M${n}L${w}` : `M${s}L${w}M${n}L${e}`)
    }
  return pieces.join('')
}
