/** Seeded damage to a JSON value: a good document in, one that is almost certainly broken out. */

/** A small counter-based generator (SplitMix32), so that a failure can be repeated from its seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296
  }
}

export const strange: readonly unknown[] = [
  null,
  true,
  '',
  'generative',
  'kind',
  -1,
  0,
  0.5,
  1e308,
  -1e-320,
  4294967296,
  [],
  [[]],
  {},
  { kind: {} },
  { kind: 'ring' },
  { kind: '__proto__' },
  [null],
  [1, 2],
  '\ud800',
  'x'.repeat(5000),
  { constructor: 1 },
]
const names = [
  'kind',
  '__proto__',
  'constructor',
  'toString',
  'x-note',
  'length',
  '',
  '0',
  'patch',
  'subject',
]

/** `count` mutations, each at a random place: replace, remove, rename, add, exchange with another place. */
export function mutate(
  json: unknown,
  seed: number,
  count: number,
  values: readonly unknown[] = strange,
): unknown {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const root = { json: structuredClone(json) }
  for (let i = 0; i < count; i++) {
    const places = placesOf(root)
    if (places.length === 0) break
    const { holder, key } = pick(places)
    const kind = random()
    if (kind < 0.4) set(holder, key, structuredClone(pick(values)))
    else if (kind < 0.6) Reflect.deleteProperty(holder, key)
    else if (kind < 0.75) set(holder, pick(names), structuredClone(pick(values)))
    else if (kind < 0.9) {
      const other = pick(places)
      set(holder, key, structuredClone(Reflect.get(other.holder, other.key)))
    } else {
      const value: unknown = Reflect.get(holder, key)
      if (typeof value === 'number') set(holder, key, value * (random() < 0.5 ? -1 : 1e6))
      if (typeof value === 'string') set(holder, key, value.slice(1))
    }
  }
  return root.json
}

function placesOf(root: object): { holder: object; key: string }[] {
  const places: { holder: object; key: string }[] = []
  const visit = (holder: object): void => {
    for (const [key, value] of Object.entries(holder) as [string, unknown][]) {
      places.push({ holder, key })
      if (typeof value === 'object' && value !== null) visit(value)
    }
  }
  visit(root)
  return places
}

/** As JSON.parse does it: every name, `__proto__` too, becomes an own property. */
function set(holder: object, key: string, value: unknown): void {
  if (Array.isArray(holder) && key === 'length') return
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}
