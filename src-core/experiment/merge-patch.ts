/**
 * JSON merge patch (RFC 7396): objects merge, null removes, anything else replaces. A patch that changes the `kind`
 * of a choice replaces the whole choice, since parameters of one kind mean nothing to another.
 */
export function applyPatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const base =
    isObject(target) && !(typeof patch['kind'] === 'string' && patch['kind'] !== target['kind']) ? target : {}
  // A map, so that a key such as __proto__ is a key like any other.
  const merged = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, applyPatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
