/** Counts failures in a sliding window of time and says when it is enough. */
export function limit(most: number, withinMs: number, now: () => number = Date.now): () => boolean {
  let times: number[] = []
  return () => {
    const t = now()
    times = [...times.filter((then) => t - then < withinMs), t]
    return times.length <= most
  }
}

/** Pause before the n-th restart of the engine (0, 1, ...), in milliseconds. */
export function restartDelay(attempt: number): number {
  return Math.min(10_000, 250 * 2 ** attempt)
}
