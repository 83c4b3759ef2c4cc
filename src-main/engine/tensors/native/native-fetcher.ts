import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { NativePackage } from '#core/protocol/compute'

/** The optional dependency as package.json pins it; its install script fetches libtensorflow. */
export const nativeName = '@tensorflow/tfjs-node-gpu'
export const nativeVersion = '4.22.0'

/** A program and its first arguments */
export type Program = readonly [string, ...string[]]

const npm: Program = [process.platform === 'win32' ? 'npm.cmd' : 'npm']

export interface NativeFetcher {
  state(): Promise<NativePackage>
  /** Fetches it in the background; nothing when that is going on. */
  start(): void
  /** Ends the fetching and takes away what had come. */
  cancel(): void
  dispose(): void
}

/**
 * Fetches the native package into a folder of the lab's own, by npm with install scripts allowed for it alone: nowhere
 * else does the lab let a package run code while it is installed.
 */
export function nativeFetcher(folder: string, program: Program = npm): NativeFetcher {
  let child: ChildProcess | null = null
  let failure: string | null = null
  const packages = join(folder, 'node_modules')
  const binding = (): boolean => existsSync(join(packages, nativeName, 'package.json'))

  const end = (): void => {
    const ended = child
    child = null
    // npm's own children, such as the download, are in its group.
    if (ended?.pid !== undefined && process.platform !== 'win32')
      try {
        process.kill(-ended.pid, 'SIGTERM')
      } catch {
        ended.kill()
      }
    else ended?.kill()
  }
  return {
    async state() {
      const megabytes = Math.round((await bytesOf(folder)) / 2 ** 20)
      const state = child !== null ? 'fetching' : failure !== null ? 'failed' : binding() ? 'there' : 'absent'
      return { name: nativeName, version: nativeVersion, state, megabytes, sentence: failure }
    },
    start() {
      if (child !== null) return
      failure = null
      mkdirSync(folder, { recursive: true })
      const own = { private: true, allowScripts: { [nativeName]: true } }
      writeFileSync(join(folder, 'package.json'), JSON.stringify(own, null, 2) + '\n')
      const [command, ...first] = program
      const begun = spawn(
        command,
        [
          ...first,
          'install',
          `${nativeName}@${nativeVersion}`,
          '--prefix',
          folder,
          '--ignore-scripts=false',
          '--save-exact',
          '--no-audit',
          '--no-fund',
          '--loglevel=error',
        ],
        {
          cwd: folder,
          stdio: ['ignore', 'ignore', 'pipe'],
          detached: process.platform !== 'win32',
          shell: process.platform === 'win32',
        },
      )
      child = begun
      let text = ''
      begun.stderr.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4000)))
      begun.on('error', (error) => {
        if (child !== begun) return
        child = null
        failure = `npm could not be started: ${error.message}. Install Node with npm, then try again.`
      })
      begun.on('close', (code) => {
        if (child !== begun) return
        child = null
        if (code === 0 && binding()) return
        failure = `The package could not be fetched: ${reasonOf(text, code)}. Nothing was changed; check the network, then try again.`
        rmSync(packages, { recursive: true, force: true })
      })
    },
    cancel() {
      if (child === null) return
      end()
      failure = null
      rmSync(packages, { recursive: true, force: true, maxRetries: 5 })
    },
    dispose: end,
  }
}

/** The line of npm's errors that says most */
function reasonOf(text: string, code: number | null): string {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('A complete log'))
  const said = lines.find((line) => /403|404|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONN|ENOSPC|EACCES/.test(line))
  return (said ?? lines.at(-1) ?? `npm ended with ${code}`).replace(/\.$/, '')
}

async function bytesOf(folder: string): Promise<number> {
  let sum = 0
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) sum += await bytesOf(path)
    else if (entry.isFile())
      sum += await stat(path).then(
        ({ size }) => size,
        () => 0,
      )
  }
  return sum
}
