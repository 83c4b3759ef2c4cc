/** A log axis between two positive numbers, on pixels from `start` to `end`. */
export interface LogAxis {
  at(value: number): number
  readonly low: number
  readonly high: number
  /** Decades, thinned where they would touch; halves of a decade where there are few. */
  readonly ticks: readonly number[]
}

/** `room`: least pixels between two ticks. Ranges under a decade are widened to one. */
export function logAxis(
  values: readonly number[],
  start: number,
  end: number,
  room: number,
  pad = 1.25,
): LogAxis {
  const positive = values.filter((v) => v > 0 && Number.isFinite(v))
  let low = Math.log10(positive.length === 0 ? 0.1 : Math.min(...positive) / pad)
  let high = Math.log10(positive.length === 0 ? 1 : Math.max(...positive) * pad)
  const lack = 1 - (high - low)
  if (lack > 0) {
    low -= lack / 2
    high += lack / 2
  }
  const perDecade = Math.abs(end - start) / (high - low)
  const ticks: number[] = []
  const stride = Math.max(1, Math.ceil(room / perDecade))
  for (let power = Math.ceil(low); power <= Math.floor(high); power++)
    if (power % stride === 0) ticks.push(10 ** power)
  if (perDecade * 0.47 > room)
    for (let power = Math.floor(low); power <= Math.ceil(high); power++) {
      const between = Number((3 * 10 ** power).toPrecision(1))
      if (Math.log10(between) > low && Math.log10(between) < high) ticks.push(between)
    }
  return {
    low: 10 ** low,
    high: 10 ** high,
    ticks: ticks.sort((a, b) => a - b),
    at: (value) => start + ((Math.log10(value) - low) / (high - low)) * (end - start),
  }
}

/** Places of labels along one side: each near what it names, none nearer than `gap` to the next, all within limits. */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!)
  const placed = new Array<number>(wanted.length)
  let last = -Infinity
  for (const i of order) {
    placed[i] = Math.max(low, wanted[i]!, last + gap)
    last = placed[i]
  }
  let limit = high
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, limit)
    limit = placed[i] - gap
  }
  return placed
}
