import { parseArgs } from 'node:util'
import type { SeedName } from '#core/experiment/document'
import { maxSeed } from '#core/experiment/frame'
import { Invalid } from '#core/params/invalid'
import { nearest } from '#core/params/nearest'
import { spaced } from '#core/params/schema'

export const text = { type: 'string' } as const
export const flag = { type: 'boolean' } as const

export const seedOptions = { 'seed-data': text, 'seed-start': text, 'seed-path': text } as const

type Options = Readonly<Record<string, typeof text | typeof flag>>

/** Options and positional arguments of a command. Throws `Invalid`, whose path is the option. */
export function parseOptions<Known extends Options>(args: readonly string[], options: Known) {
  const names = Object.keys(options).map((name) => `--${name}`)
  for (const argument of args) {
    const name = argument.split('=')[0]!
    if (!argument.startsWith('-') || names.includes(name)) continue
    // A value that begins with a minus stands behind "=", so this is a misspelt option.
    const meant = nearest(name, names)
    throw new Invalid(
      name,
      `is not an option; ${meant === undefined ? `one of ${names.join(', ')} was expected` : `${meant} was probably meant`}`,
    )
  }
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options })
  } catch (error) {
    const option = /--[a-z-]+/.exec(error instanceof Error ? error.message : '')?.[0] ?? ''
    const given = options[option.slice(2)]
    throw new Invalid(option, given?.type === 'boolean' ? 'takes no value' : 'has no value; one was expected')
  }
}

export function whole(option: string, written: string, low: number, high: number): number {
  const value = written.trim() === '' ? NaN : Number(written)
  if (!Number.isInteger(value) || value < low || value > high)
    throw new Invalid(
      option,
      `is "${written}"; a whole number from ${spaced(low)} to ${spaced(high)} was expected`,
    )
  return value
}

/** Seeds that go before the document's. */
export function seedsOf(
  values: Readonly<Partial<Record<keyof typeof seedOptions, string>>>,
): Partial<Record<SeedName, number>> {
  return Object.fromEntries(
    (['data', 'start', 'path'] as const).flatMap((name) => {
      const value = values[`seed-${name}`]
      return value === undefined ? [] : [[name, whole(`--seed-${name}`, value, 0, maxSeed)]]
    }),
  )
}
