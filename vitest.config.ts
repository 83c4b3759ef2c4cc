import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { shaderInclude } from './shaders/vite-plugin-shader-include'

// The runner uses Map.groupBy, which Node 20 lacks, where it prints failures.
const maps: { groupBy?: unknown } = Map
maps.groupBy ??= <K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index++)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

const long = process.env['SCOREFIELD_LONG'] === '1'

export default defineConfig({
  plugins: [svelte(), shaderInclude()],
  test: {
    include: ['tests/**/*.spec.ts', ...(long ? ['tests/**/*.long.ts'] : [])],
    exclude: ['tests/e2e/**'],
    testTimeout: long ? 1_200_000 : 60_000,
    // Two cores are what the suite is planned for; more workers only fight over them.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'test-results/unit.json' }]],
  },
})
