import { once } from 'node:events'
import { getEnvironmentData, Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { endThread, insideGate } from '#main/engine/workers/native-gate'

/** A thread that is inside a call for some time as native code would be: without giving way. */
const inside = `
  const { getEnvironmentData, parentPort, workerData } = require('node:worker_threads')
  const gate = new Int32Array(getEnvironmentData('scorefield.native-gate'))
  const left = new Int32Array(workerData.left)
  Atomics.add(gate, 0, 1)
  parentPort.postMessage('inside')
  setTimeout(() => {
    Atomics.store(left, 0, 1)
    Atomics.sub(gate, 0, 1)
    setInterval(() => undefined, 1000)
  }, workerData.milliseconds)`

async function threadInside(milliseconds: number): Promise<{ thread: Worker; left: Int32Array }> {
  const left = new SharedArrayBuffer(4)
  const thread = new Worker(inside, { eval: true, workerData: { left, milliseconds } })
  await once(thread, 'message')
  return { thread, left: new Int32Array(left) }
}

describe('the gate of native calls', () => {
  it('lets a thread end only when no call is under way', async () => {
    const { thread, left } = await threadInside(40)
    await endThread(thread)
    expect(left[0]).toBe(1)
  })

  it('is shut for new calls while a thread ends, and open again', async () => {
    const gate = new Int32Array(getEnvironmentData('scorefield.native-gate') as SharedArrayBuffer)
    const { thread } = await threadInside(20)
    expect(gate[1]).toBe(0)
    const ended = endThread(thread)
    expect(gate[1]).toBe(1)
    await ended
    expect(gate[1]).toBe(0)
    expect(insideGate(() => 7)).toBe(7)
  })

  it('does not wait for ever for a thread that died inside', async () => {
    const { thread, left } = await threadInside(60_000)
    await endThread(thread)
    expect(left[0]).toBe(0)
  })

  it('is left by a call that throws', async () => {
    expect(() =>
      insideGate(() => {
        throw new Error('planted')
      }),
    ).toThrow('planted')
    const { thread, left } = await threadInside(30)
    await endThread(thread)
    expect(left[0]).toBe(1)
  })
})
