import { existsSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { Bench, lab, smallDocument } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())
const good = bench.json('good.json', smallDocument({ particles: 3 }))
const out = bench.at('out')
const mixture = (component: object) =>
  smallDocument({ data: { kind: 'mixture', components: [{ weight: 1, mean: [0, 0], ...component }] } })
const unit = [
  [1, 0],
  [0, 1],
]

describe('a document', () => {
  test.each<[string, unknown, string]>([
    ['of another version', { ...smallDocument(), scorefield: 9 }, 'scorefield is 9; a version of the format'],
    [
      'without data',
      smallDocument({ data: undefined }),
      'experiment.subject.data is missing; an object with a kind',
    ],
    [
      'with a mistyped field',
      smallDocument({ particles: 'many' }),
      'experiment.subject.particles is "many"; a whole',
    ],
    [
      'with a value out of range',
      smallDocument({ process: { kind: 'vp-linear', betaMax: 1000 } }),
      'experiment.subject.process.betaMax is 1000; a number from 0.5 to 200 was expected.',
    ],
    [
      'with parameters that do not go together',
      smallDocument({ process: { kind: 'vp-linear', betaMin: 3, betaMax: 2 } }),
      'experiment.subject.process.betaMin is 3; a number below betaMax (2) was expected.',
    ],
    [
      'with a covariance that is not positive definite',
      mixture({
        cov: [
          [1, 2],
          [2, 1],
        ],
      }),
      'experiment.subject.data.components.0.cov is not positive definite',
    ],
    [
      'with a covariance that is not symmetric',
      mixture({
        cov: [
          [1, 0.5],
          [0, 1],
        ],
      }),
      'experiment.subject.data.components.0.cov is not symmetric',
    ],
    [
      'with a negative weight',
      mixture({ weight: -1, cov: unit }),
      'experiment.subject.data.components.0.weight is -1; a number of at least 0 was expected.',
    ],
    [
      'with weights that are all 0',
      mixture({ weight: 0, cov: unit }),
      'experiment.subject.data.components have weights that are all 0',
    ],
    [
      'with a sampler for ODEs and a dynamics with noise',
      smallDocument({ sampler: { kind: 'rk4' } }),
      'experiment.subject.sampler.kind is "rk4"',
    ],
    [
      'whose variant is wrong',
      {
        ...smallDocument(),
        variants: [
          { name: 'A', patch: { subject: { process: { kind: 'vp-linear', betaMin: 3, betaMax: 2 } } } },
        ],
      },
      'variants.0.patch.subject.process.betaMin is 3; a number below betaMax (2) was expected.',
    ],
  ])(
    '%s is refused with exit code 2 and one sentence, and nothing is written',
    async (_, document, sentence) => {
      const file = bench.json('bad.json', document)
      for (const args of [
        ['validate', file],
        ['run', file, '--out', out, '--variants'],
      ]) {
        const result = await lab(...args)
        expect(result.error).toContain(sentence)
        expect(result.error.split('\n').length).toBe(1)
        expect(result.code).toBe(2)
      }
      expect(existsSync(out)).toBe(false)
    },
  )

  test('that is not JSON, or not there, is refused', async () => {
    writeFileSync(bench.at('text.json'), '{"scorefield": 1,')
    expect(await lab('validate', bench.at('text.json'))).toMatchObject({ code: 2 })
    expect((await lab('validate', bench.at('text.json'))).error).toMatch(/^FILE is ".*", which is not JSON/)
    expect((await lab('run', bench.at('none.json'), '--out', out)).error).toContain('which cannot be read')
  })
})

describe('a list', () => {
  test.each<[string, unknown, string]>([
    ['without runs', { runs: [] }, 'runs is a list of 0; a list of at least one run was expected.'],
    ['with a name that leaves the folder', { runs: [{ name: '../x' }] }, 'runs.0.name is "../x"; letters'],
    ['with the name ..', { runs: [{ name: '..' }] }, 'runs.0.name is ".."; letters'],
    [
      'with a name twice',
      { document: {}, runs: [{ name: 'a' }, { name: 'a' }] },
      'runs.1.name is "a", as that of',
    ],
    ['without a document', { runs: [{ name: 'a' }] }, 'runs.0.document is missing; a document was expected.'],
    [
      'with a stranger',
      { runs: [{ nmae: 'a' }] },
      'runs.0.nmae is not a known field; name was probably meant.',
    ],
    [
      'whose second document is wrong',
      { document: smallDocument(), runs: [{}, { patch: { seeds: { path: -1 } } }] },
      'runs.1.seeds.path is -1',
    ],
    [
      'with inline arrays of another shape',
      { document: smallDocument({ particles: 2 }), runs: [{ initial: [[1, 2]] }] },
      'runs.0.initial has another shape; numbers of the shape (2, 2) were expected.',
    ],
    [
      'with text in an inline array',
      { document: smallDocument({ particles: 1 }), runs: [{ initial: [[1, 'a']] }] },
      'runs.0.initial holds something that is no number',
    ],
    [
      'with a file that is not there',
      { document: smallDocument(), runs: [{ noise: 'none.npy' }] },
      'runs.0.noise is "',
    ],
  ])('%s is refused before anything runs', async (_, list, sentence) => {
    const { code, error } = await lab('run', bench.json('list.json', list), '--out', out)
    expect(error).toContain(sentence)
    expect(code).toBe(2)
    expect(existsSync(out)).toBe(false)
  })
})

describe('an option', () => {
  const rows = bench.npy('rows.npy', { shape: [2, 2], data: new Float64Array(4) })
  const holes = bench.npy('holes.npy', { shape: [3, 2], data: new Float64Array(6).fill(NaN) })

  test.each<[readonly string[], string]>(
    [
      [['run'], 'run takes one file; run FILE.json --out DIR was expected.'],
      [['run', good], '--out is missing; a folder for the results was expected.'],
      [['run', good, '--out'], '--out has no value; one was expected.'],
      [
        ['run', good, '--out', out, '--backend', 'gpu'],
        '--backend is "gpu"; "reference" or "wasm" was expected.',
      ],
      [
        ['run', good, '--out', out, '--workers', '0'],
        '--workers is "0"; a whole number from 1 to 64 was expected.',
      ],
      [['run', good, '--out', out, '--seed-path', '-1'], '--seed-path'],
      [['run', good, '--out', out, '--seed-path=1.5'], '--seed-path is "1.5"; a whole number from 0 to'],
      [
        ['run', good, '--out', out, '--trajectry'],
        '--trajectry is not an option; --trajectory was probably meant.',
      ],
      [['run', good, '--out', out, '--trajectory=1'], '--trajectory takes no value.'],
      [['run', good, '--out', out, '--density', '1'], '--density is "1"; a number of nodes from 2 to 2048'],
      [['run', good, '--out', out, '--density', '2:1:5'], '--density is "2:1:5"'],
      [['run', good, '--out', out, '--score', '0:1:5'], '--score gives 1 axes; the data has 2'],
      [['run', good, '--out', out, '--density', '2048', '--at', '0,1,2,3,4,5,6,0,0,0'], ''],
      [['run', good, '--out', out, '--at', '7'], '--at asks for step 7; the run has steps 0 to 6'],
      [
        ['run', good, '--out', out, '--initial', rows],
        '--initial has the shape (2, 2); (3, 2) was expected.',
      ],
      [['run', good, '--out', out, '--noise', rows], '--noise has the shape (2, 2); (6, 3, 2) was expected.'],
      [
        ['run', good, '--out', out, '--initial', holes],
        '--initial holds NaN at number 0; finite numbers were expected.',
      ],
      [['run', good, '--out', out, '--initial', good], '--initial is not a .npy file'],
      [['run', good, '--out', bench.at('good.json')], '--out is "'],
      [['rnu', good], '"rnu" is not a command; run was probably meant.'],
      [['presets', 'none'], 'presets has no "none"; one of ring-reverse-sde'],
      [['validate'], 'validate takes one file; validate FILE.json was expected.'],
    ].filter((row): row is [string[], string] => row[1] !== ''),
  )('%j is refused', async (args, sentence) => {
    const { code, error } = await lab(...args)
    expect(error).toContain(sentence)
    expect(code).toBe(2)
  })
})

test('particles that leave the finite numbers stop the run with step, time, sampler and advice', async () => {
  const document = smallDocument({ particles: 2, grid: { kind: 'uniform', steps: 5 } })
  const file = bench.json('wild.json', {
    document,
    runs: [
      {
        name: 'a',
        initial: [
          [1, 1],
          [1e308, 0],
        ],
      },
    ],
  })
  const { code, error } = await lab('run', file, '--out', out)
  expect(error).toBe(
    'The particles left the finite numbers at step 1 (t = 0.8, euler-maruyama). Try more steps, then a smaller noise range.',
  )
  expect(code).toBe(1)
  expect(existsSync(bench.at('out', 'a', 'samples.npy'))).toBe(false)
})
