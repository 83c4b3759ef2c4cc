import { z } from 'zod'
import { applyPatch } from '#core/experiment/merge-patch'
import { closedObject } from '#core/params/closed-object'
import { Invalid } from '#core/params/invalid'
import { check } from '#core/params/schema'

/** One run of a file: the document, and arrays that replace its start or its path noise. */
export interface ListedRun {
  /** Folder below --out; empty for a file that holds a single document */
  readonly name: string
  readonly document: unknown
  /** The name of a .npy file, rows [n, d], or undefined */
  readonly initial: unknown
  /** The name of a .npy file, steps of rows [steps, n, d], or undefined */
  readonly noise: unknown
  /** Does something for this run; an `Invalid` that it throws gets the run's place in the file. */
  explain<T>(what: () => T): T
}

const runSchema = closedObject(
  {
    name: z
      .string({ error: 'a name was expected' })
      .regex(/^(?!\.+$)[\w.-]{1,100}$/, { error: 'letters, digits, dots and dashes were expected' })
      .optional(),
    document: z.unknown().optional(),
    patch: z.unknown().optional(),
    initial: z.unknown().optional(),
    noise: z.unknown().optional(),
  },
  'an object with name, document, patch, initial, noise',
)

const listSchema = closedObject(
  {
    runs: z.array(z.unknown(), { error: 'a list of runs was expected' }).min(1, {
      error: 'a list of at least one run was expected',
    }),
    document: z.unknown().optional(),
  },
  'an object with runs, document',
)

/**
 * A file is a document, or `{"document": ..., "runs": [{"name", "document", "patch", "initial", "noise"}, ...]}`: a
 * run has its own document or the file's, changed by its patch (RFC 7396).
 */
export function listRuns(json: unknown): ListedRun[] {
  if (typeof json !== 'object' || json === null || !('runs' in json))
    return [{ name: '', document: json, initial: undefined, noise: undefined, explain: (what) => what() }]
  const file = check(listSchema, json)
  const names = new Set<string>()
  return file.runs.map((item, i) => {
    const path = `runs.${i}`
    const run = check(runSchema, item, path)
    const name = run.name ?? `run-${i + 1}`
    if (names.has(name))
      throw new Invalid(`${path}.name`, `is "${name}", as that of an earlier run; another name was expected`)
    names.add(name)
    const base = run.document ?? file.document
    if (base === undefined) throw new Invalid(`${path}.document`, 'is missing; a document was expected')
    return {
      name,
      document: run.patch === undefined ? base : applyPatch(base, run.patch),
      initial: run.initial,
      noise: run.noise,
      explain(what) {
        try {
          return what()
        } catch (error) {
          throw error instanceof Invalid && !error.path.startsWith('--') ? error.within(path) : error
        }
      },
    }
  })
}
