import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { networkStore } from '#main/engine/training/network-store'
import type { Training } from '#main/engine/training/training'
import { type TrainingService, trainings } from '#main/engine/training/trainings'
import { trainersHere } from './in-this-thread'

/** A small network on one Gaussian: a training of a second. */
export function documentOf(
  run: Record<string, unknown> = {},
  score: Record<string, unknown> = {},
): LabDocument {
  const witness = {
    kind: 'training-run',
    width: 16,
    depth: 1,
    frequencies: 2,
    steps: 120,
    batch: 64,
    points: 500,
    reportEvery: 40,
    rate: 0.01,
    ...run,
  }
  return parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'mixture', components: [{ weight: 1, mean: [1], cov: [[0.25]] }] },
          process: { kind: 'vp-linear' },
          score: { kind: 'learned', ...score },
        },
        witnesses: [witness],
      },
    },
    catalog,
  )
}

/** Where the trainings of one test stand */
export let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorefield-train-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

export type View = ReturnType<Training['view']>

export interface Bench {
  readonly service: TrainingService
  readonly here: ReturnType<typeof trainersHere>
  /** The document's own, once it is as wanted */
  readonly until: (document: LabDocument, wanted: (view: View) => boolean) => Promise<View>
  readonly weightsSeen: () => number
}

/** @param at where trainings are kept */
export function bench(at = folder): Bench {
  const here = trainersHere()
  let seen = 0
  const service = trainings({
    store: networkStore({ shipped: null, imported: join(at, 'networks') }),
    folder: at,
    start: here.start,
    onWeights: () => (seen += 1),
  })
  return {
    service,
    here,
    weightsSeen: () => seen,
    async until(document, wanted) {
      for (;;) {
        const view = service.of(document)?.view()
        if (view !== undefined && wanted(view)) return view
        if (view?.state === 'failed' && view.sentence !== null) throw new Error(view.sentence)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
  }
}

export const weightsOf = (service: TrainingService, document: LabDocument): number[] => [
  ...service.tableOf(document)['training']!.weights,
]
