import { readdirSync, readFileSync } from 'node:fs'

/** Children of every process, by number */
function families(): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The name in brackets may hold anything; the parent's number is the second field after it.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      found.set(parent, [...(found.get(parent) ?? []), Number(name)])
    } catch {
      // It ended between the two looks.
    }
  }
  return found
}

/**
 * Memory of some processes and all their descendants in MB; what several share is counted once (proportional set
 * size). NaN where the system does not tell (other than Linux).
 */
export function memoryOf(roots: readonly number[]): number {
  try {
    const children = families()
    const open = [...roots]
    let kilobytes = 0
    while (open.length > 0) {
      const pid = open.pop()!
      open.push(...(children.get(pid) ?? []))
      try {
        const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
        kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
      } catch {
        // As above.
      }
    }
    return kilobytes / 1024
  } catch {
    return NaN
  }
}
