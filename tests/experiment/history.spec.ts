import { expect, test } from 'vitest'
import { type History, record, redo, startHistory, undo } from '#core/experiment/history'

const typed = (...states: [string, string | null][]): History<string> =>
  states.reduce((history, [state, key]) => record(history, state, key), startHistory('start'))

test('undo and redo walk the same states', () => {
  const history = typed(['a', null], ['b', null])
  expect(undo(history).present).toBe('a')
  expect(undo(undo(history)).present).toBe('start')
  expect(redo(redo(undo(undo(history))))).toEqual({ ...history, lastKey: null })
})

test('undo at the beginning and redo at the end change nothing', () => {
  const history = startHistory('start')
  expect(undo(history)).toBe(history)
  expect(redo(history)).toBe(history)
})

test('a drag is one step, two drags are two', () => {
  const history = typed(['1', 'drag-1'], ['2', 'drag-1'], ['3', 'drag-1'], ['4', 'drag-2'])
  expect(history.past).toEqual(['start', '3'])
  expect(undo(undo(history)).present).toBe('start')
})

test('a drag that goes on after undo does not swallow the state that undo brought back', () => {
  const history = record(undo(typed(['1', 'drag'], ['2', 'other'])), '3', 'drag')
  expect(undo(history).present).toBe('1')
})

test('an edit after undo forgets what was undone', () => {
  const history = record(undo(typed(['a', null], ['b', null])), 'c', null)
  expect(history.future).toEqual([])
  expect(undo(history).present).toBe('a')
})

test('the past is bounded, the newest states are kept', () => {
  const history = typed(...Array.from({ length: 500 }, (_, i): [string, null] => [String(i), null]))
  expect(history.past.length).toBe(200)
  expect(undo(history).present).toBe('498')
})

test('states are not changed', () => {
  const history = startHistory(Object.freeze({ a: 1 }))
  const next = record(Object.freeze(history), { a: 2 }, null)
  expect(history.present).toEqual({ a: 1 })
  expect(next.past[0]).toBe(history.present)
})
