import type { Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeNpy } from '#core/numeric/npy'
import { expect, openLab, test } from './lab'

interface Drawn {
  readonly step: number
  readonly last: number
  readonly particles: number[]
  readonly density: number[]
  readonly document: unknown
}

/** What the stage shows of the last step, once it is there. */
async function lastStep(page: Page): Promise<Drawn> {
  await page.keyboard.press('End')
  await page.waitForFunction(
    () => {
      const { session, frames } = (window as never as { scorefield: PageLab }).scorefield
      const { run } = session
      return (
        run?.direction === 'time' &&
        frames.frame?.revision === run.revision &&
        frames.frame.step === run.times.length - 1
      )
    },
    null,
    { timeout: 60_000 },
  )
  return page.evaluate(() => {
    const { session, frames } = (window as never as { scorefield: PageLab }).scorefield
    const { frame } = frames
    return {
      step: frame!.step,
      last: session.run!.times.length - 1,
      particles: [...(frame!.particles ?? [])],
      density: [...frame!.density!.values],
      document: JSON.parse(JSON.stringify(session.document)) as unknown,
    }
  })
}

interface PageLab {
  readonly session: {
    readonly run: {
      readonly revision: number
      readonly direction: string
      readonly times: Float64Array
    } | null
    readonly document: unknown
    readonly problem: { readonly sentence: string; readonly path: string } | null
    openJson(json: unknown): Promise<void>
    edit(path: string, value: unknown): void
  }
  readonly frames: {
    readonly frame: {
      readonly revision: number
      readonly step: number
      readonly particles: Float32Array | null
      readonly density: { readonly values: Float32Array } | null
    } | null
  }
}

/** The same document on the command line: particles and density of the last step, in the page's precision. */
async function onCommandLine(
  document: unknown,
  plane: boolean,
): Promise<{ particles: number[]; density: number[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-equations-'))
  try {
    writeFileSync(join(folder, 'd.json'), JSON.stringify(document))
    const line = ['out/main/lab.js', 'run', join(folder, 'd.json'), '--out', join(folder, 'out')]
    const [code] = (await once(spawn(process.execPath, line, { stdio: 'ignore' }), 'exit')) as [number | null]
    expect(code).toBe(0)
    const read = (name: string, axes: number): number[] =>
      existsSync(join(folder, 'out', name))
        ? [
            ...Float32Array.from(
              decodeNpy(readFileSync(join(folder, 'out', name)), name, new Array<null>(axes).fill(null)).data,
            ),
          ]
        : []
    return { particles: read('samples.npy', 2), density: read('density.npy', plane ? 3 : 2) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const experiments = {
  sde: {
    subject: {
      kind: 'sde',
      equation: { kind: 'rotating-ou' },
      particles: 1500,
      steps: 40,
      domain: { kind: 'plane', cells: 48 },
    },
  },
  field: { subject: { kind: 'field', problem: { kind: 'heat' }, steps: 40 } },
  // Carried by its flux
  'field with particles': {
    subject: { kind: 'field', problem: { kind: 'heat' }, steps: 40 },
    witnesses: [{ kind: 'heat-particles', particles: 800 }],
  },
}

for (const [kind, experiment] of Object.entries(experiments))
  test(`a subject of the kind ${kind} shows the numbers of the command line, and a bad one loses nothing`, async ({
    page,
    lab,
  }) => {
    await openLab(page, lab.url)
    const json = { scorefield: 1, title: 'Equation', experiment }
    await page.evaluate(
      (given) => (window as never as { scorefield: PageLab }).scorefield.session.openJson(given),
      json,
    )
    const shown = await lastStep(page)
    const { particles, density } = await onCommandLine(shown.document, kind === 'sde')
    expect(shown.step).toBe(shown.last)
    expect(shown.particles).toEqual(particles)
    expect(particles.length > 0).toBe(kind !== 'field')
    expect(shown.density).toEqual(density)

    // A formula that cannot be read: a sentence, and the picture stays.
    const path = kind === 'sde' ? 'experiment.subject.start' : 'experiment.subject.problem.conductivity'
    const bad = kind === 'sde' ? { kind: 'formula', formula: 'exp(-x^2' } : '1 +'
    await page.evaluate(
      ({ path: at, bad: value }) =>
        (window as never as { scorefield: PageLab }).scorefield.session.edit(at, value),
      { path, bad },
    )
    await expect
      .poll(() =>
        page.evaluate(
          () => (window as never as { scorefield: PageLab }).scorefield.session.problem?.sentence ?? '',
        ),
      )
      .toContain('which cannot be read')
    const after = await page.evaluate(
      () => (window as never as { scorefield: PageLab }).scorefield.frames.frame?.step ?? -1,
    )
    expect(after).toBe(shown.last)
  })
