import type { EntropyCourse } from '#core/protocol/entropy'

/** A course from left to right, noise before data, with what lies between its moments put on the middles. */
export interface DrawnCourse extends EntropyCourse {
  readonly middles: Float64Array
  /** left less right, in hundredths of the largest right */
  readonly residual: Float64Array
}

export function drawnCourse(course: EntropyCourse): DrawnCourse {
  const turned = course.u.length > 1 && course.u[0]! > course.u.at(-1)!
  const way = (values: Float64Array): Float64Array => (turned ? values.toReversed() : values)
  const u = way(course.u)
  const [left, right] = [way(course.left), way(course.right)]
  const largest = right.reduce(
    (most, value) => Math.max(most, Number.isNaN(value) ? 0 : Math.abs(value)),
    1e-12,
  )
  return {
    ...course,
    u,
    step: way(course.step),
    entropy: way(course.entropy),
    exact: way(course.exact),
    information: way(course.information),
    left,
    right,
    middles: left.map((_, k) => 0.5 * (u[k]! + u[k + 1]!)),
    residual: left.map((value, k) => (100 * (value - right[k]!)) / largest),
  }
}

/** The entry nearest to a step of the run */
export function entryAt(steps: Float64Array, step: number): number {
  let best = 0
  steps.forEach((at, i) => {
    if (Math.abs(at - step) < Math.abs(steps[best]! - step)) best = i
  })
  return best
}

/** Round numbers between the ends of an axis */
export function evenMarks(low: number, high: number, name: string): { at: number; text: string }[] {
  const gap = [1, 2, 4, 5, 10, 20].find((step) => (high - low) / step <= 5) ?? 50
  const from = Math.ceil(low / gap)
  return Array.from({ length: Math.floor(high / gap) - from + 1 }, (_, k) => (from + k) * gap).map(
    (at, k) => ({
      at,
      text: `${k === 0 ? name : ''}${String(at).replace('-', '\u2212')}`,
    }),
  )
}
