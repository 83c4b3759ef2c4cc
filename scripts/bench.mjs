// npm run bench: medians and ratios, with all set-up done first.
import { findChromium } from './chromium.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { run } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
await ensureInstalled()
await ensureBuilt()
const chromium = findChromium()
const env = chromium === null ? process.env : { ...process.env, SCOREFIELD_CHROMIUM: chromium }
const code = await run(process.execPath, ['out/main/bench.js', ...process.argv.slice(2)], { env })
// The page is held to the same format as everything else.
if (code === 0)
  await run(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', 'docs/speed.md'], {
    stdio: 'ignore',
  })
process.exit(code)
