import { Invalid } from '#core/params/invalid'

/** An array as NumPy's .npy format stores it (format versions 1.0 and 2.0), C order, little endian. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  const type = data instanceof Float32Array ? '<f4' : '<f8'
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`
  // The header is padded so that the numbers begin at a multiple of 64 bytes.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10
  const bytes = new Uint8Array(10 + length + data.byteLength)
  bytes.set([...MAGIC, 1, 0, length & 255, length >> 8])
  bytes.set(new TextEncoder().encode(text.padEnd(length - 1) + '\n'), 10)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length)
  return bytes
}

/**
 * Reads float32 or float64 arrays. `name` is the option or field that named the file; `expected` are shapes, null
 * standing for any length. Throws `Invalid`.
 */
export function decodeNpy(bytes: Uint8Array, name: string, expected: readonly (number | null)[]): NpyArray {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new Invalid(name, 'is not a .npy file; an array saved with numpy.save was expected')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wide = view.getUint8(6) > 1
  const start = wide ? 12 : 10
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true)
  const header = new TextDecoder().decode(bytes.subarray(start, start + length))
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'unknown'
  if (type !== '<f4' && type !== '<f8')
    throw new Invalid(name, `has the type ${type}; little-endian float32 or float64 was expected`)
  if (/'fortran_order':\s*True/.test(header))
    throw new Invalid(name, 'is in Fortran order; C order was expected (numpy.ascontiguousarray makes it so)')
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number)
  const fits =
    shape.length === expected.length && expected.every((size, i) => size === null || size === shape[i])
  if (!fits)
    throw new Invalid(
      name,
      `has the shape (${shape.join(', ')}); (${expected.map((size) => size ?? 'any').join(', ')}) was expected`,
    )
  const count = shape.reduce((product, size) => product * size, 1)
  const width = type === '<f4' ? 4 : 8
  const held = (bytes.length - start - length) / width
  if (held !== count)
    throw new Invalid(name, `holds ${Math.max(0, held)} numbers behind its header; ${count} were expected`)
  // A copy: a Node Buffer's own slice would share its pool, and the numbers must begin at a multiple of their width.
  const body = new Uint8Array(bytes.subarray(start + length))
  return { shape, data: width === 4 ? new Float32Array(body.buffer) : new Float64Array(body.buffer) }
}
