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

describe('a sampler or grid', () => {
  const edm = { process: { kind: 'edm', sigmaMin: 0.02, sigmaMax: 10 } }
  const hand = (values: number[]) => ({
    ...edm,
    grid: { kind: 'hand-placed', quantity: 'sigma', values: values.map((v) => [v]) },
  })
  const chain = { process: { kind: 'ddpm' }, sampler: { kind: 'ddpm' } }
  const flow = { dynamics: { kind: 'reverse', lambda: 0 } }
  test.each<[string, Record<string, unknown>, string]>([
    [
      'a grid that is not monotone',
      hand([5, 1, 2, 0.5]),
      'experiment.subject.grid.values.2 is 2; a number below the one before it (1) was expected.',
    ],
    [
      'a list of timesteps that rises',
      { ...chain, grid: { kind: 'timesteps', spacing: 'list', list: '999, 500, 600' } },
      'experiment.subject.grid.list has "600" at place 3; falling whole numbers from 999 to 0 were expected.',
    ],
    [
      'more timesteps than the chain has',
      { ...chain, process: { kind: 'ddpm', timesteps: 100 }, grid: { kind: 'timesteps', visited: 101 } },
      'experiment.subject.grid.visited is 101; at most the 100 timesteps of the process were expected.',
    ],
    [
      'fewer steps than the method needs',
      { ...flow, sampler: { kind: 'pndm' }, grid: { kind: 'uniform', steps: 3 } },
      'experiment.subject.grid.steps is 3; at least 4 were expected by this sampler.',
    ],
    [
      'sigma_min above sigma_max',
      { process: { kind: 'edm', sigmaMin: 5, sigmaMax: 2 } },
      'experiment.subject.process.sigmaMin is 5; a number below sigmaMax (2) was expected.',
    ],
    [
      'sigma_min equal to sigma_max',
      { process: { kind: 've', sigmaMin: 2, sigmaMax: 2 } },
      'experiment.subject.process.sigmaMin is 2; a number below sigmaMax (2) was expected.',
    ],
    [
      'eta outside [0, 1]',
      { ...chain, sampler: { kind: 'ddim', eta: 1.2 } },
      'experiment.subject.sampler.eta is 1.2; a number from 0 to 1 was expected.',
    ],
    [
      'churn limits that cross',
      { ...edm, sampler: { kind: 'edm-stochastic', churnFrom: 5, churnTo: 1 } },
      'experiment.subject.sampler.churnFrom is 5; a number below churnTo (1) was expected.',
    ],
    [
      'a sampler asked for a process that it cannot run',
      { ...flow, sampler: { kind: 'flow-heun' } },
      'experiment.subject.process.kind is no rectified flow; "rectified-flow" was expected by this sampler.',
    ],
    [
      'a sampler asked for a grid that it cannot run',
      { ...flow, sampler: { kind: 'pndm' }, grid: { kind: 'log-snr', steps: 8 } },
      'experiment.subject.grid.kind has unequal steps; "uniform" was expected by this sampler.',
    ],
    [
      'timesteps on a process without any',
      { grid: { kind: 'timesteps' } },
      'experiment.subject.grid.kind is "timesteps"',
    ],
  ])('%s is refused before anything runs', async (_, subject, sentence) => {
    const { code, error } = await lab('run', bench.json('bad.json', smallDocument(subject)), '--out', out)
    expect(error).toContain(sentence)
    expect(error.split('\n').length).toBe(1)
    expect(code).toBe(2)
    expect(existsSync(out)).toBe(false)
  })

  test.each<[string, Record<string, unknown>, number]>([
    ['euler-maruyama', {}, 6],
    ['sra1', {}, 12],
    ['predictor-corrector', { rounds: 2 }, 18],
    ['dpmpp-sde', {}, 12],
  ])('noise that runs out for %s is refused with what it draws', async (kind, values, rows) => {
    const document = bench.json('noisy.json', smallDocument({ particles: 3, sampler: { kind, ...values } }))
    const array = (length: number) =>
      bench.npy('noise.npy', { shape: [length, 3, 2], data: new Float64Array(length * 6) })
    const short = await lab('run', document, '--out', out, '--noise', array(rows - 1))
    expect(short.error).toBe(`--noise has the shape (${rows - 1}, 3, 2); (${rows}, 3, 2) was expected.`)
    expect(short.code).toBe(2)
    expect(existsSync(out)).toBe(false)
    const enough = await lab('run', document, '--out', bench.at('enough'), '--noise', array(rows))
    expect(enough).toMatchObject({ code: 0, error: '' })
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
