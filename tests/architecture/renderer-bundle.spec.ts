import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const forbidden =
  /^src-core\/(samplers|scores|dynamics|densities|measures|learning|catalog|distributions)\/|^src-main\/|tensorflow/

const chunks = JSON.parse(
  readFileSync(new URL('../../out/renderer/modules.json', import.meta.url), 'utf8'),
) as readonly { readonly chunk: string; readonly modules: readonly string[] }[]

it('ships no implementation to the window', () => {
  const modules = chunks.flatMap((chunk) => chunk.modules)
  // The list must be the real one: the window's own files are in it.
  expect(modules).toContain('src-renderer/app/App.svelte')
  expect(modules.filter((name) => forbidden.test(name))).toEqual([])
})

it('would see one', () => {
  expect(forbidden.test('src-core/samplers/heun.ts')).toBe(true)
  expect(forbidden.test('src-core/protocol/client.ts')).toBe(false)
})
