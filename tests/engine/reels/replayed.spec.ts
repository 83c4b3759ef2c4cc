import { expect, test } from 'vitest'
import { planFilm, windowOf, windowSpan } from '#main/engine/film-plan'
import { Replayed } from '#main/engine/reels/replayed'

// Forty steps with room for seven states: three checkpoints, and windows of four states between them
const plan = planFilm(1, 1, 40, 0, 'float64', 7 * 8)

/** States that say from where they were computed, and how many there were */
function counted() {
  const starts: number[] = []
  let steps = 0
  const replayed = new Replayed(function* (from) {
    starts.push(from)
    for (let step = from; step <= plan.steps; step++) {
      steps++
      yield { step }
    }
  })
  const window = (number: number, stopped = false): number[] => {
    const kept: number[] = []
    replayed.fill(
      windowSpan(plan, number),
      ({ step }) => kept.push(step),
      () => stopped,
    )
    return kept
  }
  return { starts, window, steps: () => steps }
}

test('windows hold all steps between checkpoints, and playing through them computes each step once', () => {
  expect(plan).toMatchObject({ stride: 20, window: 4 })
  const { starts, window, steps } = counted()
  const numbers = [
    ...new Set(
      Array.from({ length: 39 }, (_, k) => k + 1)
        .filter((k) => k !== 20)
        .map((k) => windowOf(plan, k).number),
    ),
  ]
  expect(numbers.flatMap((number) => window(number))).toEqual(
    Array.from({ length: 39 }, (_, k) => k + 1).filter((k) => k !== 20),
  )
  expect(starts).toEqual([0, 20])
  // The checkpoints themselves, and the 38 states between them
  expect(steps()).toBe(40)
})

test('a jump begins at the checkpoint before it, also after a window that was given up', () => {
  const { starts, window } = counted()
  expect(window(windowOf(plan, 14).number)).toEqual([13, 14, 15, 16])
  expect(window(windowOf(plan, 3).number)).toEqual([1, 2, 3, 4])
  expect(window(windowOf(plan, 6).number, true)).toEqual([])
  expect(window(windowOf(plan, 6).number)).toEqual([5, 6, 7, 8])
  expect(starts).toEqual([0, 0, 0])
})
