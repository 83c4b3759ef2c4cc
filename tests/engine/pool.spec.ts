import { expect, it } from 'vitest'
import type { NetworkTable } from '#core/learning/network-table'
import { createPool } from '#main/engine/workers/pool'
import { small } from '#tests/learning/networks'

/** A worker that tells of everything it gets. */
const echo = new URL(
  `data:text/javascript,${encodeURIComponent(
    `import { parentPort } from 'node:worker_threads'
     parentPort.on('message', (job) => parentPort.postMessage({ kind: job.kind, names: Object.keys(job.table ?? {}) }))`,
  )}`,
)

it('threads hear of networks when they change, and are left alone when they do not', async () => {
  const heard: string[] = []
  let done = (): void => undefined
  const ended = new Promise<void>((resolve) => (done = resolve))
  const pool = createPool(echo, 1, {
    onReport(worker, report) {
      const { kind, names } = report as unknown as { kind: string; names: string[] }
      if (worker !== 0) return
      if (kind === 'networks') heard.push(names.join(' '))
      else done()
    },
    onDeath: () => undefined,
  })
  const value = { architecture: small, weights: new Float32Array(3) }
  const table: NetworkTable = { moon: value }
  pool.networks(table)
  pool.networks({ moon: value })
  pool.networks({ moon: value, ring: value })
  pool.networks({ moon: { ...value, weights: new Float32Array(3) }, ring: value })
  pool.networks({})
  pool.networks({})
  pool.post(0, { kind: 'window', revision: 0, window: 0 })
  await ended
  expect(heard).toEqual(['moon', 'moon ring', 'moon ring', ''])
  await pool.dispose()
})
