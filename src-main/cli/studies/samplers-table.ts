import { catalog } from '#core/catalog/index'
import type { Capabilities } from '#core/samplers/sampler'
import type { OrderFit } from '#core/numeric/order-fit'
import { Invalid } from '#core/params/invalid'
import type { CommandHost } from '../command-host'
import { flag, parseOptions } from '../options'
import { measureSampler, type Measured } from './measure-sampler'

const columns = ['Sampler', 'Kind', 'ODE', 'SDE', 'Evaluations', 'Noise', 'Source'] as const
const measuredColumns = [
  'ODE, measured',
  'SDE, measured',
  'NFE 10',
  'NFE 20',
  'NFE 50',
  'Measured on',
] as const

/** What stands above the table in the documentation. */
export const measuredPreface = `# The samplers, measured

Made by \`npm run --silent lab -- samplers --measure > docs/samplers-table.md\`, then formatted; do not edit. What the columns mean, and why a measured order may be less than a claimed one, is in [samplers.md](samplers.md).

Data is a ring of eight Gaussians of radius 4 and deviation 0.3; every sampler has its default parameters. _ODE, measured_: strong order on the flow over 16 to 256 steps on the process of the last column, so part of it lies before the asymptotic range. _SDE, measured_: strong order on one Brownian path below σ = 0.5, over 16 to 128 steps. _NFE_: with at most so many evaluations the mean distance to the exact end of the flow, or, where the last column says so, the sliced W₂ to the data, which is 0.17 on average (0.09 to 0.23) between two exact draws of this size. A dash: the method does not run there, or not with so few.
`

/** `samplers`: the catalogue's samplers as lines, or as the table of the documentation. */
export function printSamplers(args: readonly string[], host: CommandHost): void {
  const { values, positionals } = parseOptions(args, { markdown: flag, measure: flag })
  if (positionals.length > 0)
    throw new Invalid('samplers', `takes no arguments; --markdown or --measure was expected`)
  if (values.markdown !== true && values.measure !== true) {
    for (const { kind, title, doc } of catalog.sampler) host.out(`${kind.padEnd(24)} ${title}: ${doc}`)
    return
  }
  const measure = values.measure === true
  const heads = measure ? [...columns, ...measuredColumns] : columns
  if (measure) host.out(measuredPreface)
  host.out(row(heads))
  host.out(row(heads.map(() => '---')))
  for (const entry of catalog.sampler)
    host.out(row([...catalogueCells(entry), ...(measure ? measuredCells(measureSampler(entry.kind)) : [])]))
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** What the catalogue says of a sampler, as cells of the table. */
export function catalogueCells(entry: (typeof catalog.sampler)[number]): string[] {
  const { kind, title, source, capabilities } = entry
  return [
    title,
    `\`${kind}\``,
    orderCell(capabilities, 'ode'),
    orderCell(capabilities, 'sde'),
    capabilities.evaluationsPerStep === null ? 'adaptive' : String(capabilities.evaluationsPerStep),
    capabilities.noise,
    source,
  ]
}

/**
 * A dash where the method cannot run the equation, `none` where it claims no order there. A method that brings its own
 * noise has an order on ODEs with that noise turned off.
 */
function orderCell({ order, noise }: Capabilities, equation: 'ode' | 'sde'): string {
  const claimed = order[equation]
  if (equation === 'sde') return noise === 'none' ? '–' : String(claimed ?? 'none')
  if (claimed === null) return noise === 'required' ? '–' : 'none'
  if (noise === 'required') return `${claimed} (no noise)`
  return order.ownStart === undefined ? String(claimed) : `${claimed} (own start ${order.ownStart})`
}

function measuredCells({ ode, sde, errors, problem }: Measured): string[] {
  const order = (fit: OrderFit | null): string =>
    fit === null ? '–' : `${fit.order.toFixed(2)} ± ${fit.halfWidth.toFixed(2)}`
  return [
    order(ode),
    order(sde),
    ...errors.map((error) => (error === null ? '–' : error.toPrecision(2))),
    problem,
  ]
}
