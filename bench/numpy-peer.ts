import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * The same reverse SDE in numpy float32 on one thread, in this run; null where Python or numpy is not there. An
 * ignored virtual environment `.venv` goes before the system's Python.
 */
export function numpyPeer(components: number): number | null {
  const python = existsSync('.venv/bin/python') ? '.venv/bin/python' : 'python3'
  const { status, stdout } = spawnSync(python, ['bench/peers/numpy_em.py', String(components)], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  })
  const value = Number(stdout)
  return status === 0 && Number.isFinite(value) && stdout.trim() !== '' ? value : null
}
