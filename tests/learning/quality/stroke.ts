import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { presetDocument } from './trained'

/** Points as the brush leaves them, along a stroke like an S, with a small training. */
export function strokeDocument(): LabDocument {
  const points = Array.from({ length: 120 }, (_, i) => {
    const s = -1 + (2 * i) / 119
    return [1.3 * Math.sin(Math.PI * s), 2 * s]
  })
  const { subject } = presetDocument('learned-double-moon').experiment
  return parse(
    {
      scorefield: 1,
      experiment: {
        subject: { ...subject, data: { kind: 'points', points, width: 0.15 } },
        witnesses: [{ kind: 'training-run', width: 64, steps: 2000, batch: 256 }],
      },
    },
    catalog,
  )
}

/** Thirds of the stroke by height */
export const thirds: readonly (readonly number[])[] = [-4 / 3, 0, 4 / 3].map((y) => [0, y])
