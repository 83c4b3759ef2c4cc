import { Worker } from 'node:worker_threads'
import type { Experiment, Seeds } from '#core/experiment/document'
import type { NetworkValue } from '#core/learning/network-table'
import { endThread } from '../../workers/native-gate'
import type { Probed } from '../../tensors/native/probe-backends'
import type { ErrorBudget, ErrorMap, LearnedReport, LearnedSamples } from '#core/protocol/training'

/** A network, and the experiment whose exact score it is held against. */
export interface Judged {
  readonly experiment: Experiment
  readonly seeds: Seeds
  readonly network: NetworkValue
  /** The teacher of a distilled network, which jumps to the data and is no score; null for any other */
  readonly teacher: NetworkValue | null
  /** Steps that it was trained for, to be told again */
  readonly step: number
}

export interface Judgements {
  readonly report: LearnedReport
  readonly map: ErrorMap
  readonly samples: LearnedSamples
  readonly budget: ErrorBudget
}

export type JudgeJob = {
  readonly kind: 'judge'
  readonly id: number
  readonly what: keyof Judgements
  readonly judged: Judged
}

/** What can compute here; native packages are looked for in `native` too. */
export interface ProbeJob {
  readonly kind: 'probe'
  readonly id: number
  readonly native: string
}

export type JudgeReport =
  | { readonly kind: 'judged'; readonly id: number; readonly answer: Judgements[keyof Judgements] | Probed }
  | { readonly kind: 'unjudged'; readonly id: number; readonly sentence: string }

export interface Judge {
  ask<What extends keyof Judgements>(what: What, judged: Judged): Promise<Judgements[What]>
  probe(native: string): Promise<Probed>
  dispose(): void
}

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/** How right networks are, asked of a thread of its own, since an answer takes seconds. @param entry bundled trainer */
export function judge(entry: URL): Judge {
  let thread: Worker | null = null
  let next = 1
  const waiting = new Map<number, Waiting>()
  const fail = (reason: string): void => {
    thread = null
    for (const { reject } of waiting.values()) reject(new Error(`The engine stopped: ${reason}.`))
    waiting.clear()
  }
  const begin = (): Worker => {
    const begun = new Worker(entry)
    let reason = 'it ended'
    begun.on('message', (report: JudgeReport) => {
      const asked = waiting.get(report.id)
      waiting.delete(report.id)
      if (report.kind === 'judged') asked?.resolve(report.answer)
      else asked?.reject(new Error(report.sentence))
    })
    begun.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    begun.on('exit', () => {
      if (thread === begun) fail(reason)
    })
    return begun
  }
  const post = <Answer>(job: (id: number) => JudgeJob | ProbeJob): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = next++
      waiting.set(id, { resolve: (answer) => resolve(answer as Answer), reject })
      thread ??= begin()
      thread.postMessage(job(id))
    })
  return {
    ask: (what, judged) => post((id) => ({ kind: 'judge', id, what, judged })),
    probe: (native) => post((id) => ({ kind: 'probe', id, native })),
    dispose() {
      const ended = thread
      thread = null
      if (ended !== null) void endThread(ended)
    },
  }
}
