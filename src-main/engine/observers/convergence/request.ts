import { generativeOf } from '#core/experiment/subject'
import type { Catalog } from '#core/catalog/catalog'
import type { Experiment } from '#core/experiment/document'
import { convergence } from '#core/measures/convergence/description'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import { nearest } from '#core/params/nearest'
import type { Choice } from '#core/params/param'
import type { StudyRequest } from './plan'

/** What a document asks of the study: its witness of that kind, else the defaults. Throws `Invalid`. */
export function requestOf({ subject: given, witnesses }: Experiment, catalog: Catalog): StudyRequest {
  const subject = generativeOf(given, 'a convergence study')
  const at = witnesses.findIndex((witness) => witness.kind === convergence.kind)
  const values = withDefaults(convergence.params, witnesses[at] ?? { kind: convergence.kind })
  const from = Number(values['from'])
  const { samplers } = values
  return {
    samplers: samplersOf(
      typeof samplers === 'string' ? samplers : 'own',
      subject.sampler,
      catalog,
      `experiment.witnesses.${at}.samplers`,
    ),
    steps: Array.from({ length: Number(values['doublings']) + 1 }, (_, i) => from * 2 ** i),
    particles: Number(values['particles']),
  }
}

/** Kinds with commas between; the document's own sampler keeps its parameters. `path` is what an error names. */
export function samplersOf(list: string, own: Choice, catalog: Catalog, path: string): Choice[] {
  const known = catalog.sampler.map((entry) => entry.kind)
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) throw new Invalid(path, 'is empty; kinds of samplers, or own, were expected')
  return names.map((name) => {
    if (name === 'own' || name === own.kind) return own
    if (known.includes(name)) return { kind: name }
    const meant = nearest(name, ['own', ...known])
    throw new Invalid(
      path,
      `has "${name}"; ${meant === undefined ? 'kinds of samplers, or own, were expected' : `"${meant}" was probably meant`}`,
    )
  })
}
