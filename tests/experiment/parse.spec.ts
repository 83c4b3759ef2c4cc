import type { Experiment, GenerativeSubject } from '#core/experiment/document'
import { generativeOf } from '#core/experiment/subject'
import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { valueAt, withValue } from '#core/experiment/edit'
import { applyPatch } from '#core/experiment/merge-patch'
import { paneExperiments, parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import { serialise } from '#core/experiment/serialise'
import { Invalid } from '#core/params/invalid'
import version0 from './fixtures/version-0.json'
import version1 from './fixtures/version-1.json'

/** The sentence with which a document is refused after one edit of a good one. */
function refusal(path: string, value: unknown): string {
  const edited: unknown = withValue(version1 as never, path, value)
  try {
    parse(edited, catalog)
  } catch (error) {
    if (error instanceof Invalid) return error.message
    throw error
  }
  return 'accepted'
}

function modelOf(experiment: Experiment | undefined): GenerativeSubject {
  if (experiment === undefined) throw new Error('a pane is missing')
  return generativeOf(experiment.subject)
}

describe('a document', () => {
  test.each<[string, unknown, string]>([
    ['scorefield', undefined, 'scorefield is missing; the version of the format, 1, was expected.'],
    ['scorefield', 2, 'scorefield is 2; a version of the format from 0 to 1 was expected.'],
    ['scorefield', '1', 'scorefield is "1"; a version of the format from 0 to 1 was expected.'],
    ['experiment', undefined, 'experiment is missing; an object with subject, witnesses was expected.'],
    ['experiment.subject', undefined, 'experiment.subject is missing; an object with a kind was expected.'],
    ['experiment.subject', 3, 'experiment.subject is 3; an object with a kind was expected.'],
    [
      'experiment.subject.kind',
      'conditional',
      'experiment.subject.kind is "conditional", which this version of Scorefield does not compute yet; one of "generative", "sde", "field" was expected.',
    ],
    [
      'experiment.subject.data',
      undefined,
      'experiment.subject.data is missing; an object with a kind was expected.',
    ],
    [
      'experiment.subject.particles',
      'many',
      'experiment.subject.particles is "many"; a whole number from 1 to 1\u202f000\u202f000 was expected.',
    ],
    [
      'experiment.subject.particles',
      0,
      'experiment.subject.particles is 0; a whole number from 1 to 1\u202f000\u202f000 was expected.',
    ],
    [
      'experiment.subject.process.betaMax',
      'many',
      'experiment.subject.process.betaMax is "many"; a number from 0.5 to 200 was expected.',
    ],
    [
      'experiment.subject.process.betaMx',
      3,
      'experiment.subject.process.betaMx is not a known field; betaMax was probably meant.',
    ],
    [
      'experiment.subject.sampler.kind',
      'huen',
      'experiment.subject.sampler.kind is "huen"; "heun" was probably meant.',
    ],
    [
      'experiment.witnesses.0.kind',
      'training',
      'experiment.witnesses.0.kind is "training"; one of "closed-form", "convergence", "density-grid", "backward-value", "heat-particles", "training-run" was expected.',
    ],
    [
      'variants.0.patch.subject.dynamics.lambda',
      -1,
      'variants.0.patch.subject.dynamics.lambda is -1; a number from 0 to 5 was expected.',
    ],
    ['timeline.range', [1, 0], 'timeline.range is a list of 2; two numbers in rising order were expected.'],
    ['timeline.speed', 0, 'timeline.speed is 0; a number from 0.05 to 50 was expected.'],
    [
      'timeline.camera.0.position',
      [1, 2],
      'timeline.camera.0.position is a list of 2; a list of three numbers was expected.',
    ],
    [
      'seeds.path',
      4294967296,
      'seeds.path is 4294967296; a whole number from 0 to 4\u202f294\u202f967\u202f295 was expected.',
    ],
    ['seeds.lokced', [], 'seeds.lokced is not a known field; locked was probably meant.'],
  ])('is refused for %s = %j in one sentence', (path, value, sentence) => {
    expect(refusal(path, value)).toBe(sentence)
  })

  test.each([null, 3, 'text', [], true])('that is %j is refused as a whole', (json) => {
    expect(() => parse(json, catalog)).toThrow(
      'The file does not hold a document; a JSON object was expected.',
    )
  })

  test('nested without end is refused, not a crash', () => {
    const deep: unknown = JSON.parse('{"a":'.repeat(20000) + '1' + '}'.repeat(20000))
    const patched = { ...version1, variants: [{ name: 'Deep', patch: deep }] }
    expect(() => parse(patched, catalog)).toThrow('The file is nested more than 64 levels deep')
  })

  test('needs nothing but version, data and process', () => {
    const least = {
      scorefield: 1,
      experiment: { subject: { kind: 'generative', data: { kind: 'ring' }, process: { kind: 've' } } },
    }
    const document = parse(least, catalog)
    expect(document.experiment.subject).toMatchObject({ particles: 20000, start: 'prior' })
    expect(document.seeds).toEqual({
      data: 7,
      start: 42,
      path: 1,
      locked: ['data', 'start'],
      noise: 'tree',
    })
  })

  test('is the same after serialise and parse, and keeps notes of other programs', () => {
    const document = parse(version1, catalog)
    expect(document).toEqual(version1)
    const text = serialise(document, catalog)
    expect(parse(JSON.parse(text), catalog)).toEqual(document)
    expect(text).toContain('"x-note"')
    expect(text).toContain('"x-drawn"')
  })

  test('leaves defaults of the catalogue out of the file', () => {
    const document = parse(
      withValue(version1 as never, 'experiment.subject.process', {
        kind: 'vp-linear',
        betaMax: 20,
        tMin: 0.01,
      }),
      catalog,
    )
    const written: unknown = JSON.parse(serialise(document, catalog))
    expect(valueAt(written as never, 'experiment.subject.process')).toEqual({ kind: 'vp-linear', tMin: 0.01 })
  })
})

describe('migration', () => {
  test('of version 0: one seed, lambda and steps of the subject', () => {
    const { experiment, seeds, title } = parse(version0, catalog)
    expect(title).toBe('An early draft')
    const subject = generativeOf(experiment.subject)
    expect(subject.dynamics).toEqual({ kind: 'reverse', lambda: 0 })
    expect(subject.grid).toEqual({ kind: 'log-snr', steps: 40 })
    expect(subject.data).toEqual({ kind: 'ring', count: 6 })
    expect([seeds.data, seeds.start, seeds.path]).toEqual([11, 11, 11])
  })

  test('of the newest version changes nothing', () => {
    expect(parse(version1, catalog)).toEqual(version1)
  })

  test('of an old document with a broken field names the field in the new format', () => {
    expect(() => parse({ ...version0, seed: -1 }, catalog)).toThrow('seeds.data is -1')
    expect(() => parse({ version: 0, subject: 4 }, catalog)).toThrow('subject is 4; an object was expected.')
  })
})

describe('variants', () => {
  test('are the base experiment with their patch', () => {
    const [base, flow] = paneExperiments(parse(version1, catalog), catalog)
    expect(modelOf(base).dynamics).toEqual({ kind: 'reverse', lambda: 0.5 })
    expect(modelOf(flow).dynamics).toEqual({ kind: 'reverse', lambda: 0 })
    expect(modelOf(flow).sampler).toEqual({ kind: 'heun' })
    expect(modelOf(flow).grid).toEqual(modelOf(base).grid)
  })

  // RFC 7396, appendix A, without the cases whose target or patch is no document.
  test.each<[unknown, unknown, unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with patch %j is %j', (target, patch, result) => {
    expect(applyPatch(target, patch)).toEqual(result)
  })

  test('of another kind do not inherit parameters', () => {
    const target = { grid: { kind: 'karras', steps: 10, rho: 3 } }
    expect(applyPatch(target, { grid: { kind: 'uniform' } })).toEqual({ grid: { kind: 'uniform' } })
  })

  test('cannot reach a prototype', () => {
    const patch: unknown = JSON.parse('{"__proto__": {"polluted": 1}}')
    const patched = applyPatch({}, patch) as Record<string, unknown>
    expect(patched['polluted']).toBeUndefined()
    parse(withValue(version1 as never, 'variants.0.patch', patch), catalog)
    expect('polluted' in {}).toBe(false)
  })
})

describe('an edit', () => {
  const document = parse(version1, catalog)

  test('replaces one value, shares the rest and leaves the old document', () => {
    const edited = withValue(document, 'experiment.subject.process.betaMax', 3)
    expect(valueAt(edited, 'experiment.subject.process.betaMax')).toBe(3)
    expect(valueAt(document, 'experiment.subject.process.betaMax')).toBe(15)
    expect(generativeOf(edited.experiment.subject).data).toBe(generativeOf(document.experiment.subject).data)
    expect(edited.timeline).toBe(document.timeline)
  })

  test('reaches into lists and removes', () => {
    expect(valueAt(withValue(document, 'timeline.camera.0.at', 1), 'timeline.camera.0.at')).toBe(1)
    const removed = withValue(document, 'experiment.subject.process.betaMax', undefined)
    expect(generativeOf(removed.experiment.subject).process).toEqual({ kind: 'vp-linear' })
  })
})

describe('presets', () => {
  test.each(presets.map((preset) => [preset.name, preset] as const))('%s is valid', (_, preset) => {
    const document = parse(preset.document, catalog)
    expect(document.title).not.toBe('Untitled')
    expect(preset.watch).toMatch(/^[A-Z].{20,110}\.$/)
  })

  test('have different names', () => {
    expect(new Set(presets.map((preset) => preset.name)).size).toBe(presets.length)
  })
})
