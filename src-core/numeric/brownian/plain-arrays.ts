import { normalRow, rowLength } from '../gaussian-stream'
import { counterOf, type Draw } from './lattice'
import type { PathArrays } from './walk'

const noise = new Float64Array(rowLength * 3)
const low = new Float64Array(rowLength * 3)
const high = new Float64Array(rowLength * 3)

/** float64 rows [count, dimension] of particles first ... first + count - 1 */
export function plainArrays(
  seed: number,
  first: number,
  count: number,
  dimension: number,
): PathArrays<Float64Array> {
  const length = count * dimension
  return {
    bytes: length * 8,
    claim: () => new Float64Array(length),
    draw(out, left, right, draws) {
      for (let i = 0; i < count; i += rowLength)
        drawRow(out, left, right, draws, seed, first, i, Math.min(rowLength, count - i), dimension)
    },
  }
}

/** The descent of a row of particles, whose cell ends stay in the nearest cache. */
function drawRow(
  out: Float64Array,
  left: Float64Array | null,
  right: Float64Array | null,
  draws: readonly Draw[],
  seed: number,
  first: number,
  start: number,
  count: number,
  dimension: number,
): void {
  const from = start * dimension
  const length = count * dimension
  load(low, left, from, length)
  load(high, right, from, length)
  draws.forEach((draw, level) => {
    const { leftWeight, rightWeight, deviation } = draw
    for (let pair = 0; 2 * pair < dimension; pair++) {
      const { word, shift } = counterOf(draw, pair)
      const both = 2 * pair + 1 < dimension
      normalRow(noise, 2 * pair, dimension, both, seed, first + start + shift, word, count)
    }
    const next = draws[level + 1]
    if (next === undefined) bridge(out, from, length, leftWeight, rightWeight, deviation)
    else bridge(next.right === draw.place ? high : low, 0, length, leftWeight, rightWeight, deviation)
  })
}

function load(row: Float64Array, values: Float64Array | null, from: number, length: number): void {
  if (values === null) row.fill(0, 0, length)
  else for (let j = 0; j < length; j++) row[j] = values[from + j]!
}

/** What the ends of the cells and the noise of the row give; `into` may be one of the ends. */
function bridge(
  into: Float64Array,
  from: number,
  length: number,
  leftWeight: number,
  rightWeight: number,
  deviation: number,
): void {
  for (let j = 0; j < length; j++)
    into[from + j] = leftWeight * low[j]! + rightWeight * high[j]! + deviation * noise[j]!
}
