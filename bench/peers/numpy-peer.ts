import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A Python program on one thread that answers each line with a number. */
export interface PythonPeer {
  ask(line: string): Promise<number>
  close(): void
}

/**
 * Starts a program of this folder; null where Python or what it imports is not there. An ignored virtual environment
 * `.venv` goes before the system's Python.
 */
export async function pythonPeer(program: string, ...args: readonly string[]): Promise<PythonPeer | null> {
  const python = existsSync('.venv/bin/python') ? '.venv/bin/python' : 'python3'
  const child = spawn(python, [`bench/peers/${program}`, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  })
  child.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ready = await lines.next()
  if (ready.done === true) return null
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`)
      const answer = await lines.next()
      return answer.done === true ? NaN : Number(answer.value)
    },
    close: () => child.stdin.end(),
  }
}

export interface Peer {
  /** Particle-steps a second of one run */
  measure(): Promise<number>
  close(): void
}

/** The same reverse SDE in numpy float32, beside this run. */
export async function numpyPeer(components: number): Promise<Peer | null> {
  const peer = await pythonPeer('numpy_em.py', String(components))
  return peer === null ? null : { measure: () => peer.ask('run'), close: () => peer.close() }
}
