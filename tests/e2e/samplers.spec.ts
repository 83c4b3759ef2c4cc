import type { Page } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalog } from '#core/catalog/index'
import type { Choice } from '#core/params/param'
import { decodeNpy } from '#core/numeric/npy'
import { expect, openLab, startLab, test } from './lab'

const particles = 300
const steps = 12

/** Where a sampler that asks something of its process can run; all others run on the default one. */
const homes: Readonly<Record<string, { readonly process?: Choice; readonly grid?: Choice }>> = {
  'flow-euler': { process: { kind: 'rectified-flow' }, grid: { kind: 'shift', steps } },
  'flow-heun': { process: { kind: 'rectified-flow' }, grid: { kind: 'shift', steps } },
  pndm: { grid: { kind: 'uniform', steps } },
  ddpm: { process: { kind: 'ddpm' }, grid: { kind: 'timesteps', visited: steps + 1 } },
  ddim: { process: { kind: 'ddpm' }, grid: { kind: 'timesteps', visited: steps + 1 } },
  'edm-stochastic': { process: { kind: 'edm' }, grid: { kind: 'karras', steps } },
  'edm-ablation': { process: { kind: 'edm' }, grid: { kind: 'karras', steps } },
}

/** The sampler at its defaults, played once in half a second. */
function documentOf({ kind, capabilities }: (typeof catalog.sampler)[number]) {
  return {
    scorefield: 1,
    title: kind,
    experiment: {
      subject: {
        kind: 'generative',
        data: { kind: 'ring' },
        process: { kind: 'vp-linear' },
        dynamics: { kind: 'reverse', lambda: capabilities.noise === 'none' ? 0 : 1 },
        sampler: { kind },
        grid: { kind: 'log-snr', steps },
        particles,
        ...homes[kind],
      },
    },
    seeds: { data: 1, start: 2, path: 3 },
    timeline: { loop: false, speed: 12 },
  }
}

test.describe('every sampler of the catalogue, played at its default, shows what the command line writes', () => {
  test.describe.configure({ mode: 'serial' })
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-samplers-'))
  let page: Page
  let started: Awaited<ReturnType<typeof startLab>>

  test.beforeAll(async ({ browser }) => {
    const file = join(folder, 'runs.json')
    const runs = catalog.sampler.map((entry) => ({ name: entry.kind, document: documentOf(entry) }))
    writeFileSync(file, JSON.stringify({ runs }))
    const command = ['out/main/lab.js', 'run', file, '--out', folder, '--trajectory', '--workers', '1']
    const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    started = await startLab()
    page = await browser.newPage()
    await openLab(page, started.lab.url)
  })

  test.afterAll(async () => {
    await page.close()
    await started.stop()
    rmSync(folder, { recursive: true })
  })

  for (const entry of catalog.sampler)
    test(entry.kind, async () => {
      const frames = await page.evaluate(play, JSON.stringify(documentOf(entry)))
      const path = join(folder, entry.kind, 'trajectory.npy')
      const { data, shape } = decodeNpy(readFileSync(path), entry.kind, [null, particles, 2])
      const size = particles * 2
      expect(shape[0]).toBe(steps + 1)
      // How many pictures come in a second is the machine's affair; the end is always shown.
      expect(frames.length).toBeGreaterThan(1)
      expect(frames.at(-1)!.step).toBe(steps)
      for (const { step, positions } of frames) {
        expect(positions.length).toBe(size)
        const wrong = positions.findIndex((x, i) => x !== data[step * size + i])
        expect(wrong, `step ${step}`).toBe(-1)
      }
    })
})

/** Opens a document, plays it from its start to its end, and gives every whole picture that was shown. */
async function play(json: string): Promise<{ step: number; positions: number[] }[]> {
  interface Lab {
    readonly session: {
      readonly settled: boolean
      readonly run: {
        readonly revision: number
        readonly particles: number
        readonly times: Float64Array
      } | null
      readonly document: { readonly title: string } | null
      readonly runState: unknown
      openJson(json: unknown): Promise<void>
    }
    readonly clock: { playing: boolean; at: number; readonly step: number }
    readonly frames: {
      readonly frame: { revision: number; step: number; shown: number; particles: Float32Array | null } | null
    }
  }
  const { session, clock, frames } = (window as unknown as { scorefield: Lab }).scorefield
  const wanted = JSON.parse(json) as { title: string }
  clock.playing = false
  clock.at = 0
  const before = session.run?.revision
  await session.openJson(wanted)
  const pictures: { step: number; positions: number[] }[] = []
  const deadline = performance.now() + 30_000
  for (;;) {
    await new Promise(requestAnimationFrame)
    if (performance.now() > deadline) {
      const { settled, runState, document, run } = session
      const shown = { step: frames.frame?.step, revision: frames.frame?.revision, shown: frames.frame?.shown }
      throw new Error(
        `not played to its end: ${JSON.stringify({ title: document?.title, settled, runState, before, revision: run?.revision, shown, pictures: pictures.length, at: clock.at, playing: clock.playing })}`,
      )
    }
    const { run } = session
    if (!session.settled || run === null || run.revision === before) continue
    const { frame } = frames
    if (frame?.particles == null || frame.revision !== run.revision || frame.shown !== run.particles) continue
    if (pictures.length === 0 && frame.step === 0) clock.playing = true
    if (pictures.at(-1)?.step !== frame.step)
      pictures.push({ step: frame.step, positions: Array.from(frame.particles) })
    if (frame.step === run.times.length - 1) return pictures
  }
}
