import { catalog } from '#core/catalog/index'
import type { GenerativeSubject, Seeds } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import type { TrainingContext } from '#core/learning/plan/plan-training'
import { distillation } from '#core/learning/plan/distillation'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice, ParamValues } from '#core/params/param'
import { scoreOfForm } from '#core/scores/exact'

/** What a training is held to and learns from: the subject's data and process, whatever score it is run with. */
export function trainingContext(
  subject: GenerativeSubject,
  seeds: Seeds,
  networks: NetworkTable,
): TrainingContext {
  const { data, process } = subject
  const distribution = make('data', data)
  return {
    data: distribution,
    process: make('process', process),
    exact: scoreOfForm(distribution.form),
    dataSeed: seeds.data,
    networks,
  }
}

/** The network that a witness `training-run` names for its teacher; null where it has none */
export function teacherOf(witness: Choice): string | null {
  if (witness['loss'] !== distillation.kind) return null
  const { teacher } = witness
  return typeof teacher === 'string' ? teacher : null
}

/** Every parameter of a witness `training-run`, defaults filled in */
export function trainingValues(witness: Choice): ParamValues {
  const entry = catalog.witness.find(({ kind }) => kind === witness.kind)
  if (entry === undefined) throw new Error(`there is no witness "${witness.kind}"`)
  return withDefaults(entry.params, witness)
}

function make<Section extends 'data' | 'process'>(section: Section, choice: Choice) {
  const entries: readonly (typeof catalog)[Section][number][] = catalog[section]
  const entry = entries.find(({ kind }) => kind === choice.kind)
  if (entry === undefined)
    throw new Invalid(`${section}.kind`, `is "${choice.kind}", which the catalogue does not have`)
  try {
    return entry.make(withDefaults(entry.params, choice)) as ReturnType<
      (typeof catalog)[Section][number]['make']
    >
  } catch (error) {
    throw error instanceof Invalid ? error.within(section) : error
  }
}
