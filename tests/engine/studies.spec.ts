import { afterEach, describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import type { Study } from '#core/protocol/study'
import { studies } from '#main/engine/studies'
import type { WorkerJob } from '#main/engine/workers/messages'
import type { Pool } from '#main/engine/workers/pool'
import { study as work } from '#main/engine/workers/study'

function documentOf(sampler: string, lambda = 0): LabDocument {
  return parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'mixture', components: [{ weight: 1, mean: [0], cov: [[1]] }] },
          process: { kind: 'vp-linear' },
          dynamics: { kind: 'reverse', lambda },
          sampler: { kind: sampler },
          grid: { kind: 'log-snr' },
        },
        witnesses: [{ kind: 'convergence', from: 4, doublings: 2, particles: 8 }],
      },
    },
    catalog,
  )
}

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

/** The service over a worker in this thread. */
function bench(first: LabDocument) {
  const service = studies()
  const posted: WorkerJob[] = []
  const pool: Pool = {
    workers: 1,
    post: () => undefined,
    postGrid: () => undefined,
    want: () => undefined,
    networks: () => undefined,
    kill: () => undefined,
    dispose: () => Promise.resolve(),
    postAside(job) {
      posted.push(job)
      if (job.kind === 'study' || job.kind === 'stop-study')
        setImmediate(() => work(job, (report) => void service.settle(report)))
    },
  }
  let open = { revision: 1, document: first }
  const source = service.source(pool, () => open)
  let wake = (): void => undefined
  stops.push(source.onChange(() => wake()))
  const seen: Study[] = []
  const follow = async (revision: number): Promise<Study> => {
    for (;;) {
      const item = source.produce({ revision }) as Study | null
      if (item !== null) seen.push(item)
      if (item?.done === true) return item
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return { service, source, posted, seen, follow, open: (next: typeof open) => (open = next) }
}

describe('a study in the engine', () => {
  test('grows point by point until it is done', async () => {
    const { follow, seen } = bench(documentOf('heun'))
    const done = await follow(1)
    expect(done.problem).toBeNull()
    expect(done.references.length).toBe(1)
    expect(done.points.map((point) => point.steps)).toEqual([4, 8, 16])
    expect(done.curves.map((curve) => curve.sampler)).toEqual(['heun'])
    const counts = seen.map((study) => study.points.length)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(new Set(counts).size).toBeGreaterThan(2)
  })

  test('a newer document ends it and begins its own; the same state is sent once', async () => {
    const { source, posted, follow, open } = bench(documentOf('heun'))
    expect(source.produce({ revision: 1 })).not.toBeNull()
    expect(source.produce({ revision: 1 })).toBeNull()
    expect(source.produce({ revision: 2 })).toBeNull()
    open({ revision: 2, document: documentOf('euler-maruyama') })
    expect(source.produce({ revision: 1 })).toBeNull()
    const done = await follow(2)
    expect(done.curves.map((curve) => curve.sampler)).toEqual(['euler-maruyama'])
    expect(posted.map((job) => job.kind)).toEqual(['study', 'stop-study', 'study'])
  })

  test('what cannot be studied, and a worker that dies, end it with a sentence', async () => {
    const wrong = documentOf('heun', 1)
    const { experiment } = wrong
    const bad = {
      ...wrong,
      experiment: { ...experiment, witnesses: [{ kind: 'convergence', samplers: 'nothing' }] },
    }
    expect((await bench(bad).follow(1)).problem).toMatch(/^experiment\.witnesses\.0\.samplers has "nothing"/)
    const { service, follow, source } = bench(documentOf('heun'))
    void source.produce({ revision: 1 })
    service.fail('it ended')
    expect((await follow(1)).problem).toBe('The engine stopped: it ended.')
  })
})
