import { z } from 'zod'
import type { WatchState } from '../training/watch'
import type { HistoryJson } from './history'
import type { StopState } from './stop-condition'

/**
 * Everything of a training that is not in its arrays, as plain JSON: it stands in the checkpoint's file, so that weights
 * and history are of one moment whatever ends the program.
 */
export interface Progress {
  readonly history: HistoryJson
  readonly stop: StopState
  readonly watch: WatchState
  /** What the person multiplied the schedule of the rate by */
  readonly factor: number
  /** How it stood when this was written: a training that was `going` was cut off there. */
  readonly state: 'going' | 'paused' | 'done' | 'failed'
  /** What ended it, where something is to be said */
  readonly sentence: string | null
}

const number = z.number()
const numbers = z.array(number)
const schema = z.object({
  history: z.object({
    curve: z.object({
      stretch: number.int().min(1),
      sums: z.array(z.tuple([number, number, number, number])),
    }),
    logSnr: numbers,
    errors: z.array(z.object({ step: number, total: number, values: numbers })),
  }),
  stop: z.object({ best: number.nullable(), waited: number.int().min(0) }),
  watch: z.object({ seen: number.int().min(0), first: number, usual: number, smooth: number }),
  factor: number.positive(),
  state: z.enum(['going', 'paused', 'done', 'failed']),
  sentence: z.string().nullable(),
})

/** null for words that are no progress: the curves are lost then, the weights are not. */
export function parseProgress(words: string | undefined): Progress | null {
  try {
    return schema.parse(JSON.parse(words ?? ''))
  } catch {
    return null
  }
}
