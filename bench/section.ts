/** One number of a section, with what it was to reach. */
export interface Line {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Further figures in words, e.g. the generator's share */
  readonly note?: string
  readonly target?: Target
}

export interface Target {
  readonly atLeast?: number
  readonly atMost?: number
}

/** A benchmark that can be asked for by its name. */
export interface Section {
  readonly name: string
  readonly title: string
  /** How it was measured, in a sentence or two */
  readonly method: string
  run(): Promise<Line[]>
}

export interface Result {
  readonly name: string
  readonly title: string
  readonly method: string
  /** When, on what */
  readonly date: string
  readonly machine: string
  readonly lines: readonly Line[]
}

export function reached({ value, target }: Line): boolean | null {
  if (target === undefined) return null
  return value >= (target.atLeast ?? -Infinity) && value <= (target.atMost ?? Infinity)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return NaN
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : 0.5 * (sorted[middle - 1]! + sorted[middle]!)
}

/** Wall time of some work in milliseconds. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
