import { catalog } from '#core/catalog/index'
import { sameValue, withDefaults } from '#core/params/defaults'
import type { Choice, Param, ParamValue } from '#core/params/param'
import { isShown } from '#core/params/shown'
import type { TrainingRequest } from './training'

/** Words of it at most: what it is told by beside its curve */
const MOST = 3

/** How a training differs from another, in words: other data, another process, and parameters of its own. */
export function differenceOf(request: TrainingRequest, base: TrainingRequest): string {
  const sections = (['data', 'process'] as const).flatMap((section) => {
    const [own, other] = [request.subject[section], base.subject[section]]
    const entry = catalog[section].find(({ kind }) => kind === own.kind)
    if (own.kind !== other.kind) return [entry?.title ?? own.kind]
    return JSON.stringify(own) === JSON.stringify(other) ? [] : [`other ${section}`]
  })
  const seed = request.seeds.data === base.seeds.data ? [] : [`data seed ${request.seeds.data}`]
  const words = [...sections, ...parameters(request.witness, base.witness), ...seed]
  return words.length > MOST ? `${words.slice(0, MOST).join(', ')} …` : words.join(', ')
}

function parameters(own: Choice, base: Choice): string[] {
  const entry = catalog.witness.find(({ kind }) => kind === own.kind)
  if (entry === undefined) return []
  const [values, others] = [withDefaults(entry.params, own), withDefaults(entry.params, base)]
  return Object.entries(entry.params).flatMap(([name, param]) => {
    const value = values[name]
    if (value === undefined || !isShown(param, values, entry.params)) return []
    if (sameValue(value, others[name])) return []
    return [wordsOf(param, value)]
  })
}

function wordsOf(param: Param, value: ParamValue): string {
  if (param.kind === 'choice')
    return param.options.find((option) => option.value === value)?.label ?? param.label
  const shown = typeof value === 'string' && value.length > 15 ? `${value.slice(0, 14)}…` : value
  return typeof shown === 'object' ? param.label : `${param.label.toLowerCase()} ${String(shown)}`
}
