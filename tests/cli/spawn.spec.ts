import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Bench, lab, smallDocument } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())

/** The bundle as a person runs it: plain Node, its threads started from itself; `npm test` has built it. */
const bundle = resolve(import.meta.dirname, '../../out/main/lab.js')

function spawn(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    encoding: 'utf8',
  })
  return { code: status, out: stdout, error: stderr }
}

test('threads do not change a bit, nor does the process', async () => {
  const file = bench.json('good.json', smallDocument())
  const here = await lab('run', file, '--out', bench.at('here'), '--trajectory')
  expect(here.code).toBe(0)
  for (const workers of ['1', '3']) {
    const out = bench.at(`w${workers}`)
    const result = spawn('run', file, '--out', out, '--trajectory', '--workers', workers)
    expect(result).toMatchObject({ code: 0, error: '' })
    expect(bench.report(`w${workers}`)).toMatchObject({ backend: { workers: Number(workers) } })
    for (const name of ['samples.npy', 'trajectory.npy'])
      expect(bench.bytes(`w${workers}`, name)).toEqual(bench.bytes('here', name))
  }
})

test('what is refused ends with exit code 2 and one line, also when a thread finds it', () => {
  expect(
    spawn('run', bench.json('bad.json', smallDocument({ particles: 0 })), '--out', bench.at('no')),
  ).toEqual({
    code: 2,
    out: '',
    error: 'experiment.subject.particles is 0; a whole number from 1 to 1\u202f000\u202f000 was expected.\n',
  })
})

test('particles that are not finite end with exit code 1, and the earliest step of all threads', () => {
  // Squares overflow beyond 1.3e154. With two steps the first multiplies by about -4, so the first particle gets
  // there after step 1 and fails at step 2; the last particle, of another thread, fails at step 1.
  const initial = new Float64Array(1400)
  initial[0] = 5e153
  const early = bench.npy('early.npy', { shape: [700, 2], data: initial })
  const file = bench.json('wild.json', smallDocument({ grid: { kind: 'uniform', steps: 2 } }))
  const alone = spawn('run', file, '--out', bench.at('wild'), '--initial', early, '--backend', 'reference')
  expect(alone.error).toContain('at step 2')
  initial[1399] = 1e308
  const array = bench.npy('wild.npy', { shape: [700, 2], data: initial })
  const sentences = ['1', '2'].map((workers) => {
    const args = ['--initial', array, '--backend', 'reference', '--workers', workers]
    const { code, error } = spawn('run', file, '--out', bench.at('wild'), ...args)
    expect(code).toBe(1)
    return error
  })
  expect(sentences[0]).toContain('left the finite numbers at step 1 (t = 0.5, euler-maruyama)')
  expect(sentences[1]).toBe(sentences[0])
})

test('help names every option', () => {
  const { out, code } = spawn('--help')
  expect(code).toBe(0)
  const source = readFileSync(resolve(import.meta.dirname, '../../docs/command-line.md'), 'utf8')
  for (const option of out.match(/--[a-z-]{3,}/g) ?? []) expect(source).toContain(option)
})
