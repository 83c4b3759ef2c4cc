import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Film } from '#main/engine/film'
import type { Run } from '#main/engine/run'
import { Renewal } from '#main/engine/training/renewal'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

interface Made {
  readonly run: Run
  finish(): void
}

/** A host whose runs end when they are told to; what renewal reads of a run is its state and its film. */
function host(): { renewal: Renewal; made: Made[] } {
  const runOf = (state: { kind: string }): Run => ({ state, film: {} as Film }) as unknown as Run
  let current = runOf({ kind: 'done' })
  const made: Made[] = []
  const renewal = new Renewal({
    current: () => current,
    make(_, onChange) {
      const state = { kind: 'running' }
      const run = runOf(state)
      const finish = (): void => {
        state.kind = 'done'
        onChange()
      }
      made.push({ run, finish })
      return run
    },
    swap: (run) => (current = run),
  })
  return { renewal, made }
}

it('weights that come while the particles run are taken up after a rest of three times the run', () => {
  const { renewal, made } = host()
  renewal.wake()
  expect(made).toHaveLength(1)
  vi.advanceTimersByTime(100)
  renewal.wake()
  made[0]!.finish()
  vi.advanceTimersByTime(290)
  renewal.wake()
  renewal.begin()
  expect(made).toHaveLength(1)
  vi.advanceTimersByTime(20)
  expect(made).toHaveLength(2)
})

it('rests at most two seconds, and not at all when another document was opened', () => {
  const { renewal, made } = host()
  renewal.wake()
  vi.advanceTimersByTime(5000)
  renewal.wake()
  made[0]!.finish()
  vi.advanceTimersByTime(2010)
  expect(made).toHaveLength(2)
  vi.advanceTimersByTime(1000)
  made[1]!.finish()
  renewal.drop()
  renewal.wake()
  expect(made).toHaveLength(3)
})
