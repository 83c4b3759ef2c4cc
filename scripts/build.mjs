// Builds everything into out/: the kernels, main side, preload and window.
import { rmSync, writeFileSync } from 'node:fs'
import { capture, run } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
rmSync('out/built.txt', { force: true })
const kernels = await run(process.execPath, ['scripts/build-wasm.mjs'])
if (kernels !== 0) process.exit(kernels)
const bin = new URL('../node_modules/electron-vite/bin/electron-vite.js', import.meta.url).pathname
const built = await capture(process.execPath, [bin, 'build', '--logLevel', 'warn'])
if (built.code !== 0) {
  console.error(built.text)
  process.exit(1)
}
writeFileSync('out/built.txt', `${new Date().toISOString()}\n`)
