import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabDocument } from '#core/experiment/document'
import { type NetworkTable, type NetworkValue, ownTraining } from '#core/learning/network-table'
import { Invalid } from '#core/params/invalid'
import type { Handlers, Source } from '#core/protocol/server'
import { nativeFetcher } from '../tensors/native/native-fetcher'
import { judge } from './judge/judge'
import { networkFile, networkStore } from './network-store'
import { type Training, trainerThreads } from './training'
import { trainings } from './trainings'

export interface LearningOptions {
  /** The bundled trainer */
  readonly entry: URL
  /** Where trainings and imported networks are kept; a temporary folder when absent */
  readonly data: string | undefined
  /** Where the networks are that ship with the lab */
  readonly shipped: string | undefined
  readonly open: () => { revision: number; document: LabDocument }
  /** The open document's own training has newer weights. */
  readonly onWeights: () => void
}

type LearningCalls =
  | 'train'
  | 'importNetwork'
  | 'exportNetwork'
  | 'learnedReport'
  | 'errorMap'
  | 'learnedSamples'
  | 'errorBudget'
  | 'compute'
  | 'fetchNative'

export interface LearningService {
  readonly shipped: readonly string[]
  /** The networks that a document may name */
  tableOf(document: LabDocument): NetworkTable
  /** Weights of the document's own training at a step of its film, or the newest; null where it has none */
  fieldOf(document: LabDocument, step: number | null): NetworkValue | null
  readonly handlers: Pick<Handlers, LearningCalls>
  source(): Source<'training'>
  kill(): void
  dispose(): void
}

/** Everything about learned scores that an engine offers: trainings, networks in and out, and how right they are. */
export function learningService(options: LearningOptions): LearningService {
  const { open } = options
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'scorefield-'))
  const store = networkStore({ shipped: options.shipped ?? null, imported: join(folder, 'networks') })
  const native = join(folder, 'native')
  const fetcher = nativeFetcher(native)
  const service = trainings({
    store,
    folder: join(folder, 'trainings'),
    start: trainerThreads(options.entry),
    native,
    onWeights(training) {
      if (ownOf(open().document) === training) options.onWeights()
    },
  })
  const judging = judge(options.entry)

  const ownOf = (document: LabDocument): Training | null => service.of(document.experiment, document.seeds)
  const documentOf = (revision: number): LabDocument => {
    const { document, revision: now } = open()
    if (revision !== now) throw new Error(`revision ${revision} is not the one that is open`)
    return document
  }
  /** What is judged: the document's own training, or the network that its score names where that is not begun. */
  const networkOf = (document: LabDocument, step: number | null): { value: NetworkValue; step: number } => {
    const training = ownOf(document)
    const { subject } = document.experiment
    const reference = subject.kind === 'generative' ? subject.score['weights'] : undefined
    const value = typeof reference === 'string' ? store.table([reference])[reference] : undefined
    if (training !== null && (training.isBegun || value === undefined)) return training.at(step)
    if (value === undefined)
      throw new Invalid(
        'experiment.witnesses',
        'has no training and its score names no network; one was expected',
      )
    return { value, step: 0 }
  }
  const asked = ({ revision, step }: { revision: number; step: number | null }) => {
    const document = documentOf(revision)
    const network = networkOf(document, step)
    return {
      experiment: document.experiment,
      seeds: document.seeds,
      network: network.value,
      step: network.step,
    }
  }
  return {
    shipped: store.shipped,
    tableOf: (document) => service.tableOf(document),
    fieldOf: (document, step) => ownOf(document)?.at(step).value ?? null,
    handlers: {
      train({ revision, action }) {
        service.act(documentOf(revision), action)
        return {}
      },
      importNetwork: ({ name, bytes }) => ({ reference: store.add(bytes, name) }),
      exportNetwork({ revision, step }) {
        const document = documentOf(revision)
        const network = networkOf(document, step)
        const notes = { title: document.title, step: String(network.step), made: 'Scorefield' }
        return { name: `${safeName(document.title)}.safetensors`, bytes: networkFile(network.value, notes) }
      },
      learnedReport: (input) => judging.ask('report', asked(input)),
      errorMap: (input) => judging.ask('map', asked(input)),
      learnedSamples: (input) => judging.ask('samples', asked(input)),
      errorBudget: (input) => judging.ask('budget', asked(input)),
      compute: async () => ({ ...(await judging.probe(native)), native: await fetcher.state() }),
      fetchNative({ action }) {
        if (action === 'start') fetcher.start()
        else fetcher.cancel()
        return {}
      },
    },
    source: () => service.source(open),
    kill: () => service.kill(),
    dispose() {
      service.dispose()
      judging.dispose()
      fetcher.dispose()
    },
  }
}

/** Whether a document's particles follow its own training */
export function followsTraining({ experiment: { subject } }: LabDocument): boolean {
  if (subject.kind !== 'generative' || subject.score.kind !== 'learned') return false
  const { weights } = subject.score
  return weights === undefined || weights === ownTraining
}

function safeName(title: string): string {
  return title.replace(/[^\p{L}\p{N} .-]/gu, '').trim() || 'Untitled'
}
