import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenFiles, manifest, ruled } from './manifest'
import { readGolden } from './read-golden'

const testOf = (path: string): string => resolve(import.meta.dirname, '../..', path)

describe.each(goldenFiles().filter(ruled))('the arrays of %s', (file) => {
  const { names } = readGolden(file)
  const rulesOf = (array: string) => manifest.filter((rule) => rule.file.test(file) && rule.array.test(array))

  it('have a rule each', () => {
    expect(names.filter((array) => rulesOf(array).length === 0)).toEqual([])
  })

  it('that are not used are printed with the reason', () => {
    for (const array of names)
      for (const { use } of rulesOf(array))
        if ('unused' in use) console.log(`${file}: ${array} is not used: ${use.unused}`)
  })
})

it('every rule has arrays, and a test that reads their file', () => {
  for (const { file, array, use } of manifest) {
    const files = goldenFiles().filter((name) => file.test(name))
    expect(
      files.some((name) => readGolden(name).names.some((each) => array.test(each))),
      String(array),
    ).toBe(true)
    if ('unused' in use) continue
    const path = testOf('comparedBy' in use ? use.comparedBy : use.inputOf)
    expect(existsSync(path), path).toBe(true)
    const source = readFileSync(path, 'utf8')
    for (const name of files.slice(0, 1)) expect(source.includes(name), `${path} reads ${name}`).toBe(true)
  }
})
