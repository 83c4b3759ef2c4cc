import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import type { Trainings } from '#core/protocol/training'
import { answer } from '#main/engine/training/judge/answer'
import { learnedSamples } from '#main/engine/training/judge/samples'
import { networkFile, networkStore } from '#main/engine/training/network-store'
import type { TrainingService } from '#main/engine/training/trainings'
import { bench, documentOf, folder, weightsOf } from './bench'

describe('trainings side by side', () => {
  const other = { kind: 'training-run', width: 16, depth: 1, frequencies: 2, steps: 120, batch: 64 }
  const two = (): LabDocument =>
    parse(
      {
        ...documentOf(),
        variants: [
          {
            name: 'B',
            patch: { witnesses: [{ ...other, points: 500, reportEvery: 40, rate: 0.01, seed: 2 }] },
          },
          { name: 'C', patch: { subject: { data: { kind: 'double-moon' } } } },
        ],
      },
      catalog,
    )
  const shown = async (service: TrainingService, document: LabDocument): Promise<Trainings['trainings']> =>
    (await service.source(() => ({ revision: 1, document })).produce({ revision: 1 }))!.trainings

  test('every pane’s is listed and told by what is different; each is begun and paused by itself', async () => {
    const { service } = bench()
    const document = two()
    const [a, b, c] = await shown(service, document)
    expect([a!.pane, b!.pane, c!.pane]).toEqual([0, 1, 2])
    expect([a!.difference, b!.difference, c!.difference]).toEqual(['', 'seed 2', 'Double moon'])
    service.act(document, null, { kind: 'start' })
    service.act(document, b!.key, { kind: 'start' })
    const until = async (wanted: (views: Trainings['trainings']) => boolean): Promise<void> => {
      for (;;) {
        if (wanted(await shown(service, document))) return
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    await until(([one, other]) => one!.step > 5 && other!.step > 5)
    service.act(document, b!.key, { kind: 'pause' })
    await until(([one, other]) => one!.state === 'done' && other!.state === 'paused')
    expect(service.named(document, b!.key).training.view().step).toBeLessThan(120)
    expect(service.named(document, c!.key).training.view().state).toBe('ready')
    service.act(document, b!.key, { kind: 'start' })
    await until(([, other]) => other!.state === 'done')
    expect(service.named(document, b!.key).training.at(null).value.weights).not.toEqual(
      service.of(document)!.at(null).value.weights,
    )
    // Its field is drawn beside the document's exact score only where it learned that.
    expect(service.named(document, b!.key).training.isFor(document)).toBe(true)
    expect(service.named(document, c!.key).training.isFor(document)).toBe(false)
  })

  test('one that no pane asks for any longer stays in the list once it was begun', async () => {
    const { service, until } = bench()
    service.act(documentOf(), null, { kind: 'start' })
    await until(documentOf(), (view) => view.state === 'done')
    const list = await shown(service, documentOf({ rate: 0.02 }))
    expect(list.map(({ pane }) => pane)).toEqual([0, null])
    expect(list[1]!.difference).toBe('learning rate 0.01')
    service.act(documentOf({ rate: 0.02 }), list[1]!.key, { kind: 'dismiss' })
    expect(await shown(service, documentOf({ rate: 0.02 }))).toHaveLength(1)
    // Asked for again it is there with what it learned.
    expect((await shown(service, documentOf()))[0]!.step).toBe(120)
    expect(() => service.named(documentOf(), 'none')).toThrow(/^training is none, which was not begun here/)
  })

  test('a variant that cannot be trained is refused by its place', () => {
    const { service } = bench()
    const wrong = { ...other, activation: 'relu', loss: 'sliced' }
    const document = parse(
      { ...documentOf(), variants: [{ name: 'B', patch: { witnesses: [wrong] } }] },
      catalog,
    )
    expect(() => service.tableOf(document)).toThrow(
      /^variants\.0\.patch\.witnesses\.0\.activation is "relu", whose slope jumps/,
    )
  })
})

describe('a distillation', () => {
  test('begins at its teacher’s weights, lowers the error of its jump, and is found again', async () => {
    const { service, until } = bench()
    const teaching = documentOf({ steps: 400 })
    service.act(teaching, null, { kind: 'start' })
    await until(teaching, (view) => view.state === 'done')
    const store = networkStore({ shipped: null, imported: join(folder, 'networks') })
    const teacher = store.add(networkFile(service.of(teaching)!.value(), {}), 'teacher')
    const document = documentOf({ loss: 'consistency', teacher, ema: 0.99, rungs: 12, steps: 300 })
    expect(weightsOf(service, document)).toEqual(weightsOf(service, teaching))
    service.act(document, null, { kind: 'start' })
    const done = await until(document, (view) => view.state === 'done')
    expect([done.measure, done.title]).toEqual(['jump', '1 × 16 SiLU, consistency distillation'])
    expect(done.errors.at(-1)!.total).toBeLessThan(0.4 * done.errors[0]!.total)
    const again = bench().service.of(document)!.view()
    expect(again.errors).toEqual(done.errors)
    // Jumps are judged by their samples beside the teacher's; as a score it is not judged.
    const training = service.of(document)!
    const judged = { ...document, network: training.value(), teacher: training.teacher, step: 300 }
    const { panels, floor } = learnedSamples(judged)
    expect(panels.map(({ title }) => title)).toEqual(['Exact score', 'Teacher', 'One step', 'Two steps'])
    expect(panels.slice(2).map(({ method }) => method)).toEqual([
      'Consistency, 1 step',
      'Consistency, 2 steps',
    ])
    const blurred = learnedSamples({ ...judged, network: service.of(teaching)!.value() }).panels
    expect(panels[2]!.distance).toBeLessThan(0.5 * blurred[2]!.distance)
    expect(panels[2]!.distance).toBeLessThan(8 * floor)
    expect(answer({ kind: 'judge', id: 1, what: 'report', judged })).toMatchObject({
      kind: 'unjudged',
      sentence: expect.stringMatching(/^A distilled network is no score/) as string,
    })
  })

  test('needs a teacher that stands still and is here', () => {
    const { service } = bench()
    expect(() => service.of(documentOf({ loss: 'consistency' }))).toThrow(
      /^experiment\.witnesses\.0\.teacher is "training", which goes on; a network that stands still was expected/,
    )
    expect(() => service.of(documentOf({ loss: 'consistency', teacher: 'moon' }))).toThrow(
      /^experiment\.witnesses\.0\.teacher is "moon", which names no network/,
    )
  })
})
