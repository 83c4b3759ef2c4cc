/** Round values within a range of positive numbers: 1 and 3 times powers of ten, or more where that gives few. */
export function decadeTicks(low: number, high: number): number[] {
  const coarse = roundValues(low, high, [1, 3])
  return coarse.length > 2 ? coarse : roundValues(low, high, [1, 2, 3, 5, 7])
}

/** A range around positive numbers that ends at 1, 2 or 5 times powers of ten, so that it keeps still while they grow. */
export function roundRange(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0)
  if (positive.length === 0) return [0.01, 1]
  const [low, high] = [0.8 * Math.min(...positive), 1.25 * Math.max(...positive)]
  const round = roundValues(low / 10, high * 10, [1, 2, 5])
  return [round.findLast((value) => value <= low) ?? low, round.find((value) => value >= high) ?? high]
}

function roundValues(low: number, high: number, leads: readonly number[]): number[] {
  const found: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const lead of leads) {
      const value = Number((lead * 10 ** power).toPrecision(1))
      if (value >= low && value <= high) found.push(value)
    }
  return found
}

/** Straight lines through points (x, y). */
export function lineThrough(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}

/**
 * Straight lines through points (x, y, past): the past part, or the part from its last point on, so that both meet.
 */
export function polyline(points: readonly (readonly [number, number, boolean])[], future: boolean): string {
  const turn = points.findLastIndex(([, , past]) => past)
  return lineThrough(
    (future ? points.slice(Math.max(0, turn)) : points.slice(0, turn + 1)).map(([x, y]) => [x, y]),
  )
}
