import { fileURLToPath } from 'node:url'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { messagePortChannel } from '#core/transport/message-port-channel'
import { type Autosave, autosave, lastDocument } from '#main/documents/autosave'
import { createEngine, type Engine } from '#main/engine/engine'
import type { ToEngine } from './channels'

let running: { readonly engine: Engine; readonly keeper: Autosave } | null = null

/** The document that was open last; one from another time that cannot be opened any more stays on disk. */
function keptDocument(folder: string): LabDocument | null {
  try {
    const json = lastDocument(folder)
    return json === null ? null : parse(json, catalog)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return null
  }
}

function start(folder: string): NonNullable<typeof running> {
  const document = keptDocument(folder)
  const keeper = autosave(folder)
  const engine = createEngine({
    workerEntry: new URL('./worker.js', import.meta.url),
    host: 'electron',
    data: folder,
    shipped: fileURLToPath(new URL('../../networks', import.meta.url)),
    ...(document === null ? {} : { document }),
    onDocument: (accepted) => keeper.note(accepted),
  })
  return { engine, keeper }
}

async function stop(): Promise<void> {
  await running?.keeper.flush()
  await running?.engine.dispose()
  process.exit(0)
}

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as ToEngine
  const port = ports[0]
  switch (message.type) {
    case 'start':
      running ??= start(message.folder)
      return
    case 'client':
      if (port !== undefined) running?.engine.serve(messagePortChannel(port))
      return
    case 'flush':
      void running?.keeper.flush()
      return
    case 'stop':
      void stop()
  }
})
// A rejection that nobody handles only warns here by default; the host restarts a process that has ended.
process.on('unhandledRejection', (reason) => {
  console.error(reason)
  process.exit(1)
})
