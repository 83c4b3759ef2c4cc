// npm run bench: medians and ratios, with all set-up done first.
import { findChromium } from './chromium.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { run } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
await ensureInstalled()
await ensureBuilt()
const chromium = findChromium()
const env = chromium === null ? process.env : { ...process.env, SCOREFIELD_CHROMIUM: chromium }
process.exit(await run(process.execPath, ['out/main/bench.js', ...process.argv.slice(2)], { env }))
