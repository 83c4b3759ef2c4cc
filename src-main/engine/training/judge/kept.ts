const kept = new WeakMap<object, Map<string, unknown>>()

/** What of a judgement depends on the exact model alone: made once for it, so that a film is scrubbed at the network's own cost. */
export function keptFor<Made>(model: object, what: string, make: () => Made): Made {
  const held = kept.get(model) ?? new Map<string, unknown>()
  kept.set(model, held)
  if (!held.has(what)) held.set(what, make())
  return held.get(what) as Made
}
