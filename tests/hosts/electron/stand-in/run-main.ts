import { register } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import type { StandIn } from './electron'

/** Where the module that stands for `electron` finds the stand-in of its run. */
const RUNS = Symbol.for('scorefield.stand-in')
const runs: Map<string, StandIn['module']> = new Map()
Object.defineProperty(globalThis, RUNS, { value: runs, configurable: true })

const names =
  'app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, screen, session, utilityProcess'

/** Node's own loader finds the stand-in where the bundle imports "electron"; a run is told apart by a query. */
const hooks = `
export async function resolve(specifier, context, next) {
  const run = /[?]stand-in=(\\d+)$/.exec(context.parentURL ?? '')?.[1]
  if (run === undefined) return next(specifier, context)
  if (specifier === 'electron') {
    const source = "const { ${names} } = globalThis[Symbol.for('scorefield.stand-in')].get('" + run + "'); export { ${names} }"
    return { url: 'data:text/javascript,' + encodeURIComponent(source), format: 'module', shortCircuit: true }
  }
  const found = await next(specifier, context)
  return found.url.startsWith('file:') ? { ...found, url: found.url + '?stand-in=' + run } : found
}`

// The test runner has a loader of its own; this is Node's.
const nodeImport = vm.runInThisContext('(url) => import(url)', {
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>

let registered = false

/** Runs the built main in this process against a stand-in, up to the point where it waits for `ready`. */
export async function runMain(stand: StandIn, argv: readonly string[] = ['electron', '.']): Promise<void> {
  if (!registered) register(`data:text/javascript,${encodeURIComponent(hooks)}`)
  registered = true
  const run = String(runs.size + 1)
  runs.set(run, stand.module)
  const before = process.argv
  process.argv = [...argv]
  try {
    const entry = pathToFileURL(path.resolve('out/main/electron.js')).href
    await nodeImport(`${entry}?stand-in=${run}`)
  } finally {
    process.argv = before
  }
}
