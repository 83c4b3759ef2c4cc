import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { catalog } from '#core/catalog/index'
import type { Experiment, GenerativeSubject, LabDocument, Seeds } from '#core/experiment/document'
import { paneExperiments } from '#core/experiment/parse'
import { type NetworkTable, ownTraining } from '#core/learning/network-table'
import { planNetwork } from '#core/learning/plan/plan-training'
import { trainingRun } from '#core/learning/training-run'
import { withoutDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import type { Source } from '#core/protocol/server'
import type { TrainingAction, Trainings } from '#core/protocol/training'
import { differenceOf } from './difference'
import { teacherOf, trainingContext, trainingValues } from './model-of'
import type { NetworkStore } from './network-store'
import { boundFilms } from './film/bound-films'
import { type StartThread, Training } from './training'

/** All trainings of an engine, side by side, each in its own thread. */
export interface TrainingService {
  /**
   * The networks that a document's scores may name, its own training among them. Throws `Invalid` for a training that
   * cannot be, of any pane.
   */
  tableOf(document: LabDocument): NetworkTable
  /** Of a document's base experiment; null where it has none */
  of(document: LabDocument): Training | null
  /** By its key, whether a pane asks for it or it was begun before; null: of the base. Throws `Invalid` for none. */
  named(document: LabDocument, key: string | null): { training: Training; experiment: Experiment }
  act(document: LabDocument, key: string | null, action: TrainingAction): void
  source(open: () => { revision: number; document: LabDocument }): Source<'training'>
  /** Ends the threads that train as a crash would, for tests of the recovery. */
  kill(): void
  dispose(): void
}

export interface TrainingOptions {
  readonly store: NetworkStore
  /** Where checkpoints go */
  readonly folder: string
  readonly start: StartThread
  /** Where the native packages of Settings are */
  readonly native?: string
  /** A training has newer weights. */
  readonly onWeights: (training: Training) => void
}

export function trainings({ store, folder, start, native, onWeights }: TrainingOptions): TrainingService {
  boundFilms(folder)
  const all = new Map<string, Training>()
  /** Keys that are not listed unless a pane asks for them */
  const dismissed = new Set<string>()
  const listeners = new Set<() => void>()
  const changed = (): void => listeners.forEach((listener) => listener())

  const ofExperiment = (experiment: Experiment, seeds: Seeds, path: string): Training | null => {
    const asked = requestOf(experiment)
    if (asked === null) return null
    const { subject, witness, at } = asked
    const key = keyOf(subject, witness, seeds)
    const found = all.get(key)
    if (found !== undefined) return found
    const teacher = teacherOf(witness)
    const known = store.table(teacher === null ? [] : [teacher])
    const value = teacher === null ? undefined : known[teacher]
    const networks = teacher === null || value === undefined ? {} : { [teacher]: value }
    const context = within(`${path}.subject`, () => trainingContext(subject, seeds, known))
    const network = within(`${path}.witnesses.${at}`, () => planNetwork(trainingValues(witness), context))
    const request = { subject, witness, seeds, networks, ...(native === undefined ? {} : { native }) }
    const file = join(folder, `${key}.safetensors`)
    const training: Training = new Training(key, request, network, file, start, {
      onChange: changed,
      onWeights: () => onWeights(training),
    })
    all.set(key, training)
    return training
  }
  const of = ({ experiment, seeds }: LabDocument): Training | null =>
    ofExperiment(experiment, seeds, 'experiment')
  /** What each pane asks for, the base first. */
  const panesOf = (document: LabDocument): { training: Training; experiment: Experiment; pane: number }[] =>
    paneExperiments(document, catalog).flatMap((experiment, pane) => {
      const training = ofExperiment(
        experiment,
        document.seeds,
        pane === 0 ? 'experiment' : `variants.${pane - 1}.patch`,
      )
      return training === null ? [] : [{ training, experiment, pane }]
    })
  const named: TrainingService['named'] = (document, key) => {
    const own = of(document)
    if (key === null && own === null)
      throw new Invalid('experiment.witnesses', 'has no training; a witness "training-run" was expected')
    if (own !== null && (key === null || key === own.key))
      return { training: own, experiment: document.experiment }
    const pane = panesOf(document).find(({ training }) => training.key === key)
    if (pane !== undefined) return pane
    const training = all.get(key ?? '')
    if (training === undefined)
      throw new Invalid('training', `is ${key}, which was not begun here; one of the list was expected`)
    return { training, experiment: { subject: training.request.subject, witnesses: [] } }
  }
  return {
    of,
    named,
    tableOf(document) {
      const table = store.table(referencesOf(document))
      panesOf(document)
      const training = of(document)
      return training === null ? table : { ...table, [ownTraining]: training.value() }
    },
    act(document, key, action) {
      const { training } = named(document, key)
      if (action.kind === 'dismiss') dismissed.add(training.key)
      else dismissed.delete(training.key)
      training.act(action)
    },
    source(open) {
      let sent = ''
      return {
        onChange(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        produce({ revision }) {
          const { document, revision: now } = open()
          if (revision !== now) return null
          const item = viewOf(document, revision)
          // Steps arrive in short turns; the same state is not sent twice.
          const mark = `${revision} ${item.own} ${item.problem} ${item.trainings.map((t) => `${t.key} ${t.pane} ${t.step} ${t.state} ${t.rateFactor} ${t.errors.length} ${t.saved} ${t.sentence}`).join()}`
          if (mark === sent) return null
          sent = mark
          return item
        },
      }
    },
    kill() {
      for (const training of all.values()) training.kill()
    },
    dispose() {
      for (const training of all.values()) training.dispose()
    },
  }

  function viewOf(document: LabDocument, revision: number): Trainings {
    let panes: ReturnType<typeof panesOf> = []
    let problem: string | null = null
    try {
      panes = panesOf(document)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      problem = error.message
    }
    const own = panes.find(({ pane }) => pane === 0)?.training ?? null
    const base = own ?? panes[0]?.training
    const asked = new Map(panes.map(({ training, pane }) => [training, pane]))
    // Two panes that ask for the same share it; the first of them names it.
    for (const { training, pane } of panes.toReversed()) asked.set(training, pane)
    const others = [...all.values()].filter(
      (training) => !asked.has(training) && training.isBegun && !dismissed.has(training.key),
    )
    const shown = [...asked].sort(([, a], [, b]) => a - b)
    return {
      revision,
      own: own?.key ?? null,
      problem,
      trainings: [
        ...shown,
        ...others.map((training): readonly [Training, number | null] => [training, null]),
      ].map(([training, pane]) => ({
        ...training.view(),
        pane,
        difference:
          base === undefined || training === base ? '' : differenceOf(training.request, base.request),
      })),
    }
  }
}

/** What an experiment asks to be trained; null where it asks for nothing. */
function requestOf({ subject, witnesses }: Experiment): {
  subject: GenerativeSubject
  witness: Choice
  at: number
} | null {
  const at = witnesses.findIndex(({ kind }) => kind === trainingRun.kind)
  const witness = witnesses[at]
  return witness === undefined || subject.kind !== 'generative' ? null : { subject, witness, at }
}

/** Networks that the panes of a document name, for their scores or for a teacher */
function referencesOf(document: LabDocument): string[] {
  return paneExperiments(document, catalog).flatMap(({ subject, witnesses }) => {
    if (subject.kind !== 'generative') return []
    const weights = subject.score.kind === 'learned' ? subject.score['weights'] : undefined
    const named = [weights, ...witnesses.map(teacherOf)]
    return named.filter((reference) => typeof reference === 'string')
  })
}

/** Names what is trained on what: nothing that changes the weights is left out, nothing else is in. */
function keyOf(subject: GenerativeSubject, witness: Choice, seeds: Seeds): string {
  const lean = (section: 'data' | 'process' | 'witness', choice: Choice): Choice => {
    const entry = catalog[section].find(({ kind }) => kind === choice.kind)
    return entry === undefined ? choice : sorted(withoutDefaults(entry.params, choice))
  }
  const asked = [
    lean('data', subject.data),
    lean('process', subject.process),
    lean('witness', witness),
    seeds.data,
  ]
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 16)
}

function sorted(choice: Choice): Choice {
  const entries = Object.entries(choice).sort(([a], [b]) => (a < b ? -1 : 1))
  return { kind: choice.kind, ...Object.fromEntries(entries) }
}

function within<Made>(path: string, act: () => Made): Made {
  try {
    return act()
  } catch (error) {
    throw error instanceof Invalid ? error.within(path) : error
  }
}
