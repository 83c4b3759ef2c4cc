/**
 * A message as it arrives in another process: a copy, whatever it holds. What Electron's serialiser refuses is refused
 * here: memory that two processes would have to share, and whatever has no copy (functions, symbols, proxies).
 */
export function cloneMessage(message: unknown): unknown {
  refuseShared(message, new Set())
  return structuredClone(message)
}

function refuseShared(value: unknown, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value
  if (buffer instanceof SharedArrayBuffer) throw new Error('An object could not be cloned.')
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return
  for (const inner of Object.values(value)) refuseShared(inner, seen)
}
