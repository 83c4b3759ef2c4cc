import { expect, test } from 'vitest'
import { latestOnly } from '#main/engine/latest-only'

test('one at a time; of those that wait the newest is run and the others fail', async () => {
  const inTurn = latestOnly()
  const log: string[] = []
  const ends: (() => void)[] = []
  const task = (name: string) => () =>
    new Promise<string>((resolve) => {
      log.push(name)
      ends.push(() => resolve(name))
    })
  const first = inTurn(task('first'))
  const second = inTurn(task('second'))
  const third = inTurn(task('third'))
  await expect(second).rejects.toThrow('A newer run was asked about meanwhile.')
  expect(log).toEqual(['first'])
  ends[0]!()
  expect(await first).toBe('first')
  await Promise.resolve()
  expect(log).toEqual(['first', 'third'])
  ends[1]!()
  expect(await third).toBe('third')
})

test('a task that fails does not block the next', async () => {
  const inTurn = latestOnly()
  const failing = inTurn(() => Promise.reject(new Error('broken')))
  const after = inTurn(() => Promise.resolve(2))
  await expect(failing).rejects.toThrow('broken')
  expect(await after).toBe(2)
})
