import { type DistanceCurve, distanceList, type DistanceWish } from '#core/protocol/distances'
import type { Source } from '#core/protocol/server'
import type { Asides } from './asides'
import { pointsNeeded, pointsOf } from './observers/distances/distance-meter'
import type { Run } from './run'
import type { Pool } from './workers/pool'

/** Steps at which a curve is measured, at most */
const MOMENTS = 49
/**
 * Milliseconds for which a run must be open before it is measured: while a slider moves, runs follow each other faster,
 * and nothing takes time from their pictures.
 */
const REST = 150

/** What of a run is needed to measure it */
export type Measured = Pick<Run, 'revision' | 'ticket' | 'document' | 'model' | 'film' | 'filmed' | 'firstAt'>

interface Measuring {
  readonly curve: number
  readonly key: string
  readonly moments: readonly number[]
  readonly rows: Map<number, Float32Array>
  /** Rows of steps that were looked at, without the flow */
  readonly looked: Map<number, Float32Array>
  rested: boolean
  /** The worker knows the run. */
  told: boolean
  busy: boolean
  problem: string | null
}

/**
 * The distance of the open run to the exact density for one client, row by row as its film grows, from the film's own
 * states. One row is asked for at a time, so that other work beside the run comes between, and rows of a run that was
 * replaced are not asked for any more.
 */
export function distanceSource(
  beside: Pick<Asides, 'distance'>,
  pool: Pool,
  open: () => Measured | null,
): Source<'distance'> {
  let listener = (): void => undefined
  let now: Measuring | null = null
  let closed = false
  let sent = ''

  const begin = (run: Measured, key: string): Measuring => {
    const begun: Measuring = {
      curve: nextCurve++,
      key,
      moments: momentsOf(run),
      rows: new Map(),
      looked: new Map(),
      rested: false,
      told: false,
      busy: false,
      problem: null,
    }
    setTimeout(() => {
      begun.rested = true
      listener()
    }, REST)
    return begun
  }

  const ask = (run: Measured, measuring: Measuring, { measure, step }: DistanceWish): void => {
    if (closed || measuring.busy || measuring.problem !== null || !measuring.rested) return
    const { rows, looked, moments } = measuring
    const filmed = run.filmed()
    const next = moments.find((moment) => !rows.has(moment)) ?? Infinity
    const at = (wanted: number): Float32Array | null =>
      wanted <= filmed ? run.firstAt(wanted, pointsNeeded(measure, run.model)) : null
    // The step that is looked at goes first, then the moments as they come.
    const look = step === null || step === next || rows.has(step) || looked.has(step) ? null : at(step)
    const positions = look ?? at(next)
    if (positions === null) return
    const [wanted, into] = look !== null && step !== null ? [step, looked] : [next, rows]
    const { experiment, seeds } = run.document
    measuring.busy = true
    beside
      .distance(pool, {
        curve: measuring.curve,
        of: measuring.told ? null : { experiment, seeds, measure },
        step: wanted,
        positions,
        onward: into === rows,
      })
      .then(
        (row) => void into.set(wanted, row),
        (error: unknown) => (measuring.problem = error instanceof Error ? error.message : String(error)),
      )
      .finally(() => {
        measuring.busy = false
        listener()
      })
    measuring.told = true
  }

  return {
    onChange(callback) {
      listener = callback
      return () => (closed = true)
    },
    produce(wish) {
      const run = open()
      if (wish.revision !== run?.revision) return null
      if (!distanceList.some(({ name }) => name === wish.measure)) return null
      const key = `${run.ticket} ${wish.measure}`
      if (now?.key !== key) now = begin(run, key)
      ask(run, now, wish)
      const mark = `${key} ${now.rows.size} ${now.looked.size} ${now.problem} ${wish.step}`
      if (mark === sent || (now.rows.size + now.looked.size === 0 && now.problem === null)) return null
      sent = mark
      return curveOf(now, wish, pointsOf(wish.measure, run.model))
    },
  }
}

let nextCurve = 1

/** Steps evenly over the run that stay on film. */
function momentsOf({ film, model }: Measured): number[] {
  const steps = model.times.length - 1
  const { stride } = film.plan
  const at = Array.from({ length: MOMENTS }, (_, i) => {
    const step = Math.round((i * steps) / (MOMENTS - 1))
    return step === steps ? steps : Math.min(steps, Math.round(step / stride) * stride)
  })
  return [...new Set(at)]
}

function curveOf(
  { moments, rows, looked, problem }: Measuring,
  wish: DistanceWish,
  particles: number,
): DistanceCurve {
  const measured = moments.flatMap((step) => rows.get(step) ?? [])
  const column = (which: number): Float32Array => Float32Array.from(measured, (row) => row[which]!)
  const flow = column(2)
  const own = wish.step === null ? undefined : (rows.get(wish.step) ?? looked.get(wish.step))
  return {
    revision: wish.revision,
    measure: wish.measure,
    particles,
    steps: column(0),
    run: column(1),
    flow: flow.length === 0 || flow.some(Number.isNaN) ? null : flow,
    floor: column(3),
    toData: column(4),
    done: measured.length === moments.length,
    now: own === undefined ? null : { step: own[0]!, run: own[1]!, floor: own[3]! },
    problem,
  }
}
