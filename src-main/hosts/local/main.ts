import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { Invalid } from '#core/params/invalid'
import { autosave, lastDocument } from '#main/documents/autosave'
import { claimFolder } from '#main/documents/one-lab'
import { createEngine } from '#main/engine/engine'
import { startServer } from './server'

/** A document that a person named must be right; one that was kept by itself may be from another time. */
function documentToOpen(file: string | undefined, folder: string): LabDocument | undefined {
  if (file !== undefined) {
    let json: unknown
    try {
      json = JSON.parse(readFileSync(file, 'utf8'))
    } catch (error) {
      throw new Invalid(
        'FILE',
        `is "${file}", which is not a readable document (${error instanceof Error ? error.message : ''})`,
      )
    }
    return parse(json, catalog)
  }
  try {
    const kept = lastDocument(folder)
    return kept === null ? undefined : parse(kept, catalog)
  } catch {
    return undefined
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      workers: { type: 'string' },
      'allow-kill': { type: 'boolean' },
    },
  })
  const port = values.port === undefined ? 0 : Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Invalid('--port', `is "${values.port}"; a whole number from 1 to 65535 was expected`)
  const folder = values.data ?? join(homedir(), '.scorefield')
  const claim = await claimFolder(folder)
  process.on('exit', () => claim.release())
  const document = documentToOpen(positionals[0], folder)
  const keeper = autosave(folder)
  const here = dirname(fileURLToPath(import.meta.url))
  const engine = createEngine({
    workerEntry: new URL('./worker.js', import.meta.url),
    host: 'local',
    data: folder,
    shipped: join(here, '../../networks'),
    ...(document === undefined ? {} : { document }),
    ...(values.workers === undefined ? {} : { workers: Number(values.workers) }),
    onDocument: (accepted) => keeper.note(accepted),
    async save(accepted) {
      const name = `${accepted.title.replace(/[^\p{L}\p{N} .-]/gu, '').trim() || 'Untitled'}.scorefield.json`
      mkdirSync(join(folder, 'saved'), { recursive: true })
      writeFileSync(join(folder, 'saved', name), JSON.stringify(accepted, null, 2) + '\n')
      return Promise.resolve(name)
    },
  })
  const server = await startServer(join(here, '../renderer'), port, (channel) => engine.serve(channel)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        throw new Invalid(
          '--port',
          `is ${port}, which another program uses; a free port, or none to have one chosen, was expected`,
        )
      throw error
    },
  )
  claim.note(server.url)
  console.log(`Scorefield is at ${server.url}`)
  if (values['allow-kill'] === true)
    process.on('SIGUSR2', () => {
      engine.killWorker()
      engine.killTrainers()
    })
  const stop = async (): Promise<void> => {
    await keeper.flush()
    await server.close()
    await engine.dispose()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

main().catch((error: unknown) => {
  if (error instanceof Invalid || (error instanceof TypeError && 'code' in error)) {
    console.error(error.message)
    process.exit(2)
  }
  throw error
})
