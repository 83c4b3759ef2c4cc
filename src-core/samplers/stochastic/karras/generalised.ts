import type { Process } from '#core/processes/process'
import type { Backend, Slot } from '../../backend'
import { type Level, levelAt, levelAtLambda, predict } from '../../level'
import type { SamplerRun, SamplerState, SamplingProblem } from '../../sampler'
import { type Churn, churned } from './churn'
import type { Schedule } from './schedule'

export interface Settings {
  readonly schedule: Schedule
  readonly churn: Churn
  /** Place of the second stage in the step: 1 Heun, 1/2 midpoint, 2/3 Ralston; null: Euler */
  readonly stage: number | null
}

/** A state x / alpha as slots: x at a level and the data prediction there. */
interface Point {
  readonly level: Level
  readonly x: Slot
  readonly data: Slot
}

/** A level by its sigma / alpha; beyond the process's own levels alpha is that of the end. */
function levelOf(process: Process, ratio: number): Level {
  const level = levelAtLambda(process, -Math.log(ratio))
  return { ...level, ratio, sigma: level.alpha * ratio, lambda: -Math.log(ratio) }
}

/**
 * Karras et al. 2022, algorithm 2 with the general time steps, sigma(t), s(t) and second-order family of algorithm 3
 * and equation 4: noise up to a churned level, then a step of dy/dt = (sigma'/sigma + s'/s) y - (sigma'/sigma) s D for
 * y = s x / alpha. With `toZero` the run ends as theirs does, with an Euler step from the last level to sigma = 0.
 */
export function* generalisedRun(
  settings: Settings,
  toZero: boolean,
  { process, times }: SamplingProblem,
  backend: Backend,
  start: SamplerState,
): SamplerRun {
  const { schedule, churn, stage } = settings
  const { x, carried } = start
  const last = times.length - 1
  const steps = toZero ? last + 1 : last
  const slots = [0, 1, 2, 3, 4].map(() => backend.allocate()) as [Slot, Slot, Slot, Slot, Slot]
  const [hat, hatData, stageX, stageData, noise] = slots

  /** Lines 4 to 7: x at the churned level, and the prediction there. */
  const liftedFrom = (step: number, from: Level): Point => {
    const ratio = churned(from.ratio, churn, steps)
    const level = ratio === from.ratio ? from : levelOf(process, ratio)
    if (level === from) backend.combine(hat, [1, x])
    else {
      const up = Math.sqrt(ratio * ratio - from.ratio * from.ratio)
      backend.normals(noise, { step, from: from.t, to: times[Math.min(step + 1, last)]!, draw: 1 })
      backend.combine(hat, [level.alpha / from.alpha, x], [level.alpha * up * churn.noiseScale, noise])
    }
    predict(backend, hatData, hat, level, 'data')
    return { level, x: hat, data: hatData }
  }
  /** dy/dt / s at a point as weights of x and of D */
  const slopeAt = ({ level: { ratio, alpha } }: Point): { readonly ofX: number; readonly ofData: number } => {
    const rate = schedule.rate(schedule.time(ratio))
    return { ofX: (rate / ratio + schedule.scaleSlope(ratio) * rate) / alpha, ofData: -rate / ratio }
  }
  /** out <- x at `to`: an Euler step of y over `dt` */
  const euler = (out: Slot, at: Point, alpha: number, ratio: number, dt: number): void => {
    const { ofX, ofData } = slopeAt(at)
    const change = (alpha * schedule.scale(at.level.ratio)) / schedule.scale(ratio)
    backend.combine(out, [change * (1 / at.level.alpha + dt * ofX), at.x], [change * dt * ofData, at.data])
  }

  try {
    let nfe = start.nfe
    for (let step = start.step; step < last; step++) {
      const to = levelAt(process, times[step + 1]!)
      const at = liftedFrom(step, levelAt(process, times[step]!))
      const t = schedule.time(at.level.ratio)
      const dt = schedule.time(to.ratio) - t
      nfe++
      if (stage === null) euler(x, at, to.alpha, to.ratio, dt)
      else {
        const level = stage === 1 ? to : levelOf(process, schedule.sigma(t + stage * dt))
        const later = { level, x: stageX, data: stageData }
        euler(stageX, at, level.alpha, level.ratio, stage * dt)
        predict(backend, stageData, stageX, level, 'data')
        nfe++
        const weight = 1 / (2 * stage)
        const [one, two] = [slopeAt(at), slopeAt(later)]
        const first = (to.alpha * schedule.scale(at.level.ratio)) / schedule.scale(to.ratio)
        const second = (to.alpha * schedule.scale(level.ratio)) / schedule.scale(to.ratio)
        backend.combine(
          x,
          [first * (1 / at.level.alpha + dt * (1 - weight) * one.ofX), hat],
          [first * dt * (1 - weight) * one.ofData, hatData],
          [second * dt * weight * two.ofX, stageX],
          [second * dt * weight * two.ofData, stageData],
        )
      }
      if (toZero && step + 1 === last) {
        const end = liftedFrom(step + 1, to)
        euler(x, end, 1, 0, -schedule.time(end.level.ratio))
        nfe++
      }
      yield { step: step + 1, t: to.t, nfe, x, carried }
    }
  } finally {
    for (const slot of slots) backend.free(slot)
  }
}
