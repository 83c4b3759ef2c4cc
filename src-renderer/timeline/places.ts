import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import { processes } from '#core/processes/every'
import type { Process } from '#core/processes/process'
import type { RunInfo } from '#core/protocol/contract'

/** Place of a log-SNR on the timeline, between the steps around it; an end where the run does not come so far. */
export function placeOfLevel(run: RunInfo, fractions: Float64Array, logSnr: number): number {
  return between(run.logSnr, fractions, logSnr)
}

export function levelOfPlace(run: RunInfo, fractions: Float64Array, at: number): number {
  return between(fractions, run.logSnr, at)
}

/** Linear interpolation of `to` at a value of `from`, both monotone. */
function between(from: Float64Array, to: Float64Array, value: number): number {
  const rising = from.at(-1)! > from[0]!
  if (rising ? value <= from[0]! : value >= from[0]!) return to[0]!
  for (let i = 1; i < from.length; i++)
    if (rising ? value <= from[i]! : value >= from[i]!) {
      const share = (value - from[i - 1]!) / (from[i]! - from[i - 1]!)
      return to[i - 1]! + share * (to[i]! - to[i - 1]!)
    }
  return to.at(-1)!
}

/** The process of a document, made in the window; null where its parameters are not allowed. */
export function processOf(choice: Choice): Process | null {
  const found = processes.find((entry) => entry.kind === choice.kind)
  try {
    return found === undefined ? null : found.make(withDefaults(found.params, choice))
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

/** Follows the pointer until it is let go, in pixels from the left of an element. */
export function follow(
  event: PointerEvent,
  within: HTMLElement,
  move: (x: number, gesture: string) => void,
): void {
  if (event.button !== 0) return
  event.stopPropagation()
  const handle = event.currentTarget as HTMLElement
  handle.setPointerCapture(event.pointerId)
  handle.focus()
  const gesture = `timeline ${performance.now()}`
  const to = (moved: PointerEvent): void => move(moved.clientX - within.getBoundingClientRect().left, gesture)
  const stop = (): void => handle.removeEventListener('pointermove', to)
  handle.addEventListener('pointermove', to)
  handle.addEventListener('pointerup', stop, { once: true })
  handle.addEventListener('pointercancel', stop, { once: true })
}
