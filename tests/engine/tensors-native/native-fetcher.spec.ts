import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NativePackage } from '#core/protocol/compute'
import { type NativeFetcher, nativeFetcher } from '#main/engine/tensors/native/native-fetcher'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorefield-native-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program in npm's place: it gets npm's arguments and behaves as the script says. */
function standIn(script: string): NativeFetcher {
  const file = join(folder, 'npm.mjs')
  writeFileSync(
    file,
    `import { mkdirSync, writeFileSync } from 'node:fs'
    const args = process.argv.slice(2)
    const into = args[args.indexOf('--prefix') + 1] + '/node_modules/@tensorflow/tfjs-node-gpu'
    ${script}`,
  )
  return nativeFetcher(join(folder, 'native'), [process.execPath, file])
}

async function until(
  fetcher: NativeFetcher,
  wanted: (state: NativePackage) => boolean,
): Promise<NativePackage> {
  for (;;) {
    const state = await fetcher.state()
    if (wanted(state)) return state
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('the native package', () => {
  test('is absent, then fetched with its script allowed, and its size told', async () => {
    const fetcher = standIn(`
      if (!args.includes('--ignore-scripts=false') || !args.includes('@tensorflow/tfjs-node-gpu@4.22.0')) process.exit(3)
      mkdirSync(into, { recursive: true })
      writeFileSync(into + '/lib.so', new Uint8Array(3 * 2 ** 20))
      await new Promise((resolve) => setTimeout(resolve, 300))
      writeFileSync(into + '/package.json', '{}')`)
    expect((await fetcher.state()).state).toBe('absent')
    fetcher.start()
    expect((await fetcher.state()).state).toBe('fetching')
    await until(fetcher, ({ state, megabytes }) => state === 'fetching' && megabytes === 3)
    const done = await until(fetcher, ({ state }) => state !== 'fetching')
    expect(done).toMatchObject({ state: 'there', megabytes: 3, sentence: null })
  })

  test('is cancelled, and what had come is taken away', async () => {
    const fetcher = standIn(`
      mkdirSync(into, { recursive: true })
      writeFileSync(into + '/half.so', new Uint8Array(2 ** 20))
      setInterval(() => undefined, 1000)`)
    fetcher.start()
    await until(fetcher, ({ megabytes }) => megabytes === 1)
    fetcher.cancel()
    expect(await fetcher.state()).toMatchObject({ state: 'absent', sentence: null })
    expect(existsSync(join(folder, 'native', 'node_modules'))).toBe(false)
  })

  test('a refused download is a sentence with the cause and a remedy', async () => {
    const fetcher = standIn(`
      console.error('npm error code 1\\nnpm error Error: 403 Forbidden for libtensorflow\\nnpm error A complete log')
      process.exit(1)`)
    fetcher.start()
    const failed = await until(fetcher, ({ state }) => state === 'failed')
    expect(failed.sentence).toBe(
      'The package could not be fetched: Error: 403 Forbidden for libtensorflow. Nothing was changed; check the network, then try again.',
    )
  })

  test('without npm it says so', async () => {
    const fetcher = nativeFetcher(join(folder, 'native'), [join(folder, 'no-such-program')])
    fetcher.start()
    const failed = await until(fetcher, ({ state }) => state === 'failed')
    expect(failed.sentence).toMatch(/^npm could not be started: .* Install Node with npm, then try again\.$/)
  })
})
