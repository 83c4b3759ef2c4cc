import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { command } from './command'
import { servePart } from './parts'

// The same file is the command and, in a thread of it, one share of a run.
if (isMainThread)
  process.exitCode = await command(process.argv.slice(2), {
    out: (line) => console.log(line),
    error: (line) => console.error(line),
    entry: fileURLToPath(import.meta.url),
  })
else servePart()
