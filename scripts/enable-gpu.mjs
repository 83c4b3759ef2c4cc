// npm run enable-gpu: fetches the native package of TensorFlow.js, whose install script downloads libtensorflow. It is
// an optional dependency whose script .npmrc keeps from running; here it is allowed, for this package alone.
import { readFileSync } from 'node:fs'
import { npm, run } from './run.mjs'

process.chdir(new URL('..', import.meta.url).pathname)
const name = '@tensorflow/tfjs-node-gpu'
const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const wanted = `${name}@${optionalDependencies[name]}`
console.log(`Fetching ${wanted} and libtensorflow, some hundreds of megabytes; Ctrl+C ends it.`)
const shell = process.platform === 'win32'
const options = ['--no-save', '--ignore-scripts=false', '--foreground-scripts', '--no-audit', '--no-fund']
const code = await run(npm, ['install', wanted, ...options], { shell })
if (code !== 0) {
  console.error(`${name} could not be fetched; see the lines above. The lab works without it.`)
  process.exit(code)
}
const probe =
  "const u=require('node:util');u.isNullOrUndefined??=(v)=>v==null;u.isArray??=Array.isArray;" +
  `const t=require('${name}');t.ready().then(()=>console.log(t.backend().isUsingGpuDevice?'It sees a GPU.':'It loads and sees no GPU that it can use.'))`
process.exit(await run(process.execPath, ['-e', probe]))
