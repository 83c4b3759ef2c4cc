import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface Peer {
  /** Particle-steps a second of one run */
  measure(): Promise<number>
  close(): void
}

/**
 * The same reverse SDE in numpy float32 on one thread, beside this run; null where Python or numpy is not there. An
 * ignored virtual environment `.venv` goes before the system's Python.
 */
export async function numpyPeer(components: number): Promise<Peer | null> {
  const python = existsSync('.venv/bin/python') ? '.venv/bin/python' : 'python3'
  const child = spawn(python, ['bench/peers/numpy_em.py', String(components)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  })
  child.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ready = await lines.next()
  if (ready.done === true) return null
  return {
    async measure() {
      child.stdin.write('run\n')
      const answer = await lines.next()
      return answer.done === true ? NaN : Number(answer.value)
    },
    close: () => child.stdin.end(),
  }
}
