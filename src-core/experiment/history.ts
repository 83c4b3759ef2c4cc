/** Undo and redo over immutable states. Edits with the same key that follow each other (one drag) are one step. */
export interface History<State> {
  readonly past: readonly State[]
  readonly present: State
  readonly future: readonly State[]
  readonly lastKey: string | null
}

const LIMIT = 200

export function startHistory<State>(present: State): History<State> {
  return { past: [], present, future: [], lastKey: null }
}

/** A new present; `key` names the gesture, null for an edit that stands alone. */
export function record<State>(history: History<State>, next: State, key: string | null): History<State> {
  const merges = key !== null && key === history.lastKey
  return {
    past: merges ? history.past : [...history.past, history.present].slice(-LIMIT),
    present: next,
    future: [],
    lastKey: key,
  }
}

export function undo<State>(history: History<State>): History<State> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    lastKey: null,
  }
}

export function redo<State>(history: History<State>): History<State> {
  const [next, ...rest] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future: rest, lastKey: null }
}
