import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabDocument } from '#core/experiment/document'
import { type NetworkTable, type NetworkValue, ownTraining } from '#core/learning/network-table'
import { Invalid } from '#core/params/invalid'
import type { Handlers, Source } from '#core/protocol/server'
import { nativeFetcher } from '../tensors/native/native-fetcher'
import type { NetworkWish } from '#core/protocol/training'
import { type Judged, judge } from './judge/judge'
import { networkFile, networkStore } from './network-store'
import { trainerThreads } from './training'
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
  | 'keepNetwork'
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
  /** Weights that are a score of the document's own data under its process; null where there are none */
  fieldOf(document: LabDocument, wish: Omit<NetworkWish, 'revision'>): NetworkValue | null
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
      if (service.of(open().document) === training) options.onWeights()
    },
  })
  const judging = judge(options.entry)

  const documentOf = (revision: number): LabDocument => {
    const { document, revision: now } = open()
    if (revision !== now) throw new Error(`revision ${revision} is not the one that is open`)
    return document
  }
  /** What is judged: a training, or the network that the score names where the document's own is not begun. */
  const networkOf = (wish: NetworkWish): Judged & { reference: string | null; title: string } => {
    const document = documentOf(wish.revision)
    const { experiment: base, seeds, title } = document
    const own = service.of(document)
    const { subject } = base
    const reference = subject.kind === 'generative' ? subject.score['weights'] : undefined
    const value = typeof reference === 'string' ? store.table([reference])[reference] : undefined
    if (
      typeof reference === 'string' &&
      value !== undefined &&
      wish.training === null &&
      own?.isBegun !== true
    )
      return { experiment: base, seeds, network: value, teacher: null, step: 0, reference, title }
    if (wish.training === null && own === null)
      throw new Invalid(
        'experiment.witnesses',
        'has no training and its score names no network; one was expected',
      )
    const { training, experiment } = service.named(document, wish.training)
    const { value: network, step } = training.at(wish.step)
    return { experiment, seeds, network, teacher: training.teacher, step, reference: null, title }
  }
  const asked = (wish: NetworkWish): Judged => {
    const { experiment, seeds, network, teacher, step } = networkOf(wish)
    return { experiment, seeds, network, teacher, step }
  }
  const fileOf = (wish: NetworkWish): { name: string; bytes: Uint8Array } => {
    const { network, step, title } = networkOf(wish)
    const notes = { title, step: String(step), made: 'Scorefield' }
    return { name: `${safeName(title)}.safetensors`, bytes: networkFile(network, notes) }
  }
  return {
    shipped: store.shipped,
    tableOf: (document) => service.tableOf(document),
    fieldOf(document, { training: key, step }) {
      if (key === null) {
        const own = service.of(document)
        return own === null || own.teacher !== null ? null : own.at(step).value
      }
      const { training } = service.named(document, key)
      return training.teacher === null && training.isFor(document) ? training.at(step).value : null
    },
    handlers: {
      train({ revision, training, action }) {
        service.act(documentOf(revision), training, action)
        return {}
      },
      importNetwork: ({ name, bytes }) => ({ reference: store.add(bytes, name) }),
      exportNetwork: fileOf,
      keepNetwork(wish) {
        const { reference } = networkOf(wish)
        if (reference !== null) return { reference }
        const { name, bytes } = fileOf(wish)
        return { reference: store.add(bytes, name) }
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
