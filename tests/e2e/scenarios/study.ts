import type { Locator } from '@playwright/test'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { LabDocument } from '#core/experiment/document'
import type { StudyPoint } from '#core/protocol/study'

/** Points of a document's convergence study, as the command line writes them. */
export async function studyOfCommand(document: LabDocument): Promise<StudyPoint[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-'))
  const file = join(folder, 'document.json')
  writeFileSync(file, JSON.stringify(document))
  await promisify(execFile)(process.execPath, ['out/main/lab.js', 'converge', file, '--out', folder])
  const { points } = JSON.parse(readFileSync(join(folder, 'convergence.json'), 'utf8')) as {
    readonly points: StudyPoint[]
  }
  rmSync(folder, { recursive: true, force: true })
  return points
}

/** The points that are drawn, in the order of their samplers and steps. */
export function studyOfPage(sheet: Locator): Promise<{ sampler: string; steps: number; error: number }[]> {
  return sheet.locator('path[data-steps]').evaluateAll((marks) =>
    marks.map((mark) => ({
      sampler: mark.getAttribute('data-sampler') ?? '',
      steps: Number(mark.getAttribute('data-steps')),
      error: Number(mark.getAttribute('data-error')),
    })),
  )
}
