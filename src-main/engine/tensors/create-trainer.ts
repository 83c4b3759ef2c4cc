import { referenceTrainer } from '#core/learning/training/reference-trainer'
import type { Trainer, TrainerSpec } from '#core/learning/training/trainer'
import { loadTensorFlow, type Load, loaderOf } from './tensorflow'
import { tensorflowTrainer } from './tensorflow-trainer'
import { wasmTrainer } from './wasm-trainer'

export type TrainerName = 'auto' | 'reference' | 'wasm' | 'tensorflow'

export interface TrainerChoice {
  readonly trainer: Trainer
  /** One sentence: why this one */
  readonly reason: string
  /** What was tried before it, each with one sentence */
  readonly refusals: readonly { readonly name: string; readonly reason: string }[]
}

export interface TrainerNeeds {
  /** The loss has a divergence in it */
  readonly slopes: boolean
  /** How packages of TensorFlow.js are found */
  readonly load?: Load
}

/**
 * The trainer of a name, or with `auto` the fastest that can train the loss: own kernels, which measure faster than
 * TensorFlow.js on a processor; TensorFlow.js where the loss has a divergence; else TypeScript.
 * A name that cannot be had throws an Error saying why.
 */
export async function createTrainer(
  name: TrainerName,
  spec: TrainerSpec,
  { slopes, load = loaderOf() }: TrainerNeeds,
): Promise<TrainerChoice> {
  if (name === 'reference')
    return { trainer: referenceTrainer(spec), reason: 'Plain TypeScript in float64, as asked.', refusals: [] }
  if (name === 'wasm') {
    if (slopes) throw new Error('The own kernels train no losses with a divergence.')
    const trainer = wasmTrainer(spec)
    return { trainer, reason: ownReason(trainer), refusals: [] }
  }
  if (name === 'tensorflow') return onTensorFlow(spec, load)
  const refusals: { name: string; reason: string }[] = []
  if (slopes) refusals.push({ name: 'wasm', reason: 'The own kernels train no losses with a divergence.' })
  else
    try {
      const trainer = wasmTrainer(spec)
      return { trainer, reason: ownReason(trainer), refusals }
    } catch (error) {
      refusals.push({ name: 'wasm', reason: sentence(error) })
    }
  try {
    const choice = await onTensorFlow(spec, load)
    return { ...choice, refusals: [...refusals, ...choice.refusals] }
  } catch (error) {
    refusals.push({ name: 'tensorflow', reason: sentence(error) })
  }
  const reason = 'Plain TypeScript in float64, since nothing faster can be had here.'
  return { trainer: referenceTrainer(spec), reason, refusals }
}

async function onTensorFlow(spec: TrainerSpec, load: Load): Promise<TrainerChoice> {
  const loaded = await loadTensorFlow(load)
  const trainer = tensorflowTrainer(spec, loaded)
  return {
    trainer,
    reason: `TensorFlow.js through ${trainer.info.build}, in float32.`,
    refusals: loaded.refusals,
  }
}

function ownReason({ info }: Trainer): string {
  return `Own WebAssembly kernels (${info.build}) in float32.`
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.endsWith('.') ? text : `${text}.`
}
