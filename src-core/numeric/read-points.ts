import { decodeNpy } from '#core/numeric/npy'
import { Invalid } from '#core/params/invalid'

/**
 * Points [n, d] from a file that a person chose: an array saved by NumPy, a JSON list of lists (or of numbers), or
 * lines of numbers with commas, semicolons, tabs or spaces between them and perhaps a line of names above. Throws
 * `Invalid` that names the file and the line.
 */
export function readPoints(name: string, bytes: Uint8Array): number[][] {
  const rows = /\.npy$/i.test(name)
    ? fromNpy(name, bytes)
    : /\.json$/i.test(name)
      ? fromJson(name, new TextDecoder().decode(bytes))
      : fromLines(name, new TextDecoder().decode(bytes))
  if (rows.length === 0)
    throw new Invalid(name, 'holds no points; at least one of 1, 2 or 3 coordinates was expected')
  const width = rows[0]!.length
  const bad = rows.findIndex((row) => row.length !== width || row.some((x) => !Number.isFinite(x)))
  if (width < 1 || width > 3 || bad !== -1)
    throw new Invalid(
      name,
      `has no point in row ${Math.max(0, bad) + 1}; rows of the same 1, 2 or 3 finite numbers each were expected`,
    )
  return rows
}

function fromNpy(name: string, bytes: Uint8Array): number[][] {
  const { shape, data } = decodeNpy(bytes, name, [null, null])
  const [n = 0, d = 0] = shape
  return Array.from({ length: n }, (_, i) => Array.from(data.subarray(i * d, (i + 1) * d)))
}

function fromJson(name: string, text: string): number[][] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Invalid(name, 'is not JSON; a list of points was expected')
  }
  if (!Array.isArray(json)) throw new Invalid(name, 'is not a list; a list of points was expected')
  return json.map((row: unknown) => {
    const numbers: unknown[] = Array.isArray(row) ? row : [row]
    return numbers.map((x) => (typeof x === 'number' ? x : NaN))
  })
}

function fromLines(name: string, text: string): number[][] {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/[\s,;]+/).filter((part) => part !== ''))
  // A first line of names is no point.
  const named = rows[0]?.some((part) => Number.isNaN(Number(part))) === true
  return (named ? rows.slice(1) : rows).map((parts, i) =>
    parts.map((part) => {
      const x = Number(part)
      if (Number.isNaN(x))
        throw new Invalid(name, `has "${part.slice(0, 20)}" in row ${i + 1}; numbers were expected`)
      return x
    }),
  )
}
