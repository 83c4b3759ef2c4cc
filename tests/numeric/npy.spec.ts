import { describe, expect, test } from 'vitest'
import { Invalid } from '#core/params/invalid'
import { decodeNpy, encodeNpy } from '#core/numeric/npy'

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** A file as numpy.save writes it, put together here from the format's description. */
function file(header: string, body: Uint8Array, version = 1): Uint8Array {
  const start = version === 1 ? 10 : 12
  const length = Math.ceil((start + header.length + 1) / 64) * 64 - start
  const bytes = new Uint8Array(start + length + body.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0])
  if (version === 1) new DataView(bytes.buffer).setUint16(8, length, true)
  else new DataView(bytes.buffer).setUint32(8, length, true)
  bytes.set(new TextEncoder().encode(header.padEnd(length - 1) + '\n'), start)
  bytes.set(body, start + length)
  return bytes
}
const header = (descr: string, shape: string, fortran = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`
const eight = new Uint8Array(Float64Array.from([1, -2.5, 3e300, 4, 5, 6]).buffer)

describe('written', () => {
  // What numpy 2.2 wrote for numpy.save(f, numpy.array([[1.0, 2.0]])).
  test('is byte for byte what NumPy writes', () => {
    const bytes = encodeNpy({ shape: [1, 2], data: Float64Array.from([1, 2]) })
    expect(bytes.length).toBe(128 + 16)
    expect(text(bytes.subarray(0, 128))).toBe(
      "\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }" +
        ' '.repeat(58) +
        '\n',
    )
  })

  test.each([[[5]], [[2, 3]], [[2, 3, 1]], [[0, 2]]])('comes back with shape %j', (shape) => {
    const count = shape.reduce((product, size) => product * size, 1)
    for (const data of [
      Float64Array.from({ length: count }, (_, i) => Math.sin(i)),
      Float32Array.from({ length: count }, (_, i) => Math.sin(i)),
    ]) {
      const back = decodeNpy(encodeNpy({ shape, data }), 'x', shape)
      expect(back).toEqual({ shape, data })
    }
  })

  test('keeps its numbers at a multiple of 64 bytes, whatever the length of the header', () => {
    for (let digits = 1; digits < 40; digits++) {
      const shape = [...Array.from({ length: digits }, () => 1), 3]
      expect(encodeNpy({ shape, data: new Float32Array(3) }).length % 64).toBe(12)
    }
  })

  test('is only the part of a longer buffer that was meant', () => {
    const data = Float64Array.from([9, 1, 2, 9]).subarray(1, 3)
    expect([...decodeNpy(encodeNpy({ shape: [2], data }), 'x', [2]).data]).toEqual([1, 2])
  })
})

describe('read', () => {
  test('version 2 headers', () => {
    const { data } = decodeNpy(file(header('<f8', '(3, 2)'), eight, 2), 'x', [null, 2])
    expect([...data]).toEqual([1, -2.5, 3e300, 4, 5, 6])
  })

  test.each<[string, Uint8Array, string]>([
    ['text', new TextEncoder().encode('1,2\n3,4\n5,6\n'), 'x is not a .npy file'],
    ['nothing', new Uint8Array(0), 'x is not a .npy file'],
    [
      'whole numbers',
      file(header('<i8', '(3, 2)'), eight),
      'x has the type <i8; little-endian float32 or float64',
    ],
    ['big endian', file(header('>f8', '(3, 2)'), eight), 'x has the type >f8'],
    ['objects', file(header('|O', '(3, 2)'), eight), 'x has the type |O'],
    [
      'Fortran order',
      file(header('<f8', '(3, 2)', 'True'), eight),
      'x is in Fortran order; C order was expected',
    ],
    ['another shape', file(header('<f8', '(2, 3)'), eight), 'x has the shape (2, 3); (3, 2) was expected.'],
    ['fewer axes', file(header('<f8', '(6,)'), eight), 'x has the shape (6); (3, 2) was expected.'],
    ['no axes', file(header('<f8', '()'), eight), 'x has the shape (); (3, 2) was expected.'],
    [
      'a cut body',
      file(header('<f8', '(3, 2)'), eight.subarray(0, 40)),
      'x holds 5 numbers behind its header; 6',
    ],
    ['a long body', file(header('<f4', '(3, 2)'), eight), 'x holds 12 numbers behind its header; 6'],
    ['a cut header', file(header('<f8', '(3, 2)'), eight).subarray(0, 20), 'x '],
  ])('refuses %s', (_, bytes, sentence) => {
    const read = (): unknown => decodeNpy(bytes, 'x', [3, 2])
    expect(read).toThrow(Invalid)
    expect(read).toThrow(sentence)
  })
})
