import type { Locator } from '@playwright/test'
import type { LabDocument } from '#core/experiment/document'
import type { StudyPoint } from '#core/protocol/study'
import { commandOn } from './command'

/** Points of a document's convergence study, as the command line writes them. */
export async function studyOfCommand(document: LabDocument): Promise<readonly StudyPoint[]> {
  const { json } = await commandOn(document, ['converge'], 'convergence.json')
  return (json as { readonly points: readonly StudyPoint[] }).points
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
