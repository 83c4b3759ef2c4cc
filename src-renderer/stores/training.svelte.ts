import { untrack } from 'svelte'
import type { StreamHandle } from '#core/protocol/client'
import type { Calls } from '#core/protocol/contract'
import type { TrainingAction, Trainings, TrainingView } from '#core/protocol/training'
import type { Session } from '../session/session.svelte'

/** What is asked of a network; answers take a second or more and are kept until the next. */
export const reports = ['learnedReport', 'errorMap', 'learnedSamples', 'errorBudget'] as const
export type ReportName = (typeof reports)[number]
type Answers = { readonly [Name in ReportName]?: Calls[Name]['output'] }

/** Trainings as the engine tells of them, the moment of the film that is looked at, and what was asked about it. */
export class TrainingStore {
  all = $state.raw<Trainings | null>(null)
  /** Step of the film that is looked at; null: the newest weights */
  moment = $state<number | null>(null)
  answers = $state.raw<Answers>({})
  asking = $state<ReportName | null>(null)
  problem = $state<string | null>(null)
  /** The document's own; null where it asks for none */
  readonly own: TrainingView | null = $derived(
    this.all?.trainings.find(({ key }) => key === this.all?.own) ?? null,
  )
  private handle: StreamHandle<'training'> | null = null
  private followed = -1
  private shown: string | null = null

  constructor(private readonly session: Session) {
    session.onConnected(() => {
      this.handle = null
      this.followed = -1
      this.follow()
    })
    $effect.root(() => {
      $effect(() => {
        if (this.session.run !== null) untrack(() => this.follow())
      })
    })
  }

  act(action: TrainingAction): void {
    const { client, run } = this.session
    if (client === null || run === null) return
    this.problem = null
    client.call('train', { revision: run.revision, action }).catch((error: unknown) => this.tell(error))
  }

  /** Asks about the network at the moment that is looked at; the answer before stays until the next is there. */
  async ask(name: ReportName): Promise<void> {
    const { client, run } = this.session
    if (client === null || run === null || this.asking !== null) return
    this.asking = name
    this.problem = null
    try {
      const answer = await client.call(name, { revision: run.revision, step: this.moment })
      this.answers = { ...this.answers, [name]: answer }
    } catch (error) {
      this.tell(error)
    } finally {
      this.asking = null
    }
  }

  /** The weights of the moment as a file, handed to the browser. */
  async save(): Promise<void> {
    const { client, run } = this.session
    if (client === null || run === null) return
    try {
      const { name, bytes } = await client.call('exportNetwork', {
        revision: run.revision,
        step: this.moment,
      })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    } catch (error) {
      this.tell(error)
    }
  }

  /** Weights of a file as the score of the experiment; whatever is wrong with it leaves what is open. */
  async load(file: File): Promise<void> {
    const { client } = this.session
    if (client === null) return
    this.problem = null
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      const { reference } = await client.call('importNetwork', { name: file.name, bytes })
      this.session.edit('experiment.subject.score', { kind: 'learned', weights: reference })
    } catch (error) {
      this.problem = `${messageOf(error)} Nothing was changed.`
    }
  }

  private tell(error: unknown): void {
    this.problem = messageOf(error)
  }

  /** The stream follows the document that the engine has accepted. */
  private follow(): void {
    const { client, run } = this.session
    if (client === null || run === null || run.revision === this.followed) return
    this.followed = run.revision
    const request = { revision: run.revision }
    if (this.handle !== null) return this.handle.update(request)
    this.handle = client.stream('training', request, (all, done) => {
      if (all.own !== this.shown) {
        // Another network: what was asked of the one before does not hold.
        this.shown = all.own
        this.moment = null
        this.answers = {}
      }
      this.all = all
      done()
    })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
