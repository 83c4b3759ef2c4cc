import { z } from 'zod'
import { closedObject } from '#core/params/closed-object'
import { spaced } from '#core/params/schema'
import { maxVariants } from './document'

// What of a document does not depend on the catalogue. Every schema's message is the end of an error sentence.

export const maxParticles = 1_000_000
export const maxSteps = 100_000
export const maxSeed = 4_294_967_295

const text = (error: string, longest: number) => z.string({ error }).max(longest, { error })
const number = (low: number, high: number, what = 'a number') => {
  const error = `${what} from ${spaced(low)} to ${spaced(high)} was expected`
  return z.number({ error }).min(low, { error }).max(high, { error })
}
const whole = (low: number, high: number) => {
  const error = `a whole number from ${spaced(low)} to ${spaced(high)} was expected`
  return number(low, high, 'a whole number').int({ error })
}
const list = <Item extends z.ZodType>(item: Item, error = 'a list was expected') => z.array(item, { error })
const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, { error: `one of ${names.map((name) => `"${name}"`).join(', ')} was expected` })
const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  closedObject(shape, `an object with ${Object.keys(shape).join(', ')}`)

const coordinate = z.number({ error: 'a number was expected' })
const triple = z.tuple([coordinate, coordinate, coordinate], {
  error: 'a list of three numbers was expected',
})
const fraction = number(0, 1)
const anything = z.unknown()
const required = anything.refine((value) => value !== undefined, {
  error: 'an object with a kind was expected',
})

const variant = object({
  name: text('a name of at most 80 characters was expected', 80),
  patch: z.record(z.string(), z.unknown(), { error: 'an object was expected' }),
})

const timeline = object({
  axis: oneOf(['log-snr', 't', 'step']).default('log-snr'),
  range: z
    .tuple([fraction, fraction], { error: 'a list of two numbers from 0 to 1 was expected' })
    .refine(([from, to]) => from < to, { error: 'two numbers in rising order were expected' })
    .default([0, 1]),
  loop: z.boolean({ error: 'true or false was expected' }).default(true),
  speed: number(0.05, 50).default(1),
  camera: list(object({ at: fraction, position: triple, target: triple })).default([]),
})

const seeds = object({
  data: whole(0, maxSeed).default(7),
  start: whole(0, maxSeed).default(42),
  path: whole(0, maxSeed).default(1),
  locked: list(oneOf(['data', 'start', 'path'])).default(['data', 'start']),
  noise: oneOf(['tree', 'independent']).default('tree'),
})

export const experimentSchema = object({
  subject: required,
  witnesses: list(anything).default([]),
})

export const documentSchema = object({
  scorefield: z.literal(1),
  title: text('a text of at most 200 characters was expected', 200).default('Untitled'),
  experiment: experimentSchema,
  variants: list(variant)
    .max(maxVariants, { error: `at most ${maxVariants} variants were expected` })
    .default([]),
  timeline: timeline.prefault({}),
  seeds: seeds.prefault({}),
})

/** The choices inside are parsed afterwards, against the catalogue. */
export const generativeSchema = object({
  kind: z.literal('generative'),
  data: required,
  process: required,
  score: anything.default({ kind: 'exact' }),
  dynamics: anything.default({ kind: 'reverse' }),
  sampler: anything.default({ kind: 'euler-maruyama' }),
  grid: anything.default({ kind: 'log-snr' }),
  particles: whole(1, maxParticles).default(20000),
  start: oneOf(['prior', 'marginal']).default('prior'),
})

const horizon = number(1e-6, 10_000)

export const sdeSchema = object({
  kind: z.literal('sde'),
  equation: required,
  domain: required,
  start: required,
  scheme: anything.default({ kind: 'backward-euler' }),
  horizon,
  steps: whole(1, maxSteps),
  particles: whole(1, maxParticles).default(20000),
})

export const fieldSchema = object({
  kind: z.literal('field'),
  problem: required,
  domain: anything.default({ kind: 'line' }),
  start: anything.default({ kind: 'gaussian' }),
  scheme: anything.default({ kind: 'alternating-directions' }),
  horizon: horizon.default(1),
  steps: whole(1, maxSteps).default(200),
})
