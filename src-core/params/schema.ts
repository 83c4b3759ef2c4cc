import { z } from 'zod'
import { closedObject } from './closed-object'
import { Invalid } from './invalid'
import type { Param, ParamTable } from './param'

/** What is allowed, as the end of a sentence; every schema below carries one as its error message. */
export function expectation(param: Param): string {
  switch (param.kind) {
    case 'number': {
      const what = param.integer === true ? 'a whole number' : 'a number'
      return `${what} from ${spaced(param.min)} to ${spaced(param.max)} was expected`
    }
    case 'choice':
      return `one of ${param.options.map((option) => `"${option.value}"`).join(', ')} was expected`
    case 'boolean':
      return 'true or false was expected'
    case 'text':
      return `a text of 1 to ${param.maxLength} characters was expected`
    case 'rows':
      return `${spaced(param.minRows)} to ${spaced(param.maxRows)} rows of ${param.widths.join(' or ')} numbers were expected`
    case 'components':
      return `a list of 1 to ${param.maxComponents} Gaussians {weight, mean, cov} was expected`
  }
}

/** Thousands are set apart by narrow spaces, as everywhere in the window. */
export function spaced(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) < 10000) return String(value)
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

const labelError = 'a whole number from 0 to 255 was expected'

/** Validation of one parameter's value. */
export function schemaOfParam(param: Param): z.ZodType {
  const error = expectation(param)
  switch (param.kind) {
    case 'number': {
      const number = z.number({ error }).min(param.min, { error }).max(param.max, { error })
      return param.integer === true ? number.int({ error }) : number
    }
    case 'choice':
      return z.enum(
        param.options.map((option) => option.value),
        { error },
      )
    case 'boolean':
      return z.boolean({ error })
    case 'text':
      return z.string({ error }).min(1, { error }).max(param.maxLength, { error })
    case 'rows': {
      const row = z.array(z.number({ error }), { error })
      return z
        .array(row, { error })
        .min(param.minRows, { error })
        .max(param.maxRows, { error })
        .refine(
          (rows) => rows.every((r) => param.widths.includes(r.length) && r.length === rows[0]?.length),
          {
            error,
          },
        )
    }
    case 'components': {
      const numbers = z.array(z.number({ error: 'a number was expected' }), {
        error: 'a list of numbers was expected',
      })
      return z
        .array(
          closedObject(
            {
              weight: z.number({ error: 'a number of at least 0 was expected' }).min(0, {
                error: 'a number of at least 0 was expected',
              }),
              mean: numbers,
              cov: z.array(numbers, { error: 'a square matrix was expected' }),
              label: z
                .int({ error: labelError })
                .min(0, { error: labelError })
                .max(255, { error: labelError })
                .optional(),
            },
            'a Gaussian {weight, mean, cov}',
          ),
          { error },
        )
        .min(1, { error })
        .max(param.maxComponents, { error })
    }
  }
}

/** Schemas are kept, since a document is validated at every move of a slider. */
const kept = new WeakMap<ParamTable, Map<string, z.ZodType>>()

/** A choice of a known kind: its parameters, each of which may be left out. */
export function schemaOfChoice(kind: string, table: ParamTable): z.ZodType {
  const ofTable = kept.get(table) ?? new Map<string, z.ZodType>()
  kept.set(table, ofTable)
  const found = ofTable.get(kind)
  if (found !== undefined) return found
  const shape = Object.fromEntries(
    Object.entries(table).map(([name, param]) => [name, schemaOfParam(param).optional()]),
  )
  const schema = closedObject({ kind: z.literal(kind), ...shape }, 'an object with a kind')
  ofTable.set(kind, schema)
  return schema
}

/** Parses with a schema whose messages are expectations; throws `Invalid` for the first problem found. */
export function check<T>(schema: z.ZodType<T>, value: unknown, path = ''): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (issue === undefined) throw new Invalid(path, 'is not valid')
  const where = [path, ...issue.path.map(String)].filter((part) => part !== '').join('.')
  if (issue.code === 'custom' && issue.params?.['unknownField'] === true)
    throw new Invalid(where, `is not a known field; ${issue.message}`)
  const found = issue.path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  )
  throw new Invalid(where, `${found === undefined ? 'is missing' : `is ${show(found)}`}; ${issue.message}`)
}

/** A value as it stands in a sentence, shortened. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `"${value.slice(0, 37)}…"` : `"${value}"`
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' ? 'an object' : 'not a value'
}
