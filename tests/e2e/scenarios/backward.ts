import type { Locator } from '@playwright/test'
import type { LabDocument } from '#core/experiment/document'
import { commandOn } from './command'

/** Means over paths with their errors, and the equation's value there */
export interface Points {
  readonly mean: readonly number[]
  readonly error: readonly number[]
  readonly equation: readonly number[]
}

/** The points of a document's backward value at a step, as the command line writes them. */
export async function backwardOfCommand(document: LabDocument, step: number): Promise<Points> {
  const { json } = await commandOn(document, ['backward', '--at', String(step)], 'backward.json')
  const { mean, error, u } = (json as { readonly at: readonly Record<string, number[]>[] }).at[0]!
  return { mean: mean!, error: error!, equation: u! }
}

/** The points that are drawn. */
export function backwardOfPage(sheet: Locator): Promise<Points> {
  return sheet.locator('circle[data-mean]').evaluateAll((marks) => {
    const all = (name: string): number[] => marks.map((mark) => Number(mark.getAttribute(name)))
    return { mean: all('data-mean'), error: all('data-error'), equation: all('data-equation') }
  })
}
