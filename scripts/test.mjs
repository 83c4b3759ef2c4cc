// npm test: everything that is checked, with all set-up done first. `--long` adds the long campaigns.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureChromium } from './chromium.mjs'
import { findElectron } from './electron-binary.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { run } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
const long = process.argv.includes('--long')
const env = { ...process.env, ...(long ? { SCOREFIELD_LONG: '1' } : {}) }
await ensureInstalled()
await ensureBuilt()
rmSync('test-results', { recursive: true, force: true })
mkdirSync('test-results')

const node = process.execPath
const totals = { passed: 0, failed: 0 }
const failures = []
const step = async (name, args, stepEnv = env) => {
  const began = Date.now()
  console.log(`\n── ${name}`)
  const code = await run(node, args, { env: stepEnv })
  console.log(`── ${name}: ${code === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - began) / 1000).toFixed(0)} s`)
  if (code !== 0) failures.push(name)
}
const count = (file, read) => {
  try {
    const [passed, failed] = read(JSON.parse(readFileSync(file, 'utf8')))
    totals.passed += passed
    totals.failed += failed
  } catch {
    failures.push(`${file} was not written`)
  }
}

await step('types', ['scripts/typecheck.mjs'])
await step('lint', ['node_modules/eslint/bin/eslint.js', '.'])
await step('layers', [
  'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  '--config',
  '.dependency-cruiser.cjs',
  'src-core',
  'src-main',
  'src-renderer',
])
await step('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'])
await step('unit and reference tests', ['node_modules/vitest/vitest.mjs', 'run'])
count('test-results/unit.json', (report) => [report.numPassedTests, report.numFailedTests])

const chromium = await ensureChromium()
if (chromium === null) failures.push('no browser for the end-to-end tests')
else {
  await step('end-to-end tests', ['node_modules/@playwright/test/cli.js', 'test'], {
    ...env,
    SCOREFIELD_CHROMIUM: chromium,
  })
  count('test-results/e2e.json', ({ stats }) => [stats.expected + stats.flaky, stats.unexpected])
}
console.log(
  findElectron() === null
    ? '\nElectron’s program is not here, so the end-to-end tests did not run in Electron; they ran in the local host.'
    : '\nThe end-to-end tests ran in the local host and in Electron.',
)
if (failures.length > 0) console.log(`Failed: ${failures.join('; ')}.`)
console.log(`${totals.passed} passed, ${totals.failed + (totals.failed === 0 ? failures.length : 0)} failed`)
process.exit(failures.length === 0 ? 0 : 1)
