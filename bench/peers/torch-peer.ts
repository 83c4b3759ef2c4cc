import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface TorchPeer {
  readonly version: string
  /** Steps a second */
  train(threads: number): Promise<number>
  /** Particles a second */
  forward(particles: number, threads: number): Promise<number>
  close(): void
}

/** The same network in PyTorch, beside this run; null where Python or PyTorch is not there. `.venv` goes first. */
export async function torchPeer(): Promise<TorchPeer | null> {
  const python = existsSync('.venv/bin/python') ? '.venv/bin/python' : 'python3'
  const child = spawn(python, ['bench/peers/torch_network.py'], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ready = await lines.next()
  if (ready.done === true) return null
  const ask = async (question: string): Promise<number> => {
    child.stdin.write(`${question}\n`)
    const answer = await lines.next()
    return answer.done === true ? NaN : Number(answer.value)
  }
  return {
    version: ready.value,
    train: (threads) => ask(`train ${threads}`),
    forward: (particles, threads) => ask(`forward ${particles} ${threads}`),
    close: () => child.stdin.end(),
  }
}
