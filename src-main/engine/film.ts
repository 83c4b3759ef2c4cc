import type { Backend } from '#core/samplers/backend'
import type { SamplerState } from '#core/samplers/sampler'
import { checkpointOf, type FilmPlan, windowOf } from './film-plan'

/** Bytes that the films of one run, particles and grid, may take over all workers. */
export const defaultFilmBudget = 256 * 2 ** 20

/** Shared memory that the workers write and the engine reads. */
export interface Film {
  readonly plan: FilmPlan
  /** [checkpoints, arrays, n, d] */
  readonly checkpoints: SharedArrayBuffer
  /** [window, n, d] states between two checkpoints */
  readonly between: SharedArrayBuffer
  /** Per worker: last step on film, number of its window (-1: none), first step that failed (-1: none) */
  readonly progress: SharedArrayBuffer
}

const FIELDS = 3
export const progressFields = { filmed: 0, window: 1, failed: 2 } as const

/**
 * Memory for a plan. A film of the same plan lends its large buffers, so that a slider does not claim them anew with
 * every move; progress is always fresh, and each worker writes its own share in order, so that a run that is being
 * given up cannot be mistaken for the new one.
 */
export function createFilm(plan: FilmPlan, workers: number, before: Film | null): Film {
  const width = plan.precision === 'float64' ? 8 : 4
  const state = plan.particles * plan.dimension * width
  const same = before !== null && JSON.stringify(before.plan) === JSON.stringify(plan)
  const film: Film = {
    plan,
    checkpoints: same
      ? before.checkpoints
      : new SharedArrayBuffer((Math.ceil(plan.steps / plan.stride) + 1) * plan.arrays * state),
    between: same ? before.between : new SharedArrayBuffer(Math.max(1, plan.window) * state),
    progress: new SharedArrayBuffer(workers * FIELDS * 4),
  }
  new Int32Array(film.progress).fill(-1)
  return film
}

export function progressOf(film: Film, worker: number, field: keyof typeof progressFields): number {
  return Atomics.load(new Int32Array(film.progress), worker * FIELDS + progressFields[field])
}

export function setProgress(
  film: Film,
  worker: number,
  field: keyof typeof progressFields,
  value: number,
): void {
  Atomics.store(new Int32Array(film.progress), worker * FIELDS + progressFields[field], value)
}

type Floats = Float32Array | Float64Array

function view(film: Film, buffer: SharedArrayBuffer, index: number, first: number, count: number): Floats {
  const { particles, dimension, precision } = film.plan
  const offset = index * particles * dimension + first * dimension
  return precision === 'float64'
    ? new Float64Array(buffer, offset * 8, count * dimension)
    : new Float32Array(buffer, offset * 4, count * dimension)
}

/** Puts a state of particles first ... on film, where the plan keeps it. */
export function keep(film: Film, backend: Backend, state: SamplerState): void {
  const checkpoint = checkpointOf(film.plan, state.step)
  if (checkpoint === null) return
  const arrays = [state.x, ...state.carried]
  arrays.forEach((slot, i) =>
    backend.read(
      slot,
      view(film, film.checkpoints, checkpoint * film.plan.arrays + i, backend.first, backend.count),
    ),
  )
}

/** As `keep`, for states that are plain arrays: those of particles first ..., or of all cells of a grid. */
export function keepArrays(film: Film, step: number, arrays: readonly Floats[], first: number): void {
  const checkpoint = checkpointOf(film.plan, step)
  if (checkpoint === null) return
  arrays.forEach((values, i) => {
    const at = checkpoint * film.plan.arrays + i
    view(film, film.checkpoints, at, first, values.length / film.plan.dimension).set(values)
  })
}

/** As `keepBetween`, for a plain array. */
export function keepArrayBetween(film: Film, step: number, values: Floats, first: number): void {
  if (checkpointOf(film.plan, step) !== null) return
  view(film, film.between, windowOf(film.plan, step).place, first, values.length / film.plan.dimension).set(
    values,
  )
}

/** Copies of a checkpoint's arrays, to go on from. */
export function restoreArrays(film: Film, step: number, first: number, count: number): Float64Array[] {
  const checkpoint = checkpointOf(film.plan, step)
  if (checkpoint === null) throw new Error(`step ${step} is not a checkpoint`)
  return Array.from({ length: film.plan.arrays }, (_, i) =>
    Float64Array.from(view(film, film.checkpoints, checkpoint * film.plan.arrays + i, first, count)),
  )
}

/** Puts a state that lies between two checkpoints into the window. */
export function keepBetween(film: Film, backend: Backend, state: SamplerState): void {
  if (checkpointOf(film.plan, state.step) !== null) return
  const { place } = windowOf(film.plan, state.step)
  backend.read(state.x, view(film, film.between, place, backend.first, backend.count))
}

/** The state of a checkpoint, to go on from. */
export function restore(film: Film, backend: Backend, step: number, t: number, nfe: number): SamplerState {
  const checkpoint = checkpointOf(film.plan, step)
  if (checkpoint === null) throw new Error(`step ${step} is not a checkpoint`)
  const slots = Array.from({ length: film.plan.arrays }, (_, i) => {
    const slot = backend.allocate()
    const at = checkpoint * film.plan.arrays + i
    backend.write(slot, view(film, film.checkpoints, at, backend.first, backend.count))
    return slot
  })
  const [x, ...carried] = slots
  if (x === undefined) throw new Error('a checkpoint holds at least x')
  // A method has no history yet at its start.
  return { step, t, nfe, x, carried: step === 0 ? [] : carried }
}

/** Positions [count, d] at a step, if that step is on film for all workers; a view of shared memory, not a copy. */
export function positions(film: Film, workers: number, step: number, count: number): Floats | null {
  for (let w = 0; w < workers; w++) if (progressOf(film, w, 'filmed') < step) return null
  const checkpoint = checkpointOf(film.plan, step)
  if (checkpoint !== null) return view(film, film.checkpoints, checkpoint * film.plan.arrays, 0, count)
  const { number, place } = windowOf(film.plan, step)
  for (let w = 0; w < workers; w++) if (progressOf(film, w, 'window') !== number) return null
  return view(film, film.between, place, 0, count)
}
