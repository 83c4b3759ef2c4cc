import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'

export interface TorchSamplers {
  readonly version: string
  /** Particle-steps a second of processor time over some runs, on one thread */
  measure(sampler: string, particles: number, runs: number): Promise<number>
  close(): void
}

/** k-diffusion's formulas in PyTorch, beside this run; null where no Python here has PyTorch. `.venv` goes first. */
export async function torchSamplers(): Promise<TorchSamplers | null> {
  const pythons = ['.venv/bin/python', 'python3', '/usr/bin/python3'].filter(
    (path) => path === 'python3' || existsSync(path),
  )
  for (const python of pythons) {
    const child = spawn(python, ['bench/peers/torch_samplers.py'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
    })
    child.on('error', () => undefined)
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const ready = await lines.next()
    if (ready.done === true) continue
    return {
      version: ready.value,
      async measure(sampler, particles, runs) {
        child.stdin.write(`${sampler} ${particles} ${runs} 1\n`)
        const answer = await lines.next()
        return answer.done === true ? NaN : Number(answer.value)
      },
      close: () => child.stdin.end(),
    }
  }
  return null
}
