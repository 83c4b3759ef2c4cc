import { describe, expect, it } from 'vitest'
import { readPoints } from '#core/numeric/read-points'
import { encodeNpy } from '#core/numeric/npy'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('points from a file', () => {
  it('reads lines with any separator, comments and a head', () => {
    expect(readPoints('a.csv', bytes('x,y\n1,2\n-3.5;4e-1\n'))).toEqual([
      [1, 2],
      [-3.5, 0.4],
    ])
    expect(readPoints('a.txt', bytes('# made by hand\n1\t2\t3\r\n4 5 6'))).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  it('reads JSON in one dimension and more', () => {
    expect(readPoints('a.json', bytes('[1, 2.5]'))).toEqual([[1], [2.5]])
    expect(readPoints('a.json', bytes('[[1, 2]]'))).toEqual([[1, 2]])
  })

  it('reads an array of NumPy in either precision', () => {
    const data = Float64Array.from([0.1, 0.2, 0.3, 0.4])
    expect(readPoints('a.npy', encodeNpy({ shape: [2, 2], data }))).toEqual([
      [0.1, 0.2],
      [0.3, 0.4],
    ])
    expect(readPoints('a.NPY', encodeNpy({ shape: [4, 1], data: Float32Array.from(data) }))[3]![0]).toBe(
      Math.fround(0.4),
    )
  })

  it.each([
    ['a.csv', '', 'a.csv holds no points'],
    ['a.csv', '1,2\n3\n', 'a.csv has no point in row 2'],
    ['a.csv', '1,2\n3,x\n', 'a.csv has "x" in row 2'],
    ['a.csv', '1,2,3,4\n', 'rows of the same 1, 2 or 3 finite numbers'],
    ['a.json', '{', 'a.json is not JSON'],
    ['a.json', '{"points": 1}', 'a.json is not a list'],
    ['a.json', '[[1, "2"]]', 'a.json has no point in row 1'],
    ['a.npy', 'no array', 'a.npy is not a .npy file'],
  ])('%s with %j is refused by a sentence', (name, text, sentence) => {
    expect(() => readPoints(name, bytes(text))).toThrow(sentence)
  })
})
