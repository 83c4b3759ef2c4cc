/**
 * Which states of a run are kept: checkpoints of everything that the next step reads, every `stride` steps, and a window
 * that holds `window` of the states between two of them, filled again where the playhead goes. A checkpoint is in the
 * method's own precision, so that a replay from it is exact.
 */
export interface FilmPlan {
  readonly particles: number
  readonly dimension: number
  readonly steps: number
  /** Steps between checkpoints */
  readonly stride: number
  /** States that the window holds: those between two checkpoints, or as many of them as there is room for; 0 for a stride of 1 */
  readonly window: number
  /** Arrays per checkpoint: x and the history */
  readonly arrays: number
  readonly precision: 'float32' | 'float64'
}

/** The states of one window: those after a checkpoint from `first` to `last`. */
export interface WindowSpan {
  /** Step of the checkpoint */
  readonly checkpoint: number
  readonly first: number
  readonly last: number
}

/** Bytes of one array of one state */
function stateBytes({ particles, dimension, precision }: Omit<FilmPlan, 'stride' | 'window'>): number {
  return particles * dimension * (precision === 'float64' ? 8 : 4)
}

const checkpoints = (steps: number, stride: number): number => Math.ceil(steps / stride) + 1

/** Bytes of checkpoints and window together */
export function filmBytes(plan: FilmPlan): number {
  const { steps, stride, window, arrays } = plan
  return (checkpoints(steps, stride) * arrays + window) * stateBytes(plan)
}

/**
 * All states where they fit `budget` bytes; else the shortest stride at which checkpoints and all states between two of
 * them do. Where none does, half of the bytes are for checkpoints and the window holds what the rest has room for: then
 * a seek replays up to `stride` steps for a part of them. Only both ends and one state more may take more than the budget.
 */
export function planFilm(
  particles: number,
  dimension: number,
  steps: number,
  history: number,
  precision: 'float32' | 'float64',
  budget: number,
): FilmPlan {
  const what = { particles, dimension, steps, arrays: 1 + history, precision } as const
  const whole = (stride: number): FilmPlan => ({ ...what, stride, window: stride - 1 })
  // Checkpoints fall with the stride as the window grows; about here the sum is least.
  const least = Math.ceil(Math.sqrt(steps * what.arrays))
  for (let stride = 1; stride <= Math.max(1, Math.min(least, steps)); stride++)
    if (filmBytes(whole(stride)) <= budget) return whole(stride)
  const states = Math.floor(budget / stateBytes(what))
  const kept = Math.max(2, Math.floor(states / (2 * what.arrays)))
  const stride = Math.max(1, Math.ceil(steps / (kept - 1)))
  const room = states - checkpoints(steps, stride) * what.arrays
  return { ...what, stride, window: Math.min(stride - 1, Math.max(1, room)) }
}

/** Checkpoints stand at 0, stride, 2 stride, ... and at the last step. */
export function checkpointOf(plan: FilmPlan, step: number): number | null {
  if (step === plan.steps) return Math.ceil(plan.steps / plan.stride)
  return step % plan.stride === 0 ? step / plan.stride : null
}

/** Number of the window that holds a step between two checkpoints, and the step's place in it */
export function windowOf({ stride, window }: FilmPlan, step: number): { number: number; place: number } {
  const after = (step % stride) - 1
  return {
    number: Math.floor(step / stride) * windowsOf(stride, window) + Math.floor(after / window),
    place: after % window,
  }
}

export function windowSpan({ steps, stride, window }: FilmPlan, number: number): WindowSpan {
  const each = windowsOf(stride, window)
  const checkpoint = Math.floor(number / each) * stride
  const first = checkpoint + 1 + (number % each) * window
  return { checkpoint, first, last: Math.min(first + window, checkpoint + stride, steps) - 1 }
}

/** Windows between two checkpoints */
function windowsOf(stride: number, window: number): number {
  return Math.ceil((stride - 1) / window)
}
