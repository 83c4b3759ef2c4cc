import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { LabDocument } from '#core/experiment/document'
import { describeError } from '#core/protocol/remote-error'
import { Invalid } from '#core/params/invalid'
import { asides } from '#main/engine/asides'
import { backwardDesk } from '#main/engine/equations/backward/desk'
import type { WorkerJob, WorkerReport } from '#main/engine/workers/messages'
import type { Pool } from '#main/engine/workers/pool'
import { answerTo, questionNames } from '#main/engine/workers/questions'

const documentOf = (subject: Record<string, unknown>): LabDocument =>
  parse({ scorefield: 1, experiment: { subject } }, catalog)
const spring = documentOf({ kind: 'sde', equation: { kind: 'ornstein-uhlenbeck' }, particles: 10, steps: 20 })

/** Questions answered in this thread; jobs and reports are copied as they are between threads. */
function askers(document: LabDocument) {
  const beside = asides()
  const postAside = (job: WorkerJob): void => {
    const report = (message: WorkerReport): void => void beside.settle(structuredClone(message))
    if (job.kind !== 'question') throw new Error(`a question was meant, not "${job.kind}"`)
    queueMicrotask(() => {
      try {
        report({ kind: 'answer', id: job.id, answer: answerTo(structuredClone(job)) })
      } catch (error) {
        report({ kind: 'broken', id: job.id, error: describeError(error) })
      }
    })
  }
  const open = (revision: number): LabDocument => {
    if (revision !== 3) throw new Error(`revision ${revision} is not the one that is open`)
    return document
  }
  return { beside, ask: beside.questions({ postAside } as unknown as Pool, open) }
}
const signal = new AbortController().signal

test('an answer comes over from the thread as the observer gives it', async () => {
  const { ask } = askers(spring)
  const found = await ask.backwardPaths({ revision: 3, step: 7 }, signal)
  expect(found).toEqual(backwardDesk().estimates(spring, 7))
  expect(found.mean).toBeInstanceOf(Float64Array)
})

test('what is refused there is refused here with its place, and the next question is answered', async () => {
  const { ask } = askers(spring)
  await expect(ask.itoBench({ revision: 3, integrand: '2 +' }, signal)).rejects.toThrow(
    new Invalid(
      'integrand',
      'is "2 +", which cannot be read (Unexpected end of expression (char 4)); a formula in w, t was expected',
    ),
  )
  await expect(ask.pathWeights({ revision: 3, push: 9 }, signal)).rejects.toBeInstanceOf(Invalid)
  await expect(ask.bound({ revision: 3 }, signal)).rejects.toThrow(/"sde"; "generative" was expected/)
  expect((await ask.itoBench({ revision: 3, integrand: 'w' }, signal)).paths).toBe(4000)
})

test('what is about paths says so where there are none', async () => {
  const { ask } = askers(documentOf({ kind: 'field', problem: { kind: 'heat' } }))
  for (const answer of [
    ask.pathWeights({ revision: 3, push: 1 }, signal),
    ask.itoBench({ revision: 3, integrand: 'w' }, signal),
  ])
    await expect(answer).rejects.toThrow(
      'experiment.subject.kind is "field"; "sde" was expected, since this is about paths of an equation with noise.',
    )
})

test('a question about a run that was replaced fails, and so do all when the thread dies', async () => {
  const { ask } = askers(spring)
  await expect(ask.bound({ revision: 2 }, signal)).rejects.toThrow('revision 2 is not the one that is open')
  const beside = asides()
  const silent = beside.questions({ postAside: () => undefined } as unknown as Pool, () => spring)
  const answer = silent.itoBench({ revision: 3, integrand: 'w' }, signal)
  await Promise.resolve()
  beside.fail('out of memory')
  await expect(answer).rejects.toThrow('The engine stopped: out of memory.')
})

test('every question has its handler', () => {
  expect(Object.keys(askers(spring).ask)).toEqual([...questionNames])
})
