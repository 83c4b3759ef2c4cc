import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { checkpointFromFile, checkpointToFile } from '#core/learning/training/checkpoint'
import { assemble } from '#main/engine/assemble'
import { bench, documentOf, folder, weightsOf } from './bench'

describe('a training', () => {
  test('before it begins, particles flow under the weights of its seed', () => {
    const { service } = bench()
    const document = documentOf()
    const { score } = assemble(document.experiment.subject, catalog, undefined, service.tableOf(document))
    const out = new Float64Array(1)
    score.at(0.5, 0.8).score(out, Float64Array.of(0.3), 1)
    expect(Number.isFinite(out[0])).toBe(true)
    expect(score.truth).toBeDefined()
    expect(service.of(document)?.view().state).toBe('ready')
  })

  test('goes to its last step, tells its error, hands over its weights and lowers the error', async () => {
    const { service, until, weightsSeen } = bench()
    const document = documentOf()
    const before = weightsOf(service, document)
    service.act(document, null, { kind: 'start' })
    const done = await until(document, (view) => view.state === 'done')
    expect(done.step).toBe(120)
    expect(done.errors.map(({ step }) => step)).toEqual([0, 40, 80, 120])
    expect(done.errors.at(-1)!.total).toBeLessThan(0.3 * done.errors[0]!.total)
    expect(done.loss.length).toBeGreaterThan(1)
    expect(done.saved).toBe(120)
    expect([...done.snapshots]).toEqual(Array.from({ length: 121 }, (_, i) => i))
    expect(weightsSeen()).toBeGreaterThan(100)
    expect(weightsOf(service, document)).not.toEqual(before)
  })

  test('is paused and goes on; two run side by side; the rate is changed while it runs', async () => {
    const { service, until } = bench()
    const [one, two] = [documentOf({ steps: 3000 }), documentOf({ steps: 3000, seed: 2 })]
    service.act(one, null, { kind: 'start' })
    service.act(two, null, { kind: 'start' })
    await until(one, (view) => view.step > 5)
    await until(two, (view) => view.step > 5)
    service.act(one, null, { kind: 'pause' })
    const paused = await until(one, (view) => view.state === 'paused' && view.saved === view.step)
    const other = await until(two, (view) => view.step > 20)
    expect(service.of(one)!.view().step).toBe(paused.step)
    service.act(two, null, { kind: 'rate', factor: 0.1 })
    await until(two, (view) => view.rateFactor === 0.1 && view.step > other.step + 200)
    const slowed = service.of(two)!.view()
    expect(slowed.rateNow).toBeLessThan(0.1 * 0.01 + 1e-9)
    service.act(one, null, { kind: 'start' })
    await until(one, (view) => view.step > paused.step)
    service.dispose()
  })

  test('a killed trainer goes on from its checkpoint to the same weights', async () => {
    const whole = bench()
    const document = documentOf()
    whole.service.act(document, null, { kind: 'start' })
    await whole.until(document, (view) => view.state === 'done')
    const expected = weightsOf(whole.service, document)
    const { saved } = whole.service.of(document)!.view()
    expect(saved).toBe(120)
    rmSync(folder, { recursive: true })

    const { service, here, until } = bench()
    service.act(document, null, { kind: 'start' })
    await until(document, (view) => view.step > 30)
    service.act(document, null, { kind: 'pause' })
    await until(document, (view) => view.saved !== null)
    service.act(document, null, { kind: 'start' })
    await until(document, (view) => view.state === 'running')
    here.kill()
    const after = service.of(document)!.view()
    expect(after.state).toBe('recovering')
    expect(after.sentence).toMatch(/^Training stopped: it was killed\. It goes on from step \d+\.$/)
    await until(document, (view) => view.state === 'done')
    expect(weightsOf(service, document)).toEqual(expected)
  })

  test('another start of the lab finds everything that was told: curves, film, rate, and that it is done', async () => {
    const document = documentOf({ targetError: 0.3, steps: 5000 })
    const first = bench()
    first.service.act(document, null, { kind: 'rate', factor: 0.5 })
    first.service.act(document, null, { kind: 'start' })
    const done = await first.until(document, (view) => view.state === 'done')
    expect(done.step).toBeLessThan(5000)
    const { service } = bench()
    const training = service.of(document)!
    const { backend: _, backendReason: __, ...found } = training.view()
    expect(done).toMatchObject(found)
    expect(found.state).toBe('done')
    expect(found.rate.at(-1)).toBe(done.rateNow)
    expect(weightsOf(service, document)).toEqual(weightsOf(first.service, document))
    const [before, after] = [first.service, service].map((one) => one.of(document)!.at(found.snapshots[1]!))
    expect(after!.value.weights).toEqual(before!.value.weights)
    expect(after!.step).toBe(found.snapshots[1])
  })

  test('one that was cut off goes on to the same film, curves and end, with the patience it had', async () => {
    const document = documentOf({ steps: 5000, schedule: 'constant', reportEvery: 10, patience: 12 })
    const whole = bench()
    whole.service.act(document, null, { kind: 'start' })
    await whole.until(document, ({ step }) => step > 30)
    whole.service.act(document, null, { kind: 'pause' })
    await whole.until(document, ({ state, saved, step }) => state === 'paused' && saved === step)
    const left = mkdtempSync(join(tmpdir(), 'scorefield-cut-'))
    cpSync(folder, left, { recursive: true })
    // What a kill at this moment would leave: the checkpoint of a training that was going on.
    const name = readdirSync(left).find((file) => file.endsWith('.safetensors'))!
    const checkpoint = checkpointFromFile(readFileSync(join(left, name)), name)
    writeFileSync(
      join(left, name),
      checkpointToFile({ ...checkpoint, progress: { ...checkpoint.progress!, state: 'going' } }),
    )
    whole.service.act(document, null, { kind: 'start' })
    const end = await whole.until(document, ({ state }) => state === 'done')

    const { service, until } = bench(left)
    const found = service.of(document)!.view()
    expect(found.state).toBe('paused')
    expect(found.sentence).toMatch(
      /^The lab ended while this trained\. Everything up to step \d+ was kept; it can go on from there\.$/,
    )
    expect(found.step).toBe(found.saved)
    expect(found.errors.at(-1)!.step).toBeGreaterThan(found.step - 10)
    service.act(document, null, { kind: 'start' })
    const again = await until(document, ({ state }) => state === 'done')
    expect(again.step).toBe(end.step)
    expect(end.step).toBeLessThan(5000)
    expect(again.errors).toEqual(end.errors)
    expect(again.loss).toEqual(end.loss)
    expect(again.rate).toEqual(end.rate)
    expect(again.snapshots).toEqual(end.snapshots)
    expect(weightsOf(service, document)).toEqual(weightsOf(whole.service, document))
    rmSync(left, { recursive: true })
  })

  test('starting again throws the film and the curves away', async () => {
    const document = documentOf()
    const { service, until } = bench()
    service.act(document, null, { kind: 'start' })
    await until(document, (view) => view.state === 'done')
    service.act(document, null, { kind: 'restart' })
    const anew = service.of(document)!.view()
    expect([anew.step, anew.loss.length, anew.errors.length, anew.saved]).toEqual([0, 0, 0, null])
    expect(anew.snapshots.length).toBe(0)
    await until(document, (view) => view.state === 'done')
  })

  test('a truncated checkpoint is put aside with a sentence, and training begins anew', async () => {
    const document = documentOf()
    const first = bench()
    first.service.act(document, null, { kind: 'start' })
    await first.until(document, (view) => view.state === 'done')
    const name = readdirSync(folder).find((file) => file.endsWith('.safetensors'))!
    writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, 900))
    const { service, until } = bench()
    const found = service.of(document)!.view()
    expect(found.state).toBe('ready')
    expect(found.sentence).toMatch(
      /^The checkpoint is cut short: .* It was put aside, and training begins anew\.$/,
    )
    expect(readdirSync(folder)).toContain(`${name}.unreadable`)
    service.act(document, null, { kind: 'start' })
    await until(document, (view) => view.state === 'done')
  })

  test('a rate that diverges ends it with a cause and a remedy, and the last good weights stay', async () => {
    const { service, until } = bench()
    const document = documentOf({
      rate: 1,
      schedule: 'constant',
      warmUp: 0,
      steps: 2000,
      activation: 'relu',
      depth: 4,
    })
    service.act(document, null, { kind: 'start' })
    service.act(document, null, { kind: 'rate', factor: 1000 })
    await expect(until(document, (view) => view.state === 'done')).rejects.toThrow(
      /at step \d+: at a learning rate of .* The weights of step \d+ were kept; try a tenth of the rate/,
    )
    expect(weightsOf(service, document).every(Number.isFinite)).toBe(true)
  })

  test('stops at the error that it was asked for', async () => {
    const { service, until } = bench()
    const document = documentOf({ steps: 100000, targetError: 0.2 })
    service.act(document, null, { kind: 'start' })
    const done = await until(document, (view) => view.state === 'done')
    expect(done.step).toBeLessThan(100000)
    expect(done.errors.at(-1)!.total).toBeLessThanOrEqual(0.2)
  })
})

describe('what cannot be trained or named', () => {
  test('ReLU with a divergence is refused by the parameter’s name', () => {
    const { service } = bench()
    expect(() => service.tableOf(documentOf({ activation: 'relu', loss: 'implicit' }))).toThrow(
      /^experiment\.witnesses\.0\.activation is "relu", whose slope jumps/,
    )
  })

  test('data that cannot be is blamed where it stands', () => {
    const { service } = bench()
    const { experiment, ...rest } = documentOf()
    const pixels = Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => 0))
    const black = { ...experiment, subject: { ...experiment.subject, data: { kind: 'image', pixels } } }
    expect(() => service.tableOf({ ...rest, experiment: black })).toThrow(
      /^experiment\.subject\.data\.pixels is black everywhere/,
    )
  })

  test('weights that are not here, and of another dimension', () => {
    const { service } = bench()
    const unknown = documentOf({}, { weights: `sha256-${'0'.repeat(64)}` })
    expect(() => assemble(unknown.experiment.subject, catalog, undefined, service.tableOf(unknown))).toThrow(
      /^experiment\.subject\.score\.weights is sha256-0{16}…, an imported network whose weights are not here/,
    )
    const none = { ...documentOf(), experiment: { ...documentOf().experiment, witnesses: [] } }
    expect(() => assemble(none.experiment.subject, catalog, undefined, service.tableOf(none))).toThrow(
      /is "training", and the experiment has no training/,
    )
  })

  test('the key names what changes the weights and nothing else', () => {
    const { service } = bench()
    const of = (document: LabDocument): string => service.of(document)!.key
    const { experiment, ...rest } = documentOf()
    const more = { ...rest, experiment: { ...experiment, subject: { ...experiment.subject, particles: 7 } } }
    expect(of(more as LabDocument)).toBe(of(documentOf()))
    expect(of(documentOf({ rate: 0.02 }))).not.toBe(of(documentOf()))
    expect(of({ ...documentOf(), seeds: { ...documentOf().seeds, data: 8 } })).not.toBe(of(documentOf()))
  })
})
