import type { CatalogJson } from '#core/catalog/catalog'
import type { GenerativeSubject, LabDocument, SeedName, Timeline } from '#core/experiment/document'
import { valueAt, withValue } from '#core/experiment/edit'
import { type History, record, redo, startHistory, undo } from '#core/experiment/history'
import { choicesOf, type ChoiceSection } from '#core/experiment/subject'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import type { Client } from '#core/protocol/client'
import type { Calls, RunInfo, RunState } from '#core/protocol/contract'
import { Link } from './link.svelte'

export interface Problem {
  /** Path in the document; empty for something that is not about a field */
  readonly path: string
  readonly sentence: string
}

type Preset = Calls['hello']['output']['presets'][number]

/**
 * The document and its run, as the page holds them. Every change of the document goes through `edit`; the engine gets
 * the newest, one at a time. What the engine refuses leaves everything that is open as it was.
 */
export class Session {
  history = $state.raw<History<LabDocument> | null>(null)
  run = $state.raw<RunInfo | null>(null)
  runState = $state.raw<RunState>({ kind: 'idle' })
  /** First revision of the document that was opened whole last: the stage is fitted to it. */
  opened = $state(0)
  problem = $state.raw<Problem | null>(null)
  /** Something that was done and should be known, such as points that were scaled */
  notice = $state.raw<string | null>(null)
  catalog = $state.raw<CatalogJson | null>(null)
  presets = $state.raw<readonly Preset[]>([])
  /** Networks that ship with the lab */
  networks = $state.raw<readonly string[]>([])
  versions = $state.raw<Readonly<Record<string, string>>>({})
  readonly link: Link
  private revision = 0
  private opening = false
  private waiting = false
  /** What the next document that is accepted mends: not what came up since, such as a file that is none */
  private mended: Problem | null = null
  /** A file that came while there was no connection */
  private toOpen: unknown = null
  private readonly connected: ((client: Client) => void)[] = []

  constructor() {
    this.link = new Link((client, hello) => this.onHello(client, hello))
  }

  get document(): LabDocument | null {
    return this.history?.present ?? null
  }

  /** The subject, where it is a diffusion model */
  get model(): GenerativeSubject | null {
    const subject = this.document?.experiment.subject
    return subject?.kind === 'generative' ? subject : null
  }

  /** What the subject has chosen from a section of the catalogue, where it has such a section */
  choice(section: ChoiceSection): Choice | undefined {
    const subject = this.document?.experiment.subject
    return subject === undefined ? undefined : choicesOf(subject)[section]
  }

  /** Whether the run is that of the document: nothing is waiting to be opened. */
  get settled(): boolean {
    return !this.opening && !this.waiting
  }

  get client(): Client | null {
    return this.link.client
  }

  /** Called with every new connection, for streams that must be opened again. */
  onConnected(listener: (client: Client) => void): void {
    this.connected.push(listener)
    if (this.client !== null) listener(this.client)
  }

  private onHello(client: Client, hello: Calls['hello']['output']): void {
    this.catalog = hello.catalog
    this.presets = hello.presets
    this.networks = hello.networks
    this.versions = hello.versions
    this.opening = false
    if (this.history === null) {
      this.history = startHistory(hello.document)
      this.revision = hello.revision
      this.run = hello.run
    } else {
      // The page's document is the newer one: an engine that came back gets it again.
      this.revision = Math.max(this.revision, hello.revision)
      this.push()
    }
    client.stream('status', {}, (state, done) => {
      if ('revision' in state && state.revision === this.revision) this.runState = state
      done()
    })
    for (const listener of this.connected) listener(client)
    const given = this.toOpen
    this.toOpen = null
    if (given !== null) void this.openJson(given)
  }

  /** Replaces the value at a path. Edits of one gesture share a key and are undone together. */
  edit(path: string, value: unknown, gesture: string | null = null): void {
    const { document } = this
    if (document === null || valueAt(document, path) === value) return
    this.replace(withValue(document, path, value), gesture)
  }

  replace(document: LabDocument, gesture: string | null = null): void {
    this.history = this.history === null ? startHistory(document) : record(this.history, document, gesture)
    this.push()
  }

  /** Another document, such as a preset. */
  open(document: LabDocument): void {
    this.opened = this.revision + 1
    this.replace(document)
  }

  undo(): void {
    if (this.history === null) return
    this.history = undo(this.history)
    this.push()
  }

  redo(): void {
    if (this.history === null) return
    this.history = redo(this.history)
    this.push()
  }

  setTimeline(change: Partial<Timeline>): void {
    const { document } = this
    if (document === null || this.history === null) return
    // How the film is played is part of the document but changes no result, so the engine is not asked again.
    const next = { ...document, timeline: { ...document.timeline, ...change } }
    this.history = { ...this.history, present: next }
  }

  /** New noise for every seed that is not locked. */
  reroll(only?: SeedName): void {
    const { document } = this
    if (document === null) return
    const { seeds } = document
    const names: SeedName[] = only === undefined ? ['data', 'start', 'path'] : [only]
    const fresh = names.filter((name) => only !== undefined || !seeds.locked.includes(name))
    // With every seed locked there is nothing to draw, and nothing to undo.
    if (fresh.length === 0) return
    const draws = crypto.getRandomValues(new Uint32Array(fresh.length))
    const next = Object.fromEntries(fresh.map((name, i) => [name, draws[i]! % 100000]))
    this.replace({ ...document, seeds: { ...seeds, ...next } })
  }

  /** Opens a file's JSON; anything wrong leaves what is open. */
  async openJson(json: unknown): Promise<void> {
    const { client } = this
    if (client === null) {
      this.toOpen = json
      return
    }
    try {
      const revision = ++this.revision
      const { document, run } = await client.call('open', { document: json, revision })
      this.history = this.history === null ? startHistory(document) : record(this.history, document, null)
      this.opened = revision
      this.mended = this.problem
      this.accept(run)
    } catch (error) {
      this.problem = { path: '', sentence: `${messageOf(error)} Nothing was changed.` }
    }
  }

  private push(): void {
    this.mended = this.problem
    this.waiting = true
    if (!this.opening) void this.pump()
  }

  private async pump(): Promise<void> {
    this.opening = true
    while (this.waiting && this.client !== null && this.document !== null) {
      this.waiting = false
      const revision = ++this.revision
      try {
        const { run } = await this.client.call('open', { document: this.document, revision })
        this.accept(run)
      } catch (error) {
        if (this.link.state !== 'connected') break
        this.mended = {
          path: error instanceof Invalid ? error.path : '',
          sentence: messageOf(error),
        }
        this.problem = this.mended
      }
    }
    this.opening = false
  }

  private accept(run: RunInfo): void {
    this.run = run
    if (this.problem === this.mended) this.problem = null
    if (this.runState.kind === 'failed') this.runState = { kind: 'idle' }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
