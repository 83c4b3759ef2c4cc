// npm run lab -- COMMAND: the command line, with all set-up done first.
import { resolve } from 'node:path'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { run } from './run.mjs'

const root = new URL('..', import.meta.url).pathname
const from = process.env['INIT_CWD'] ?? process.cwd()
process.chdir(root)
await ensureInstalled()
await ensureBuilt()
process.exit(
  await run(process.execPath, [resolve(root, 'out/main/lab.js'), ...process.argv.slice(2)], { cwd: from }),
)
