import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { Invalid } from '#core/params/invalid'
import { assemble } from '#main/engine/assemble'
import { boundOf } from '#main/engine/observers/bound'
import { readJson } from '../arguments'
import type { CommandHost } from '../command-host'
import { parseOptions, seedOptions, seedsOf } from '../options'

/** `bound FILE`: DDPM's variational bound of the document's chain, term by term, in nats. */
export function printBound(args: readonly string[], host: CommandHost): void {
  const { values, positionals } = parseOptions(args, seedOptions)
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid('bound', 'takes one file; bound FILE.json was expected')
  const { experiment, seeds } = parse(readJson(file), catalog)
  const { subject } = experiment
  const found = boundOf(assemble(subject, catalog), subject, { ...seeds, ...seedsOf(values) })
  for (const { kind, t, next, value, error } of found.terms) {
    const to = next === null ? '' : ` to ${next.toPrecision(4)}`
    host.out(`${kind} at ${t.toPrecision(4)}${to}: ${value.toExponential(4)} ± ${error.toExponential(1)}`)
  }
  host.out(
    `Bound ${found.total.toFixed(4)} ± ${found.totalError.toFixed(4)} nats; entropy of the data ${found.entropy.toFixed(4)}.`,
  )
}
