import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Files of a house in which every wall is broken once: rule -> what breaks it. */
const planted: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'core-is-pure': [
    'src-core/numeric/reads-files.ts',
    "import { readFileSync } from 'node:fs'\nreadFileSync('')",
  ],
  'core-is-pure, three': ['src-core/numeric/draws.ts', "import { Vector2 } from 'three'\nnew Vector2()"],
  'experiment-knows-params-alone': [
    'src-core/experiment/counts.ts',
    "import { made } from '../numeric/made'\nmade()",
  ],
  'only-the-catalogue-knows-implementations': [
    'src-core/protocol/samples.ts',
    "import { made } from '../samplers/made'\nmade()",
  ],
  'renderer-knows-the-contract': [
    'src-renderer/stores/samples.ts',
    "import { made } from '#core/samplers/made'\nmade()",
  ],
  'renderer-knows-the-contract, in a component': [
    'src-renderer/panels/Samples.svelte',
    '<script lang="ts">\n  import { made } from \'#core/samplers/made\'\n  made()\n</script>',
  ],
  'renderer-and-main-meet-on-the-wire': [
    'src-renderer/stores/engine.ts',
    "import { made } from '../../src-main/engine/made'\nmade()",
  ],
  'only-the-session-talks': [
    'src-renderer/stores/talks.ts',
    "import { made } from '#core/transport/made'\nmade()",
  ],
  'engine-knows-no-host': ['src-main/engine/serves.ts', "import { made } from '../hosts/local/made'\nmade()"],
  'witness-shares-nothing': ['src-core/measures/judges.ts', "import { made } from '../scores/made'\nmade()"],
  'no-cycles': ['src-core/numeric/one.ts', "import { other } from './other'\nexport const one = other"],
}

/** What may be: the walls have doors, and a rule that shut them would be found here. */
const allowed: readonly (readonly [file: string, text: string])[] = [
  [
    'src-renderer/stores/names-a-type.ts',
    "import type { Made } from '#core/samplers/made'\nexport type A = Made",
  ],
  ['src-renderer/session/talks.ts', "import { made } from '#core/transport/made'\nmade()"],
  ['src-renderer/stores/counts.ts', "import { made } from '#core/numeric/made'\nmade()"],
  ['src-core/catalog/lists.ts', "import { made } from '../samplers/made'\nmade()"],
  ['src-main/hosts/local/serves.ts', "import { made } from '../../engine/made'\nmade()"],
]

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[]
  }
}

describe('the rule of dependencies', () => {
  const house = mkdtempSync(join(tmpdir(), 'scorefield-house-'))
  let found: readonly string[] = []
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(join(house, file), text)
  }
  beforeAll(() => {
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json'])
      copyFileSync(join(root, file), join(house, file))
    symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
    for (const place of [
      'src-core/numeric',
      'src-core/samplers',
      'src-core/scores',
      'src-core/transport',
      'src-main/engine',
      'src-main/hosts/local',
    ])
      put(
        `${place}/made.ts`,
        'export const made = (): void => undefined\nexport interface Made { readonly a: 1 }',
      )
    put('src-core/numeric/other.ts', "import { one } from './one'\nexport const other: unknown = one")
    for (const [file, text] of [...Object.values(planted), ...allowed]) put(file, text)
    const said = execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        ...['--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
        ...['src-core', 'src-main', 'src-renderer'],
      ],
      { cwd: house, encoding: 'utf8', maxBuffer: 2 ** 26 },
    )
    const { violations } = (JSON.parse(said) as Cruise).summary
    found = violations.map(({ rule, from }) => `${rule.name} ${from}`)
  }, 120_000)
  afterAll(() => rmSync(house, { recursive: true, force: true }))

  it.each(Object.entries(planted))('sees %s broken', (name, [file]) => {
    expect(found).toContain(`${name.split(',')[0]!} ${file}`)
  })

  it('leaves the doors open', () => {
    const files = allowed.map(([file]) => file)
    expect(found.filter((one) => files.some((file) => one.endsWith(` ${file}`)))).toEqual([])
  })
})

describe('the rule of types in components', () => {
  // Without the type checker, which knows only files that are there; the rule reads imports alone.
  const lint = new ESLint({
    cwd: root,
    overrideConfig: [
      { languageOptions: { parserOptions: { projectService: false, project: false } } },
      tseslint.configs.disableTypeChecked,
    ] as ESLint.Options['overrideConfig'] & object,
  })
  const rule = '@typescript-eslint/no-restricted-imports'
  async function complaints(file: string, script: string): Promise<(string | null)[]> {
    const text = file.endsWith('.svelte') ? `<script lang="ts">\n${script}\n</script>\n` : `${script}\n`
    const [result] = await lint.lintText(text, { filePath: join(root, file) })
    return result!.messages.map((message) => message.ruleId).filter((id) => id === null || id === rule)
  }

  it.each([
    ['src-renderer/panels/Planted.svelte', "import { heun } from '#core/samplers/heun'\nheun.make({})"],
    ['src-renderer/panels/Planted.svelte', "import { run } from '#main/engine/run'\nrun()"],
    ['src-renderer/panels/Planted.svelte', "import type { Run } from '#main/engine/run'\nlet a: Run"],
    ['src-renderer/stores/planted.svelte.ts', "import { heun } from '#core/catalog/index'\nheun()"],
  ])('refuses in %s: %s', async (file, script) => {
    expect(await complaints(file, script)).toContain(rule)
  })

  it.each([
    [
      'src-renderer/panels/Planted.svelte',
      "import type { Sampler } from '#core/samplers/sampler'\nlet a: Sampler",
    ],
    [
      'src-renderer/panels/Planted.svelte',
      "import { monotoneCubic } from '#core/numeric/monotone-cubic'\nmonotoneCubic",
    ],
    ['src-main/engine/planted.ts', "import { heun } from '#core/samplers/heun'\nheun()"],
  ])('allows in %s: %s', async (file, script) => {
    expect(await complaints(file, script)).toEqual([])
  })
})
