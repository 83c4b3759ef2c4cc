import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { messagePortChannel } from '#core/transport/message-port-channel'
import { autosave, lastDocument } from '#main/documents/autosave'
import { createEngine, type Engine } from '#main/engine/engine'

/** What main sends: where documents are kept, once; then a port for every window that connects. */
type FromMain =
  { readonly type: 'start'; readonly folder: string; readonly file: unknown } | { readonly type: 'client' }

let engine: Engine | null = null

function start(folder: string, file: unknown): Engine {
  const keeper = autosave(folder)
  let document: LabDocument | undefined
  try {
    const json = file ?? lastDocument(folder)
    document = json === null ? undefined : parse(json, catalog)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
  }
  return createEngine({
    workerEntry: new URL('./worker.js', import.meta.url),
    host: 'electron',
    ...(document === undefined ? {} : { document }),
    onDocument: (accepted) => keeper.note(accepted),
  })
}

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as FromMain
  if (message.type === 'start') engine ??= start(message.folder, message.file)
  const port = ports[0]
  if (message.type === 'client' && port !== undefined) engine?.serve(messagePortChannel(port))
})
// A rejection that nobody handles only warns here by default; the host restarts a process that has ended.
process.on('unhandledRejection', (reason) => {
  console.error(reason)
  process.exit(1)
})
