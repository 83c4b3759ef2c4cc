import { z } from 'zod'
import { Invalid } from '#core/params/invalid'
import type { Choice, ParamTable } from '#core/params/param'
import { check, schemaOfChoice, show } from '#core/params/schema'
import type { Experiment, GenerativeSubject, LabDocument } from './document'
import { applyPatch } from './merge-patch'
import { migrate } from './migrations'

/** What the document needs to know of the catalogue: which kinds there are, and their parameters. */
export type Choices = {
  readonly [Section in 'data' | 'process' | 'score' | 'dynamics' | 'sampler' | 'grid' | 'witness']: readonly {
    readonly kind: string
    readonly params: ParamTable
  }[]
}

/** Kinds that the format knows and that this version does not compute. */
const laterSubjects = ['sde', 'field', 'conditional']
const laterWitnesses = ['density-grid', 'backward-value', 'path-weights', 'training-run', 'convergence-study']

const text = (what: string) => z.string({ error: `${what} was expected` })
const whole = (low: number, high: number) => {
  const error = `a whole number from ${low} to ${high} was expected`
  return z.number({ error }).int({ error }).min(low, { error }).max(high, { error })
}
const fraction = z
  .number({ error: 'a number from 0 to 1 was expected' })
  .min(0, { error: 'a number from 0 to 1 was expected' })
  .max(1, { error: 'a number from 0 to 1 was expected' })
const triple = z.tuple([z.number(), z.number(), z.number()], { error: 'three numbers were expected' })
const object = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const names = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `one of ${names} was expected`
        : `an object with ${names} was expected`,
  })
}
const seedNames = z.enum(['data', 'start', 'path'], { error: '"data", "start" or "path" was expected' })
const anything = z.unknown()

const frame = object({
  scorefield: z.literal(1),
  title: text('a text')
    .max(200, { error: 'a text of at most 200 characters was expected' })
    .default('Untitled'),
  experiment: object({
    subject: anything,
    witnesses: z.array(anything, { error: 'a list was expected' }).default([]),
  }),
  variants: z
    .array(
      object({
        name: text('a text'),
        patch: z.record(z.string(), z.unknown(), { error: 'an object was expected' }),
      }),
      { error: 'a list was expected' },
    )
    .max(3, { error: 'at most 3 variants were expected' })
    .default([]),
  timeline: object({
    axis: z
      .enum(['log-snr', 't', 'step'], { error: '"log-snr", "t" or "step" was expected' })
      .default('log-snr'),
    range: z
      .tuple([fraction, fraction], { error: 'two fractions were expected' })
      .refine(([from, to]) => from < to, { error: 'two rising fractions were expected' })
      .default([0, 1]),
    loop: z.boolean({ error: 'true or false was expected' }).default(true),
    speed: z
      .number({ error: 'a number from 0.05 to 50 was expected' })
      .min(0.05, { error: 'a number from 0.05 to 50 was expected' })
      .max(50, { error: 'a number from 0.05 to 50 was expected' })
      .default(1),
    camera: z
      .array(object({ at: fraction, position: triple, target: triple }), { error: 'a list was expected' })
      .default([]),
  }).prefault({}),
  seeds: object({
    data: whole(0, 4294967295).default(7),
    start: whole(0, 4294967295).default(42),
    path: whole(0, 4294967295).default(1),
    locked: z.array(seedNames, { error: 'a list of seed names was expected' }).default(['data', 'start']),
    noise: z.enum(['tree', 'independent'], { error: '"tree" or "independent" was expected' }).default('tree'),
  }).prefault({}),
})

const generative = object({
  kind: z.literal('generative'),
  data: anything,
  process: anything,
  score: anything.default({ kind: 'exact' }),
  dynamics: anything.default({ kind: 'reverse' }),
  sampler: anything.default({ kind: 'euler-maruyama' }),
  grid: anything.default({ kind: 'log-snr' }),
  particles: whole(1, 1000000).default(20000),
  start: z.enum(['prior', 'marginal'], { error: '"prior" or "marginal" was expected' }).default('prior'),
})

/**
 * A document from JSON of any version, with structural defaults filled in. The catalogue is a value, so that the
 * format knows no implementation. Throws `Invalid` with the field that is wrong and what was expected.
 */
export function parse(json: unknown, choices: Choices): LabDocument {
  const document = check(frame, migrate(json))
  const experiment = parseExperiment(document.experiment, choices, 'experiment')
  const variants = document.variants.map((variant, i) => {
    try {
      parseExperiment(applyPatch(experiment, variant.patch), choices, '')
    } catch (error) {
      if (error instanceof Invalid) throw error.within(`variants.${i}.patch`)
      throw error
    }
    return variant
  })
  return { ...document, experiment, variants }
}

/** One experiment; also what a variant becomes once its patch is applied. */
export function parseExperiment(json: unknown, choices: Choices, path: string): Experiment {
  const at = (name: string): string => [path, name].filter((part) => part !== '').join('.')
  const { subject, witnesses } = check(
    object({ subject: anything, witnesses: z.array(anything) }),
    json,
    path,
  )
  return {
    subject: parseSubject(subject, choices, at('subject')),
    witnesses: witnesses.map((w, i) => parseChoice(w, choices.witness, at(`witnesses.${i}`), laterWitnesses)),
  }
}

function parseSubject(json: unknown, choices: Choices, path: string): GenerativeSubject {
  const kind = kindOf(json, path)
  if (kind !== 'generative') refuse(kind, ['generative'], laterSubjects, path)
  const subject = check(generative, json, path)
  const choice = (section: keyof Choices, value: unknown): Choice =>
    parseChoice(value, choices[section], `${path}.${section}`, [])
  return {
    ...subject,
    data: choice('data', subject.data),
    process: choice('process', subject.process),
    score: choice('score', subject.score),
    dynamics: choice('dynamics', subject.dynamics),
    sampler: choice('sampler', subject.sampler),
    grid: choice('grid', subject.grid),
  }
}

function parseChoice(
  json: unknown,
  known: readonly { readonly kind: string; readonly params: ParamTable }[],
  path: string,
  later: readonly string[],
): Choice {
  const kind = kindOf(json, path)
  const found = known.find((candidate) => candidate.kind === kind)
  if (found === undefined) {
    return refuse(
      kind,
      known.map((candidate) => candidate.kind),
      later,
      path,
    )
  }
  return check(schemaOfChoice(kind, found.params), json, path) as Choice
}

function kindOf(json: unknown, path: string): string {
  const { kind } = check(
    z.looseObject({ kind: z.string() }, { error: 'an object with a kind was expected' }),
    json,
    path,
  )
  return kind
}

function refuse(kind: string, known: readonly string[], later: readonly string[], path: string): never {
  const expected = `one of ${known.map((name) => `"${name}"`).join(', ')} was expected`
  throw new Invalid(
    `${path}.kind`,
    later.includes(kind)
      ? `is ${show(kind)}, which this version of Scorefield does not compute yet; ${expected}`
      : `is ${show(kind)}; ${expected}`,
  )
}
