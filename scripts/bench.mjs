// npm run bench: medians and ratios, with all set-up done first.
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { run } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
await ensureInstalled()
await ensureBuilt()
process.exit(await run(process.execPath, ['out/main/bench.js']))
