import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Files that a file of core runs, itself among them; imports of types alone run nothing. */
function runs(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(new URL(`../../src-core/${file}.ts`, import.meta.url), 'utf8')
  for (const [statement, names = '', from = ''] of text.matchAll(/^import ([^']*)from '([^']+)'/gm)) {
    if (statement.startsWith('import type')) continue
    const inside = /\{([^}]*)\}/.exec(names)?.[1]
    if (inside !== undefined && inside.split(',').every((name) => /^\s*(type\s.*)?$/.test(name))) continue
    if (from.startsWith('#core/')) runs(from.slice('#core/'.length), found)
    else if (from.startsWith('.')) runs(new URL(from, `file:///${file}`).pathname.slice(1), found)
  }
  return found
}

/** What everything may share: where cells are, how refusals are worded */
const common = ['numeric/grids/grid', 'params/invalid']
/** And random numbers, elementary functions and the averaging of a start over cells */
const elementary = [...common, 'numeric/elementary', 'numeric/grids/averages']

const solvers = [
  'densities/schemes/backward-euler',
  'densities/schemes/strang',
  'densities/schemes/alternating-directions',
  'densities/schemes/explicit',
  'densities/schemes/flux-limited',
  'densities/schemes/richardson',
  'densities/schemes/spectral',
  'densities/backward/backward-value',
  'densities/backward/exit',
  'densities/poisson/by-transform',
  'densities/poisson/multigrid',
]
const witnesses: readonly [string, readonly string[], readonly string[]][] = [
  ['densities/closed-forms/gaussian-flow', solvers, []],
  ['densities/closed-forms/lognormal', solvers, []],
  ['densities/closed-forms/rod', solvers, []],
  ['densities/closed-forms/backward', solvers, []],
  ['densities/closed-forms/exit', solvers, []],
  ['densities/closed-forms/convolution', solvers, common],
  ['densities/sde/simulate', solvers, elementary],
  ['densities/backward/monte-carlo', solvers, elementary],
  ['densities/particles/flow', solvers, common],
  ['measures/grid/chi-square', solvers, common],
  ['measures/grid/information', solvers, common],
  ['measures/grid/kernel-density', solvers, common],
  ['measures/paths/girsanov', ['densities/sde/simulate'], []],
  [
    'densities/poisson/by-transform',
    ['densities/poisson/multigrid'],
    [...common, 'densities/poisson/poisson-problem'],
  ],
]

test.each(witnesses)('%s shares nothing with what it is held against', (witness, against, allowed) => {
  for (const subject of against) {
    const theirs = runs(subject)
    const shared = [...runs(witness)].filter((file) => theirs.has(file) && !allowed.includes(file))
    expect({ subject, shared }).toEqual({ subject, shared: [] })
  }
})

test('the reading of imports sees them: a solver runs its operator, and types run nothing', () => {
  const found = runs('densities/schemes/backward-euler')
  expect(found.has('densities/operator/chang-cooper')).toBe(true)
  expect(found.has('densities/transport')).toBe(false)
  expect(runs('measures/paths/girsanov').size).toBe(1)
})
