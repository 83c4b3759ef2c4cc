// Compiles the kernels with AssemblyScript: one build for plain SIMD, one for relaxed SIMD. TensorFlow.js's own module
// is laid beside them, so that nothing is fetched at run time.
import { copyFileSync, mkdirSync } from 'node:fs'
import { capture } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
mkdirSync('out/wasm', { recursive: true })
for (const name of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'])
  copyFileSync(`node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/${name}`, `out/wasm/${name}`)
const source = 'src-main/engine/backends/wasm/kernels/index.ts'
const common = [
  '--optimizeLevel',
  '3',
  '--shrinkLevel',
  '0',
  '--noAssert',
  '--runtime',
  'stub',
  '--initialMemory',
  '16',
  '--maximumMemory',
  '32768',
]
const builds = [
  ['simd', ['--enable', 'simd']],
  ['relaxed-simd', ['--enable', 'simd', '--enable', 'relaxed-simd']],
]
for (const [name, flags] of builds) {
  const out = ['--outFile', `out/wasm/kernels-${name}.wasm`]
  const { code, text } = await capture(process.execPath, [
    'node_modules/assemblyscript/bin/asc.js',
    source,
    ...out,
    ...flags,
    ...common,
  ])
  if (code !== 0) {
    console.error(text)
    process.exit(1)
  }
}
