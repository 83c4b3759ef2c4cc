import { describe, expect, it } from 'vitest'
import { Curve } from '#core/learning/history/curve'
import { History } from '#core/learning/history/history'
import { parseProgress } from '#core/learning/history/progress'
import { StopCondition } from '#core/learning/history/stop-condition'
import { Watch } from '#core/learning/training/watch'

const numbersOf = (step: number) => ({ loss: 1 / step, gradientNorm: step, rate: 1e-3 * step })

describe('the curve of a training', () => {
  it('is the steps themselves while they are few, and means over equal stretches of many', () => {
    const curve = new Curve()
    for (let step = 1; step <= 3; step++) curve.add(step, numbersOf(step))
    expect(curve.read()).toEqual({
      at: Float64Array.of(1, 2, 3),
      loss: Float64Array.of(1, 1 / 2, 1 / 3),
      gradientNorm: Float64Array.of(1, 2, 3),
      rate: Float64Array.of(1e-3, 2e-3, 3e-3),
    })
    for (let step = 4; step <= 10_000; step++) curve.add(step, numbersOf(step))
    const { at, rate, gradientNorm } = curve.read()
    expect(at.length).toBeGreaterThan(200)
    expect(at.length).toBeLessThanOrEqual(401)
    at.forEach((step, i) => {
      expect(gradientNorm[i]).toBeCloseTo(step, 6)
      expect(rate[i]).toBeCloseTo(1e-3 * step, 9)
    })
  })

  it('measures again what comes after a step back', () => {
    const [once, twice] = [new Curve(), new Curve()]
    for (let step = 1; step <= 900; step++) once.add(step, numbersOf(step))
    // As far as a stretch begins: a checkpoint brings the sums of the one that was under way.
    for (let step = 1; step <= 700; step++) twice.add(step, numbersOf(step))
    for (let step = 641; step <= 900; step++) twice.add(step, numbersOf(step))
    expect(twice.read().at).toEqual(once.read().at)
    twice.read().loss.forEach((loss, i) => expect(loss).toBeCloseTo(once.read().loss[i]!, 12))
  })
})

it('a history that is written in the middle of a stretch goes on to the same numbers', () => {
  const through = new History()
  const take = (history: History, step: number): void => {
    history.addStep(step, numbersOf(step))
    if (step % 7 === 0)
      history.addError({ step, total: 1 / step, values: Float64Array.of(0.5 / step, 1.5 / step) })
  }
  for (let step = 1; step <= 2500; step++) take(through, step)
  let broken = new History()
  for (let step = 1; step <= 2500; step++) {
    take(broken, step)
    if (step === 1003) broken = History.fromJson(JSON.parse(JSON.stringify(broken.toJson())) as never)
  }
  expect(broken.read()).toEqual(through.read())
  expect(broken.errors).toEqual(through.errors)
  expect(through.errors.length).toBeLessThanOrEqual(201)
})

describe('stop conditions', () => {
  it('end at the error that was asked for, or after so many measurements without a lower one', () => {
    const target = new StopCondition({ targetError: 0.1, patience: 0 })
    expect([0.3, 0.11, 0.1].map((error) => target.met(error))).toEqual([false, false, true])
    const patient = new StopCondition({ targetError: 0, patience: 2 })
    expect([0.3, 0.4, 0.2, 0.2, 0.5].map((error) => patient.met(error))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ])
  })

  it('count on where they were; begun anew they would wait too long', () => {
    const limits = { targetError: 0, patience: 3 }
    const first = new StopCondition(limits)
    ;[0.3, 0.4, 0.4].forEach((error) => first.met(error))
    expect(new StopCondition(limits, first.state).met(0.31)).toBe(true)
    expect(new StopCondition(limits).met(0.31)).toBe(false)
  })
})

it('a watch that goes on remembers what loss was usual', () => {
  const step = (loss: number) => ({ loss, gradientNorm: 1 })
  const first = new Watch()
  for (let i = 0; i < 20; i++) expect(first.wrong(step(1))).toBeNull()
  const later = new Watch(first.state)
  let wrong: string | null = null
  for (let i = 0; i < 30; i++) wrong ??= later.wrong(step(150))
  expect(wrong).toMatch(/^The loss grew to 1\d\d from 1\.00/)
  // Begun anew it takes the runaway loss for the usual one.
  const anew = new Watch()
  for (let i = 0; i < 30; i++) expect(anew.wrong(step(150))).toBeNull()
})

it.each([undefined, '', '{', '{}', '{"history":{"curve":{"stretch":0,"sums":[]}}}'])(
  'words that are no progress are none: %s',
  (words) => expect(parseProgress(words)).toBeNull(),
)
