import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { endings } from '#main/hosts/electron/open-files'
import { readConfiguration, validate } from './builder'

const config = await readConfiguration()

describe('the configuration of the packages', () => {
  it('is one that the packager accepts', async () => {
    await expect(validate(config)).resolves.toBeUndefined()
    const misspelt = { ...config, electronFuses: { runAsNod: false } } as typeof config
    await expect(validate(misspelt)).rejects.toThrow(/electronFuses/)
  })

  it('closes what a program can be turned into something else by', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    })
    expect(config.asar).toBe(true)
  })

  it('unpacks native libraries, and neither scripts nor WebAssembly, which the archive protects', () => {
    const unpacked = [config.asarUnpack ?? []].flat()
    expect(unpacked.length).toBeGreaterThan(0)
    for (const glob of unpacked) {
      expect(glob).toMatch(/node|so/)
      expect(glob).not.toMatch(/js|wasm|\*\*$/)
    }
  })

  it('makes what each system installs', () => {
    expect(config.mac?.target).toEqual(['dmg', 'zip'])
    expect(config.win?.target).toBe('nsis')
    expect(config.linux?.target).toEqual(['AppImage', 'deb'])
    expect(config.publish).toBeNull()
  })

  it('registers the ending that the program opens', () => {
    const associations = [config.fileAssociations ?? []].flat()
    expect(associations.map(({ ext }) => ext)).toEqual(['scorefield'])
    expect(endings).toContain('scorefield')
  })
})

describe('what the package needs at run time', () => {
  const main = 'out/main'
  const entries = ['electron.js', 'compute.js', 'worker.js']

  /** Every module that the entries load, with what it asks for by name. */
  function closure(): Map<string, readonly string[]> {
    const found = new Map<string, readonly string[]>()
    const visit = (file: string): void => {
      if (found.has(file)) return
      const source = readFileSync(file, 'utf8')
      const asked = [
        ...source.matchAll(/^(?:import|export)\b(?:[^"\n]* from)? ?"([^"]+)"|\bimport\("([^"]+)"\)/gm),
      ].map(([, named, later]) => (named ?? later)!)
      found.set(file, asked)
      for (const name of asked) if (name.startsWith('.')) visit(path.join(path.dirname(file), name))
    }
    for (const entry of entries) visit(path.join(main, entry))
    return found
  }

  it('is built', () => {
    const { main: entry } = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string }
    expect(path.normalize(entry)).toBe(path.join(main, 'electron.js'))
    for (const file of [
      ...entries.map((name) => path.join(main, name)),
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'out/wasm/kernels-simd.wasm',
    ])
      expect([file, existsSync(file)]).toEqual([file, true])
  })

  it('is Node, Electron and itself: no package', () => {
    const modules = closure()
    expect(modules.size).toBeGreaterThan(entries.length)
    const foreign = [...modules].flatMap(([file, asked]) =>
      asked.filter((name) => !/^(\.|node:)/.test(name)).map((name) => `${path.basename(file)}: ${name}`),
    )
    expect(foreign).toEqual(['electron.js: electron'])
  })

  it('is not the whole engine in the main process', () => {
    const source = readFileSync(path.join(main, 'electron.js'), 'utf8')
    expect(source.length).toBeLessThan(100_000)
    expect(source).not.toMatch(/samplers|mathjs/)
  })

  it('is a preload that a sandbox can load: one script, with Electron and nothing else', () => {
    const source = readFileSync('out/preload/index.cjs', 'utf8')
    expect(source).not.toMatch(/^\s*(import|export)\b/m)
    expect([...source.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron'])
  })
})
