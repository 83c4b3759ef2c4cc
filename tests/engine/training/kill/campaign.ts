import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { expect } from 'vitest'
import { readCheckpoint } from '#main/engine/training/checkpoint-file'
import { architecture } from './architecture'

/** Kills a process that writes checkpoints, at moments that fall anywhere in a write; each time the file is whole. */
export async function killWriters(times: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-kill-'))
  try {
    const script = await bundled(folder)
    const file = join(folder, 'checkpoint.safetensors')
    let next = 1
    for (let kill = 0; kill < times; kill++) {
      // The golden ratio's multiples fill an interval evenly.
      const told = await killAfter(script, file, next, 4 + 40 * ((kill * 0.618034) % 1))
      const { checkpoint, problem } = readCheckpoint(file, architecture, 5)
      expect(problem).toBeNull()
      const state = checkpoint!.state
      expect(state.step).toBeGreaterThanOrEqual(told)
      for (const key of ['weights', 'first', 'second', 'average'] as const)
        expect(state[key].every((value) => value === state.step)).toBe(true)
      next = state.step + 1
    }
    expect(next).toBeGreaterThan(times)
    // What was begun and never finished lies beside it, at most one a kill, and is in nobody's way.
    expect(readdirSync(folder).filter((name) => name.endsWith('.new')).length).toBeLessThanOrEqual(times)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function bundled(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: resolve(import.meta.dirname, 'writer.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
    ssr: { noExternal: true },
  })
  return join(folder, 'writer.mjs')
}

/** The last step that the process told before it was killed, some milliseconds after its first. */
function killAfter(script: string, file: string, first: number, delay: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, file, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (text === '') setTimeout(() => child.kill('SIGKILL'), delay)
      text += chunk.toString()
    })
    child.once('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the writer ended by itself: ${text}`))
      const whole = text.slice(0, text.lastIndexOf('\n')).split('\n')
      resolve(Number(whole.at(-1)))
    })
  })
}
