import { expect, test } from 'vitest'
import { catalog, describeCatalog } from '#core/catalog/index'

/** Letters that fit into the box of a choice in the narrowest window */
const ROOM = 17

test.each(['sampler', 'grid', 'dynamics'] as const)(
  'every %s has a title that fits its box, or a short one that does and is its own',
  (section) => {
    const shown = describeCatalog(catalog)[section].map(({ title, short }) => short ?? title)
    for (const title of shown) expect([...title].length, title).toBeLessThanOrEqual(ROOM)
    expect(new Set(shown).size).toBe(shown.length)
  },
)
