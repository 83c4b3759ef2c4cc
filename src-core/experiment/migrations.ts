import { Invalid } from '#core/params/invalid'
import { show } from '#core/params/schema'
import { documentVersion } from './document'

type Json = Record<string, unknown>

/** Step n turns a document of version n into one of version n + 1. Fixtures of every version stand beside the tests. */
const steps: readonly ((old: Json) => Json)[] = [
  // Version 0 had one seed for all noise, lambda as a number of the subject, and the steps beside the sampler.
  ({ version: _, seed, subject, ...rest }) => {
    const { lambda, steps: count, ...kept } = asObject(subject, 'subject')
    return {
      ...rest,
      scorefield: 1,
      experiment: {
        subject: {
          ...kept,
          ...(lambda === undefined ? {} : { dynamics: { kind: 'reverse', lambda } }),
          ...(count === undefined ? {} : { grid: { kind: 'log-snr', steps: count } }),
        },
        witnesses: [],
      },
      ...(seed === undefined ? {} : { seeds: { data: seed, start: seed, path: seed } }),
    }
  },
]

/** A document of any known version as one of the newest; what is inside is not looked at further. */
export function migrate(json: unknown): Json {
  let document = asObject(json, '')
  const found = document['scorefield'] ?? document['version']
  if (found === undefined)
    throw new Invalid('scorefield', `is missing; the version of the format, ${documentVersion}, was expected`)
  if (typeof found !== 'number' || !Number.isInteger(found) || found < 0 || found > documentVersion)
    throw new Invalid(
      'scorefield',
      `is ${show(found)}; a version of the format from 0 to ${documentVersion} was expected`,
    )
  for (const step of steps.slice(found)) document = step(document)
  return document
}

function asObject(value: unknown, path: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new Invalid(
    path,
    path === ''
      ? 'The file does not hold a document; a JSON object was expected'
      : `is ${show(value)}; an object was expected`,
  )
}
