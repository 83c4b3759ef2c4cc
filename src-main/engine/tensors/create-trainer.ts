import { referenceTrainer } from '#core/learning/training/reference-trainer'
import type { Trainer, TrainerSpec } from '#core/learning/training/trainer'
import { AGREEMENT, type Measured, measureTrainer } from './measure-trainer'
import { type Load, type LoadedTensorFlow, loaderOf, loadTensorFlow, nativePackages } from './tensorflow'
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
 * The trainer of a name, or with `auto` the fastest that agrees with the reference on ten steps. Where no native
 * TensorFlow loads, that is the own kernels without a race: TensorFlow.js's wasm backend uses the same vectors and has
 * never measured half as fast. Where one loads, both are timed on the network and loss that are asked for.
 * A name that cannot be had throws an Error saying why.
 */
export async function createTrainer(
  name: TrainerName,
  spec: TrainerSpec,
  { slopes, load = loaderOf() }: TrainerNeeds,
): Promise<TrainerChoice> {
  if (name === 'reference')
    return { trainer: referenceTrainer(spec), reason: 'Plain TypeScript in float64, as asked.', refusals: [] }
  if (name === 'wasm') return onKernels(spec)
  if (name === 'tensorflow') return onTensorFlow(spec, await loadTensorFlow(load))
  const refusals: { name: string; reason: string }[] = []
  const refuse = (refused: string, error: unknown): null => {
    refusals.push({ name: refused, reason: sentence(error) })
    return null
  }
  const own = attempt(
    () => onKernels(spec),
    (error) => refuse('wasm', error),
  )
  const native = await loadTensorFlow(load, nativePackages).catch(() => null)
  if (own !== null && native === null) return own
  if (own !== null && native !== null) {
    const race = raced(spec, slopes, native)
    return race.winner === 'wasm'
      ? { ...own, reason: race.reason }
      : { ...onTensorFlow(spec, native), reason: race.reason }
  }
  try {
    const choice = onTensorFlow(spec, native ?? (await loadTensorFlow(load)))
    return { ...choice, refusals: [...refusals, ...choice.refusals] }
  } catch (error) {
    refuse('tensorflow', error)
  }
  const reason = 'Plain TypeScript in float64, since nothing faster can be had here.'
  return { trainer: referenceTrainer(spec), reason, refusals }
}

function onKernels(spec: TrainerSpec): TrainerChoice {
  const trainer = wasmTrainer(spec)
  const reason = `Own WebAssembly kernels (${trainer.info.build}) in float32.`
  return { trainer, reason, refusals: [] }
}

function onTensorFlow(spec: TrainerSpec, loaded: LoadedTensorFlow): TrainerChoice {
  const trainer = tensorflowTrainer(spec, loaded)
  const reason = `TensorFlow.js through ${trainer.info.build}, in float32.`
  return { trainer, reason, refusals: loaded.refusals }
}

function raced(
  spec: TrainerSpec,
  slopes: boolean,
  native: LoadedTensorFlow,
): { winner: 'wasm' | 'tensorflow'; reason: string } {
  const own = measureTrainer((one) => wasmTrainer(one), spec, slopes)
  const rates = (theirs: Measured): string =>
    `${own.stepsPerSecond.toFixed(0)} steps/s by own kernels, ${theirs.stepsPerSecond.toFixed(0)} by ${native.name}`
  try {
    const theirs = measureTrainer((one) => tensorflowTrainer(one, native), spec, slopes)
    if (!(theirs.difference <= AGREEMENT))
      return { winner: 'wasm', reason: `Own kernels: ${disagreement(native.name, theirs)}` }
    const winner = theirs.stepsPerSecond > own.stepsPerSecond ? 'tensorflow' : 'wasm'
    return { winner, reason: `The faster of two that were timed: ${rates(theirs)}.` }
  } catch (error) {
    return { winner: 'wasm', reason: `Own kernels: ${native.name} does not train: ${sentence(error)}` }
  }
}

/** One sentence on a trainer that is not what the reference is. */
export function disagreement(name: string, { difference }: Measured): string {
  return `${name} differs from the reference by ${difference.toExponential(0)} within ten steps; at most 1e-4 was expected.`
}

function attempt<T>(make: () => T, otherwise: (error: unknown) => null): T | null {
  try {
    return make()
  } catch (error) {
    return otherwise(error)
  }
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.endsWith('.') ? text : `${text}.`
}
