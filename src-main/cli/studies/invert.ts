import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { generativeOf } from '#core/experiment/subject'
import { Invalid } from '#core/params/invalid'
import { invert, invertibleModel, pointsToInvert } from '#main/engine/observers/inversion'
import { versions } from '#main/engine/versions'
import { readJson } from '../arguments'
import { givenArray } from '../arrays/given-array'
import { ResultFolder } from '../arrays/result-folder'
import type { CommandHost } from '../command-host'
import { parseOptions, seedOptions, seedsOf, text, whole } from '../options'

const options = { out: text, particles: text, initial: text, ...seedOptions } as const

/** `invert FILE`: encodes data as noise along the flow and back, by the document's own sampler and grid. */
export function invertFile(args: readonly string[], host: CommandHost): void {
  const { values, positionals } = parseOptions(args, options)
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid('invert', 'takes one file; invert FILE.json --out DIR was expected')
  if (values.out === undefined || values.out === '')
    throw new Invalid('--out', 'is missing; a folder for the results was expected')
  const parsed = parse(readJson(file), catalog)
  const document: LabDocument = { ...parsed, seeds: { ...parsed.seeds, ...seedsOf(values) } }
  const { subject } = document.experiment
  const model = invertibleModel(subject)
  const d = model.distribution.dimension
  const n = values.particles === undefined ? 500 : whole('--particles', values.particles, 1, 100_000)
  const data =
    givenArray(values.initial, '--initial', process.cwd(), [n, d]) ?? pointsToInvert(model, document.seeds, n)
  const folder = new ResultFolder(values.out)
  const found = invert(model, document.seeds, data)
  const { latent, exact, returned, ...numbers } = found
  for (const [name, array] of Object.entries({ data, latent, exact, returned }))
    folder.save(`${name}.npy`, [n, d], array)
  const { mean, largest, encodingMean, nfe } = numbers
  folder.saveText(
    'inversion.json',
    JSON.stringify(
      { document, particles: n, mean, largest, encodingMean, nfe, versions: versions() },
      null,
      2,
    ) + '\n',
  )
  host.out(
    `${generativeOf(subject, 'inversion').sampler.kind}: ${n} points there and back in ${nfe} evaluations each; they return to ` +
      `${mean.toExponential(3)} on average, ${largest.toExponential(3)} at most; their noise is ` +
      `${encodingMean.toExponential(3)} from that of the exact flow.`,
  )
}
