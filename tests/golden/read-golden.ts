import { readFileSync } from 'node:fs'

interface Encoded {
  readonly shape: readonly number[]
  readonly dtype: 'f64' | 'i32'
  readonly enc: 'list' | 'b64'
  readonly data: unknown
}

export interface Golden {
  readonly names: readonly string[]
  shape(name: string): readonly number[]
  array(name: string): Float64Array
}

/** Reference arrays made with other people's code; `tests/golden/README.md` says how. */
export function readGolden(file: string): Golden {
  const url = new URL(`./data/${file}.json`, import.meta.url)
  const { arrays } = JSON.parse(readFileSync(url, 'utf8')) as { arrays: Record<string, Encoded> }
  const find = (name: string): Encoded => {
    const found = arrays[name]
    if (found === undefined) throw new Error(`${file} has no array ${name}`)
    return found
  }
  return {
    names: Object.keys(arrays),
    shape: (name) => find(name).shape,
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
