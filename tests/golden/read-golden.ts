import { readFileSync } from 'node:fs'

interface Encoded {
  readonly shape: readonly number[]
  readonly dtype: 'f64' | 'i32'
  readonly enc: 'list' | 'b64'
  readonly data: unknown
  readonly doc?: string
}

export interface Golden {
  readonly names: readonly string[]
  /** Mean error against the exact flow that was observed when the array was made; null where none is on file. */
  observed(run: string): number | null
  shape(name: string): readonly number[]
  array(name: string): Float64Array
  /** What the file says of an array; empty where it says nothing. */
  doc(name: string): string
}

/** Reference arrays made with other people's code; `tests/golden/README.md` says how. */
export function readGolden(file: string): Golden {
  const url = new URL(`./data/${file}.json`, import.meta.url)
  const { meta, arrays } = JSON.parse(readFileSync(url, 'utf8')) as {
    meta: { observed_error_vs_exact_ode?: Record<string, unknown> }
    arrays: Record<string, Encoded>
  }
  const find = (name: string): Encoded => {
    const found = arrays[name]
    if (found === undefined) throw new Error(`${file} has no array ${name}`)
    return found
  }
  return {
    names: Object.keys(arrays),
    observed(run) {
      const found = meta.observed_error_vs_exact_ode?.[run]
      if (typeof found === 'number') return found
      const values = Object.entries((found ?? {}) as Record<string, number>)
      return values.find(([key]) => key.startsWith('mean'))?.[1] ?? null
    },
    shape: (name) => find(name).shape,
    doc: (name) => find(name).doc ?? '',
    array(name) {
      const { enc, dtype, data } = find(name)
      if (enc === 'list') return Float64Array.from((data as unknown[]).flat(Infinity) as number[])
      const bytes = Uint8Array.from(Buffer.from(data as string, 'base64'))
      return dtype === 'f64'
        ? new Float64Array(bytes.buffer)
        : Float64Array.from(new Int32Array(bytes.buffer))
    },
  }
}

/** Largest |a - b| over max(1, max |b|): the measure in which tolerances are stated. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let gap = 0
  let scale = 1
  for (let i = 0; i < b.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!)
    gap = difference > gap || Number.isNaN(difference) ? difference : gap
    scale = Math.max(scale, Math.abs(b[i]!))
  }
  return Number.isNaN(gap) ? Infinity : gap / scale
}
