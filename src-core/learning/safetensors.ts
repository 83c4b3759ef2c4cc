import { Invalid } from '#core/params/invalid'

/** A named array of a .safetensors file. */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

export interface Tensors {
  readonly tensors: Readonly<Record<string, Tensor>>
  /** Free words; values are strings by the format's definition */
  readonly metadata: Readonly<Record<string, string>>
}

interface Span {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly from: number
  readonly to: number
}

/** The format's own bound on a header. */
const LONGEST_HEADER = 100_000_000

/** Hugging Face's format: 8 bytes of header length, a JSON header, then the numbers, all little endian. */
export function writeSafetensors({ tensors, metadata }: Tensors): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let size = 0
  // Eight-byte numbers first, so that all of them are aligned.
  const named = Object.entries(tensors).sort(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  )
  for (const [name, { shape, data }] of named) {
    const dtype = data instanceof Float32Array ? 'F32' : 'F64'
    header[name] = { dtype, shape, data_offsets: [size, size + data.byteLength] }
    size += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const padded = Math.ceil(json.length / 8) * 8
  const bytes = new Uint8Array(8 + padded + size)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true)
  bytes.fill(0x20, 8, 8 + padded)
  bytes.set(json, 8)
  let at = 8 + padded
  for (const [, { data }] of named) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at)
    at += data.byteLength
  }
  return bytes
}

/** `name` is the file or field that is blamed. Throws `Invalid`: no such file, cut short, numbers of another type. */
export function readSafetensors(bytes: Uint8Array, name: string): Tensors {
  const expected = 'a .safetensors file was expected'
  if (bytes.length < 8) throw new Invalid(name, `has ${bytes.length} bytes; ${expected}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = Number(view.getBigUint64(0, true))
  if (length > LONGEST_HEADER) throw new Invalid(name, `does not begin with a header’s length; ${expected}`)
  if (8 + length > bytes.length)
    throw new Invalid(name, `is cut short: its header has ${length} bytes and ${bytes.length - 8} are there`)
  const spans = new Map<string, Span>()
  let metadata: Record<string, string> = {}
  for (const [key, value] of Object.entries(parseHeader(bytes.subarray(8, 8 + length), name))) {
    if (key === '__metadata__') metadata = words(value)
    else spans.set(key, spanOf(key, value, name))
  }
  const end = [...spans.values()].reduce((top, { to }) => Math.max(top, to), 0)
  const held = bytes.length - 8 - length
  if (held < end) throw new Invalid(name, `is cut short: it holds ${held} of ${end} bytes of numbers`)
  const tensors: Record<string, Tensor> = {}
  for (const [key, { dtype, shape, from, to }] of spans) {
    // A copy begins at a multiple of its width.
    const body = new Uint8Array(bytes.subarray(8 + length + from, 8 + length + to))
    tensors[key] = {
      shape,
      data: dtype === 'F32' ? new Float32Array(body.buffer) : new Float64Array(body.buffer),
    }
  }
  return { tensors, metadata }
}

function parseHeader(bytes: Uint8Array, name: string): Record<string, unknown> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    header = null
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Invalid(name, 'has a header that is no JSON object; a .safetensors file was expected')
  return header as Record<string, unknown>
}

function words(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}

function spanOf(key: string, value: unknown, name: string): Span {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>
  const whole = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
  if (dtype !== 'F32' && dtype !== 'F64')
    throw new Invalid(name, `has “${key}” of the type ${String(dtype)}; F32 or F64 was expected`)
  if (!whole(shape) || !whole(offsets) || offsets.length !== 2)
    throw new Invalid(name, `has “${key}” without a shape and two offsets; a .safetensors file was expected`)
  const [from = 0, to = 0] = offsets
  const size = shape.reduce((product, n) => product * n, dtype === 'F32' ? 4 : 8)
  if (to - from !== size)
    throw new Invalid(
      name,
      `gives “${key}” ${to - from} bytes; its shape (${shape.join(', ')}) needs ${size}`,
    )
  return { dtype, shape, from, to }
}
