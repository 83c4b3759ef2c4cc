// Type-checks every part with the types of its own runtime.
import { capture } from './run.mjs'

const tsc = 'node_modules/typescript/bin/tsc'
const svelteCheck = 'node_modules/svelte-check/bin/svelte-check'
const checks = [
  ...['src-core', 'src-main', 'tests', 'scripts', 'bench', '.'].map((part) => [part, [tsc, '-p', part]]),
  ['src-renderer', [svelteCheck, '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings']],
]
let failed = 0
for (const [part, args] of checks) {
  const { code, text } = await capture(process.execPath, args)
  if (code === 0) continue
  failed += 1
  console.error(`${part}:\n${text}`)
}
process.exit(failed === 0 ? 0 : 1)
