import { untrack } from 'svelte'
import type { StreamHandle } from '#core/protocol/client'
import type { Calls } from '#core/protocol/contract'
import type { NetworkWish, TrainingAction, Trainings, TrainingView } from '#core/protocol/training'
import type { Session } from '../session/session.svelte'

/** What is asked of a network; answers take a second or more and are kept until the next. */
export const reports = ['learnedReport', 'errorMap', 'learnedSamples', 'errorBudget'] as const
export type ReportName = (typeof reports)[number]
type Answers = { readonly [Name in ReportName]?: Calls[Name]['output'] }

/** Trainings as the engine tells of them, the one and the moment that are looked at, and what was asked about it. */
export class TrainingStore {
  all = $state.raw<Trainings | null>(null)
  /** Pane of the document, or the key of a training that no pane asks for */
  chosen = $state<number | string>(0)
  /** Step of the film that is looked at; null: the newest weights */
  moment = $state<number | null>(null)
  answers = $state.raw<Answers>({})
  asking = $state<ReportName | null>(null)
  problem = $state<string | null>(null)
  /** The document's own; null where it asks for none */
  readonly own: TrainingView | null = $derived(
    this.all?.trainings.find(({ key }) => key === this.all?.own) ?? null,
  )
  /** The one that is looked at; the document's own where the chosen one is gone */
  readonly shown: TrainingView | null = $derived(this.find(this.chosen) ?? this.own)
  private handle: StreamHandle<'training'> | null = null
  private followed = -1
  /** Key of the training that the answers are about */
  private about: string | null = null

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
      $effect(() => {
        const key = this.shown?.key ?? null
        untrack(() => this.turnTo(key))
      })
    })
  }

  /**
   * Of a training, by its pane or its key; the one that is looked at where none is given. What was edited just before
   * is waited for, so that what begins is what is on screen.
   */
  async act(action: TrainingAction, which: number | string = this.chosen): Promise<void> {
    this.problem = null
    await this.accepted()
    const { client, run } = this.session
    if (client === null || run === null) return
    const training = this.keyOf(this.find(which) ?? this.shown)
    try {
      await client.call('train', { revision: run.revision, training, action })
    } catch (error) {
      this.tell(error)
    }
  }

  /** Asks about the network at the moment that is looked at; the answer before stays until the next is there. */
  async ask(name: ReportName): Promise<void> {
    const { client } = this.session
    const wish = this.wish()
    if (client === null || wish === null || this.asking !== null) return
    const { about } = this
    this.asking = name
    this.problem = null
    try {
      const answer = await client.call(name, wish)
      if (about === this.about) this.answers = { ...this.answers, [name]: answer }
    } catch (error) {
      this.tell(error)
    } finally {
      this.asking = null
    }
  }

  /** The weights of the moment as a file, handed to the browser. */
  async save(): Promise<void> {
    const { client } = this.session
    const wish = this.wish()
    if (client === null || wish === null) return
    try {
      const { name, bytes } = await client.call('exportNetwork', wish)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
      link.download = name
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    } catch (error) {
      this.tell(error)
    }
  }

  /** A name for the weights of the moment by which a document can ask for them; null where they could not be kept. */
  async keep(): Promise<string | null> {
    const { client } = this.session
    const wish = this.wish()
    if (client === null || wish === null) return null
    this.problem = null
    try {
      return (await client.call('keepNetwork', wish)).reference
    } catch (error) {
      this.tell(error)
      return null
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

  /** The network that is looked at, as the engine is asked for it */
  private wish(): NetworkWish | null {
    const { run } = this.session
    if (run === null) return null
    return { revision: run.revision, training: this.keyOf(this.shown), step: this.moment }
  }

  private find(which: number | string): TrainingView | undefined {
    return this.all?.trainings.find(({ pane, key }) => which === pane || which === key)
  }

  /** Once the engine has taken the newest document and told of its trainings, or has refused it */
  private accepted(): Promise<void> {
    const { session } = this
    return new Promise((resolve) => {
      const stop = $effect.root(() => {
        $effect(() => {
          const same = this.all?.revision === session.run?.revision
          if (!((same && session.settled) || session.problem !== null)) return
          resolve()
          queueMicrotask(stop)
        })
      })
    })
  }

  /** null for the document's own, in whose place the engine takes the network of the score while it is not begun */
  keyOf(training: TrainingView | null): string | null {
    return training === null || training.key === this.all?.own ? null : training.key
  }

  private tell(error: unknown): void {
    this.problem = messageOf(error)
  }

  /** Another network: what was asked of the one before does not hold. */
  private turnTo(key: string | null): void {
    if (key === this.about) return
    this.about = key
    this.moment = null
    this.answers = {}
    this.problem = null
  }

  /** The stream follows the document that the engine has accepted. */
  private follow(): void {
    const { client, run } = this.session
    if (client === null || run === null || run.revision === this.followed) return
    this.followed = run.revision
    const request = { revision: run.revision }
    if (this.handle !== null) return this.handle.update(request)
    this.handle = client.stream('training', request, (all, done) => {
      this.all = all
      done()
    })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
