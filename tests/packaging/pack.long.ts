import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asar } from './builder'

/** By this text the packager finds the fuses in Electron's program. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** Fuses as Electron delivers them, in its own order */
const DELIVERED = '101100011'

const folder = mkdtempSync(path.join(tmpdir(), 'scorefield-pack-'))
const unpacked = path.join(folder, 'dist', 'linux-unpacked')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A folder that looks like Electron's distribution to the packager, with a program that has fuses and does nothing. */
function electronShell(): string {
  const shell = path.join(folder, 'electron')
  mkdirSync(path.join(shell, 'locales'), { recursive: true })
  mkdirSync(path.join(shell, 'resources'))
  const wire = Buffer.concat([Buffer.from([1, DELIVERED.length]), Buffer.from(DELIVERED)])
  writeFileSync(
    path.join(shell, 'electron'),
    Buffer.concat([Buffer.from(`\0${SENTINEL}`), wire, Buffer.alloc(16)]),
  )
  chmodSync(path.join(shell, 'electron'), 0o755)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak'])
    writeFileSync(path.join(shell, name), '')
  return shell
}

beforeAll(() => {
  const builder = path.resolve('node_modules/electron-builder/cli.js')
  const options = [`-c.electronDist=${electronShell()}`, `-c.directories.output=${path.join(folder, 'dist')}`]
  execFileSync(process.execPath, [builder, '--linux', '--dir', '--x64', ...options], { stdio: 'pipe' })
}, 300_000)

describe('a package made by the packager', () => {
  it('has its fuses set', () => {
    const program = readFileSync(path.join(unpacked, 'scorefield'), 'latin1')
    const at = program.indexOf(SENTINEL) + SENTINEL.length
    // Run as Node, cookies, NODE_OPTIONS, inspect: off. Integrity, archive only: on. Snapshot as it was, files: off, trap handlers as it was.
    expect(program.slice(at + 2, at + 2 + DELIVERED.length)).toBe('000011001')
  })

  it('holds what runs and nothing else', () => {
    const files = asar
      .listPackage(path.join(unpacked, 'resources', 'app.asar'), { isPack: false })
      .map((name) => name.replaceAll('\\', '/'))
    for (const needed of [
      '/package.json',
      '/LICENSE',
      '/out/main/electron.js',
      '/out/main/compute.js',
      '/out/main/worker.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/out/wasm/kernels-simd.wasm',
    ])
      expect(files).toContain(needed)
    expect(
      files.filter((name) => /node_modules|\.map$|\.ts$|\/(local|lab|bench)\.js$|^\/(src|tests)/.test(name)),
    ).toEqual([])
  })
})
