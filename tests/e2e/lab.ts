import { particlesOf } from '#core/experiment/subject'
import { test as base, expect, type Page } from '@playwright/test'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabDocument } from '#core/experiment/document'
import type { Frame } from '#core/protocol/contract'
import { decodeNpy } from '#core/numeric/npy'

/** The built lab in the local host, with a folder of its own. */
export interface LocalLab {
  readonly url: string
  /** Ends one of the engine's workers as a crash would. */
  killWorker(): void
}

export const test = base.extend<{ lab: LocalLab }>({
  // The fixture's first parameter must be a pattern, even when nothing is taken from it.
  lab: async ({ browserName: _ }, use) => {
    const started = await startLab()
    await use(started.lab)
    await started.stop()
  },
})

/** Starts the built lab in the local host, with a folder of its own. */
export async function startLab(
  folder = mkdtempSync(join(tmpdir(), 'scorefield-')),
): Promise<{ readonly lab: LocalLab; stop(): Promise<void>; crash(): Promise<string> }> {
  const host = spawn(process.execPath, ['out/main/local.js', '--data', folder, '--allow-kill'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await address(host)
  return {
    lab: { url, killWorker: () => host.kill('SIGUSR2') },
    /** Ends the lab as the machine's end would; gives the folder, for another start. */
    async crash() {
      host.kill('SIGKILL')
      await new Promise((resolve) => host.once('exit', resolve))
      return folder
    },
    async stop() {
      host.kill('SIGTERM')
      await new Promise((resolve) => host.once('exit', resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export { expect }

function address(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    host.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /http:\/\/\S+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    host.once('exit', (code) => reject(new Error(`the local host ended with ${code}: ${text}`)))
  })
}

/** What the page tells a test: the newest frame, and the document that is open. */
export interface Seen {
  readonly document: LabDocument
  readonly revision: number
  /** The frame belongs to the document: no newer one is on its way */
  readonly settled: boolean
  readonly step: number
  readonly shown: number
  readonly particles: readonly number[]
}

/** Opens the lab, paused, and waits for the first picture. */
export async function openLab(page: Page, url: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(url)
  await firstPicture(page)
}

/** Opens a document as if it had been dropped on the window, and waits for its picture. */
export async function openDocument(page: Page, document: unknown): Promise<void> {
  await page.evaluate((json) => (window as unknown as TestWindow).scorefield.session.openJson(json), document)
  await expect.poll(async () => (await seen(page))?.settled, { timeout: 20_000 }).toBe(true)
}

/** Waits until the page shows particles. */
export async function firstPicture(page: Page): Promise<void> {
  await expect.poll(() => seen(page).then((now) => now !== null), { timeout: 20_000 }).toBe(true)
}

export function seen(page: Page): Promise<Seen | null> {
  return page.evaluate(() => {
    const { session, frames } = (window as unknown as TestWindow).scorefield
    const { frame } = frames
    if (frame?.particles == null || session.document === null || session.run === null) return null
    const settled = session.settled && frame.revision === session.run.revision
    return {
      document: session.document,
      revision: session.run.revision,
      settled,
      step: frame.step,
      shown: frame.shown,
      particles: Array.from(frame.particles),
    }
  })
}

interface TestWindow {
  readonly scorefield: {
    readonly session: {
      readonly document: LabDocument | null
      readonly run: { readonly revision: number } | null
      readonly settled: boolean
      openJson(json: unknown): Promise<void>
    }
    readonly frames: { readonly frame: Frame | null }
  }
}

/** Waits until the whole ensemble at the wanted step is shown. */
export async function wholeFrame(page: Page, step: number): Promise<Seen> {
  let found: Seen | null = null
  await expect
    .poll(
      async () => {
        found = await seen(page)
        return (
          found !== null &&
          found.settled &&
          found.step === step &&
          found.shown === particlesOf(found.document.experiment.subject)
        )
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  if (found === null) throw new Error('no frame')
  return found
}

/** The same document's whole trajectory from the command line, [N + 1, n, d]. */
export async function trajectory(
  document: LabDocument,
): Promise<{ at(step: number): Float32Array | Float64Array }> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-'))
  const file = join(folder, 'document.json')
  const { writeFileSync } = await import('node:fs')
  writeFileSync(file, JSON.stringify(document))
  const code = await new Promise<number | null>((resolve) => {
    spawn(process.execPath, ['out/main/lab.js', 'run', file, '--out', folder, '--trajectory'], {
      stdio: 'ignore',
    }).once('exit', resolve)
  })
  expect(code).toBe(0)
  const bytes = readFileSync(join(folder, 'trajectory.npy'))
  const { shape, data } = decodeNpy(bytes, 'trajectory', [null, null, null])
  rmSync(folder, { recursive: true, force: true })
  const size = shape[1]! * shape[2]!
  return { at: (step) => data.subarray(step * size, (step + 1) * size) }
}

/** Largest difference between what the page received and what the command line wrote. */
export function gap(page: readonly number[], file: Float32Array | Float64Array): number {
  expect(page.length).toBe(file.length)
  return page.reduce((most, x, i) => Math.max(most, Math.abs(x - file[i]!)), 0)
}
