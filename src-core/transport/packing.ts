/**
 * Binary layout of a message: uint32 length of the header, the header as JSON padded to 8 bytes, then the typed
 * arrays of the message one after another, each padded to 8 bytes. In the header an array is {"$array": index}, and
 * `arrays` lists type and length of each. Little endian, as every machine this runs on.
 */
const types = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const
type TypeName = keyof typeof types
type Packable = InstanceType<(typeof types)[TypeName]>

const padded = (bytes: number): number => (bytes + 7) & ~7

export function pack(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: Packable[] = []
  const body = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key]
    if (isPackable(original)) {
      arrays.push(original)
      return { $array: arrays.length - 1 }
    }
    return value
  })
  const list = arrays.map((array) => [array.constructor.name, array.length])
  const header = new TextEncoder().encode(`{"arrays":${JSON.stringify(list)},"body":${body}}`)
  const start = padded(4 + header.length)
  const bytes = new Uint8Array(start + arrays.reduce((sum, array) => sum + padded(array.byteLength), 0))
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, 4)
  let at = start
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += padded(array.byteLength)
  }
  return bytes
}

/** Throws an Error for bytes that are not a message. Arrays are views of the given bytes when they are aligned. */
export function unpack(bytes: Uint8Array): unknown {
  const data = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const length = view.getUint32(0, true)
  if (4 + length > data.length) throw new Error('message header is longer than the message')
  const header: unknown = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)))
  if (!isHeader(header)) throw new Error('message header has the wrong form')
  let at = padded(4 + length)
  const arrays = header.arrays.map(([name, count]) => {
    const Type = types[name]
    const bytesNeeded = count * Type.BYTES_PER_ELEMENT
    if (at + bytesNeeded > data.length) throw new Error('message is cut short')
    const array = new Type(data.buffer as ArrayBuffer, data.byteOffset + at, count)
    at += padded(bytesNeeded)
    return array
  })
  return restore(header.body, arrays)
}

function restore(node: unknown, arrays: readonly Packable[]): unknown {
  if (Array.isArray(node)) return node.map((inner) => restore(inner, arrays))
  if (typeof node !== 'object' || node === null) return node
  if ('$array' in node) return arrays[Number(node.$array)]
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, restore(inner, arrays)]))
}

function isPackable(value: unknown): value is Packable {
  return ArrayBuffer.isView(value) && value.constructor.name in types
}

function isHeader(value: unknown): value is { arrays: [TypeName, number][]; body: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'body' in value &&
    'arrays' in value &&
    Array.isArray(value.arrays) &&
    value.arrays.every(
      (entry: unknown) =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        entry[0] in types &&
        Number.isSafeInteger(entry[1]),
    )
  )
}
