import { readFileSync } from 'node:fs'
import type { SeedName } from '#core/experiment/document'
import { Invalid } from '#core/params/invalid'
import type { BackendName } from '#main/engine/backends/create-backend'
import { type GridOption, gridOption } from './arrays/grid-option'
import { flag, parseOptions, seedOptions, seedsOf, text, whole } from './options'

/** `run FILE` with its options, as they were typed. */
export interface RunArguments {
  readonly file: string
  readonly out: string
  readonly backend: BackendName | null
  /** null: one a core */
  readonly workers: number | null
  readonly variants: boolean
  readonly trajectory: boolean
  readonly density: GridOption | null
  readonly score: GridOption | null
  /** Steps at which the grids are wanted; null: all */
  readonly at: readonly number[] | null
  readonly initial: string | null
  readonly noise: string | null
  /** Weights of a network that is the score of every run */
  readonly weights: string | null
  readonly seeds: Readonly<Partial<Record<SeedName, number>>>
}

const options = {
  out: text,
  backend: text,
  workers: text,
  variants: flag,
  trajectory: flag,
  density: text,
  score: text,
  at: text,
  initial: text,
  noise: text,
  weights: text,
  ...seedOptions,
} as const

/** Throws `Invalid`, whose path is the option. */
export function runArguments(args: readonly string[]): RunArguments {
  const { values, positionals } = parseOptions(args, options)
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid('run', 'takes one file; run FILE.json --out DIR was expected')
  if (values.out === undefined || values.out === '')
    throw new Invalid('--out', 'is missing; a folder for the results was expected')
  const backend = values.backend ?? null
  if (backend !== null && backend !== 'reference' && backend !== 'wasm')
    throw new Invalid('--backend', `is "${backend}"; "reference" or "wasm" was expected`)
  return {
    file,
    out: values.out,
    backend,
    workers: values.workers === undefined ? null : whole('--workers', values.workers, 1, 64),
    variants: values.variants === true,
    trajectory: values.trajectory === true,
    density: values.density === undefined ? null : gridOption('--density', values.density),
    score: values.score === undefined ? null : gridOption('--score', values.score),
    at: values.at?.split(',').map((step) => whole('--at', step, 0, 1e6)) ?? null,
    initial: values.initial ?? null,
    noise: values.noise ?? null,
    weights: values.weights ?? null,
    seeds: seedsOf(values),
  }
}

/** The bytes of a file that an option or field names. */
export function readNamed(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch {
    throw new Invalid(name, `is "${path}", which cannot be read; an existing file was expected`)
  }
}

export function readJson(path: string): unknown {
  const text = new TextDecoder().decode(readNamed(path, 'FILE'))
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Invalid(
      'FILE',
      `is "${path}", which is not JSON (${error instanceof Error ? error.message : ''}); a document was expected`,
    )
  }
}
