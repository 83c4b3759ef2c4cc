/** The name that was probably meant: the nearest one, if it is near enough that a slip of the keys explains it. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const allowed = Math.max(1, Math.floor(written.length / 3))
  const ranked = names
    .map((name) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= allowed ? best.name : undefined
}

/** Damerau–Levenshtein distance (adjacent letters may be exchanged), capped for texts that cannot be near. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8 || a.length > 64) return Infinity
  let older: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          last[j]! + 1,
          row[j - 1]! + 1,
          last[j - 1]! + (same ? 0 : 1),
          swapped ? older[j - 2]! + 1 : Infinity,
        ),
      )
    }
    older = last
    last = row
  }
  return last[b.length]!
}
