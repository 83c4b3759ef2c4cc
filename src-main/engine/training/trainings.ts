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
import { trainingContext, trainingValues } from './model-of'
import type { NetworkStore } from './network-store'
import { boundFilms } from './film/bound-films'
import { type StartThread, Training } from './training'

/** All trainings of an engine, side by side, each in its own thread. */
export interface TrainingService {
  /** The networks that a document's scores may name, its own training among them. Throws `Invalid` for one that cannot be. */
  tableOf(document: LabDocument): NetworkTable
  /** Of an experiment's own training; null where it has none */
  of(experiment: Experiment, seeds: Seeds): Training | null
  act(document: LabDocument, action: TrainingAction): void
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
  const listeners = new Set<() => void>()
  const changed = (): void => listeners.forEach((listener) => listener())

  const of = (experiment: Experiment, seeds: Seeds): Training | null => {
    const asked = requestOf(experiment)
    if (asked === null) return null
    const { subject, witness, at } = asked
    const key = keyOf(subject, witness, seeds)
    const found = all.get(key)
    if (found !== undefined) return found
    const network = within(`experiment.witnesses.${at}`, () =>
      planNetwork(trainingValues(witness), trainingContext(subject, seeds)),
    )
    const request = { subject, witness, seeds, networks: {}, ...(native === undefined ? {} : { native }) }
    const file = join(folder, `${key}.safetensors`)
    const training: Training = new Training(key, request, network, file, start, {
      onChange: changed,
      onWeights: () => onWeights(training),
    })
    all.set(key, training)
    return training
  }
  return {
    of,
    tableOf(document) {
      const table = store.table(referencesOf(document))
      const training = of(document.experiment, document.seeds)
      return training === null ? table : { ...table, [ownTraining]: training.value() }
    },
    act({ experiment, seeds }, action) {
      const training = of(experiment, seeds)
      if (training === null)
        throw new Invalid('experiment.witnesses', 'has no training; a witness "training-run" was expected')
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
          const mark = `${revision} ${item.own} ${item.problem} ${item.trainings.map((t) => `${t.key} ${t.step} ${t.state} ${t.rateFactor} ${t.errors.length} ${t.saved} ${t.sentence}`).join()}`
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

  function viewOf({ experiment, seeds }: LabDocument, revision: number): Trainings {
    let own: Training | null = null
    let problem: string | null = null
    try {
      own = of(experiment, seeds)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      problem = error.message
    }
    const shown = [...all.values()].filter((training) => training === own || training.isBegun)
    return {
      revision,
      own: own?.key ?? null,
      problem,
      trainings: shown.map((training) => training.view()),
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

/** Networks that the panes of a document name for their scores */
function referencesOf(document: LabDocument): string[] {
  return paneExperiments(document, catalog).flatMap(({ subject }) => {
    if (subject.kind !== 'generative' || subject.score.kind !== 'learned') return []
    const { weights } = subject.score
    return typeof weights === 'string' ? [weights] : []
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
