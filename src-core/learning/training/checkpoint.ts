import { type Progress, parseProgress } from '../history/progress'
import { Invalid } from '#core/params/invalid'
import type { Architecture } from '../network/architecture'
import { weightCount } from '../network/layout'
import { readSafetensors, writeSafetensors } from '../safetensors'
import { readArchitecture, refuseOther } from '../weights-file'
import type { TrainerState } from './trainer'

/**
 * A training as it stands. Random draws are counters keyed by (seed, step, row), so seed and step are all the random
 * state there is.
 */
export interface Checkpoint {
  readonly architecture: Architecture
  readonly state: TrainerState
  readonly seed: number
  /** Of the trainer that wrote it; another goes on from it only to its tolerance */
  readonly backend: string
  /** What it has told so far and how it stood; null in a file that does not say */
  readonly progress: Progress | null
}

const arrays = ['weights', 'first', 'second', 'average'] as const

/** As bytes of a .safetensors file; float64 arrays of the reference stay so. */
export function checkpointToFile({ architecture, state, seed, backend, progress }: Checkpoint): Uint8Array {
  const tensors = Object.fromEntries(
    arrays.map((name) => [name, { shape: [state[name].length], data: state[name] }]),
  )
  const metadata = {
    architecture: JSON.stringify(architecture),
    step: String(state.step),
    seed: String(seed),
    backend,
    ...(progress === null ? {} : { progress: JSON.stringify(progress) }),
  }
  return writeSafetensors({ tensors, metadata })
}

/** Throws `Invalid` naming the file for one that is cut short, of another kind or for another network. */
export function checkpointFromFile(bytes: Uint8Array, name: string, wanted?: Architecture): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes, name)
  const [step, seed] = [Number(metadata['step']), Number(metadata['seed'])]
  if (metadata['architecture'] === undefined || !Number.isInteger(step) || !Number.isInteger(seed))
    throw new Invalid(name, 'has no architecture, step and seed; a checkpoint of a training was expected')
  const architecture = readArchitecture(metadata['architecture'], name)
  if (wanted !== undefined) refuseOther(architecture, wanted, name)
  const count = weightCount(architecture)
  const array = (key: (typeof arrays)[number]): Float32Array | Float64Array => {
    const data = tensors[key]?.data
    if (data?.length !== count)
      throw new Invalid(name, `has ${data?.length ?? 0} numbers in “${key}”; its architecture needs ${count}`)
    return data
  }
  return {
    architecture,
    state: {
      step,
      weights: array('weights'),
      first: array('first'),
      second: array('second'),
      average: array('average'),
    },
    seed,
    backend: metadata['backend'] ?? 'unknown',
    progress: parseProgress(metadata['progress']),
  }
}
