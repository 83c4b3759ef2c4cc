import { describe, expect, it } from 'vitest'
import { roughWeights, small } from './networks'
import { weightCount } from '#core/learning/network/layout'
import { readSafetensors, writeSafetensors } from '#core/learning/safetensors'
import { checkpointFromFile, checkpointToFile } from '#core/learning/training/checkpoint'
import { trainingSet } from '#core/learning/training/training-set'
import { rescaleFarPoints } from '#core/numeric/rescale-points'
import { weightsFromFile, weightsToFile } from '#core/learning/weights-file'

const weights = Float32Array.from(roughWeights(small, 4))
const file = weightsToFile({ architecture: small, weights, notes: { error: '0.1' } })

describe('weights as .safetensors', () => {
  it('come back as they were, in PyTorch’s names and order', () => {
    const found = weightsFromFile(file, 'file', small)
    expect(found).toEqual({ architecture: small, weights, notes: { error: '0.1' } })
    const { tensors } = readSafetensors(file, 'file')
    const first = tensors['layers.0.weight']!
    expect(first.shape).toEqual([small.width, 8])
    // [outputs, inputs]: the weight from input 3 to output 2
    expect(first.data[2 * 8 + 3]).toBe(weights[3 * small.width + 2])
  })

  it('has a header as the format says', () => {
    const length = Number(new DataView(file.buffer).getBigUint64(0, true))
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Record<
      string,
      unknown
    >
    expect(length % 8).toBe(0)
    expect(header['layers.2.bias']).toMatchObject({ dtype: 'F32', shape: [2] })
    const ends = Object.entries(header).flatMap(([name, value]) =>
      name === '__metadata__' ? [] : [(value as { data_offsets: number[] }).data_offsets[1]!],
    )
    expect(8 + length + Math.max(...ends)).toBe(file.length)
  })

  it.each([
    ['nothing', file.subarray(0, 3), 'networks/a has 3 bytes; a .safetensors file was expected.'],
    [
      'half a header',
      file.subarray(0, 100),
      /^networks\/a is cut short: its header has \d+ bytes and 92 are there\.$/,
    ],
    [
      'half its numbers',
      file.subarray(0, file.length - 10),
      /^networks\/a is cut short: it holds \d+ of \d+ bytes of numbers\.$/,
    ],
    [
      'text',
      new TextEncoder().encode('{"weights": [1, 2, 3], "and": "more"}'),
      /^networks\/a does not begin with a header’s length/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => weightsFromFile(bytes, 'networks/a')).toThrow(message)
  })

  it('refuses those of another network, naming the field', () => {
    expect(() => weightsFromFile(file, 'networks/a', { ...small, width: 13 })).toThrow(
      'networks/a is for another network: its width is 12, and 13 was expected.',
    )
  })

  it('refuses an architecture that is none, a missing part, a wrong shape and numbers that are not finite', () => {
    const remade = (change: (all: ReturnType<typeof readSafetensors>) => object): Uint8Array => {
      const all = readSafetensors(file, 'file')
      return writeSafetensors({ ...all, ...change(all) })
    }
    const wrong = remade(() => ({ metadata: { architecture: JSON.stringify({ ...small, depth: 40 }) } }))
    expect(() => weightsFromFile(wrong, 'a')).toThrow(
      'a.architecture.depth is 40; a whole number from 1 to 16 was expected.',
    )
    const silent = remade(() => ({ metadata: {} }))
    expect(() => weightsFromFile(silent, 'a')).toThrow('a does not say its architecture')
    const partial = remade(({ tensors }) => ({
      tensors: Object.fromEntries(Object.entries(tensors).filter(([name]) => name !== 'layers.1.bias')),
    }))
    expect(() => weightsFromFile(partial, 'a')).toThrow(
      'a has no “layers.1.bias”, which its architecture needs.',
    )
    const turned = remade(({ tensors }) => ({
      tensors: { ...tensors, 'layers.0.weight': { ...tensors['layers.0.weight']!, shape: [8, 12] } },
    }))
    expect(() => weightsFromFile(turned, 'a')).toThrow(
      'a has “layers.0.weight” of shape (8, 12); (12, 8) was expected',
    )
    const bad = weightsToFile({
      architecture: small,
      weights: weights.map((w, i) => (i === 5 ? NaN : w)),
      notes: {},
    })
    expect(() => weightsFromFile(bad, 'a')).toThrow('a holds numbers that are not finite')
  })
})

describe('checkpoints', () => {
  const array = (k: number): Float64Array =>
    Float64Array.from({ length: weightCount(small) }, (_, i) => Math.sin(i * k))
  const checkpoint = {
    architecture: small,
    state: { step: 17, weights: array(1), first: array(2), second: array(3), average: array(4) },
    seed: 9,
    backend: 'reference',
    progress: {
      history: {
        curve: { stretch: 4, sums: [[0.5, 1 / 3, 1e-3, 4] as const] },
        logSnr: [-3, 3],
        errors: [{ step: 0, total: 1.4, values: [1.1, 1.7] }],
      },
      stop: { best: 1.4, waited: 2 },
      watch: { seen: 17, first: 1, usual: 0.7, smooth: 0.6 },
      factor: 0.3,
      state: 'going' as const,
      sentence: null,
    },
  }
  const bytes = checkpointToFile(checkpoint)

  it('come back to the last bit, float64 too', () => {
    expect(checkpointFromFile(bytes, 'file', small)).toEqual(checkpoint)
  })

  it('lose their history alone where it cannot be read', () => {
    const words = new TextDecoder('latin1').decode(bytes).replace('usual', 'usuaI')
    const spoiled = checkpointFromFile(
      Uint8Array.from(words, (c) => c.charCodeAt(0)),
      'file',
      small,
    )
    expect(spoiled).toEqual({ ...checkpoint, progress: null })
  })

  it('are refused when they are cut anywhere', () => {
    for (let length = 0; length < bytes.length; length += 97)
      expect(() => checkpointFromFile(bytes.subarray(0, length), 'file')).toThrow(
        /^file (is cut short|has \d+ bytes)/,
      )
  })

  it('are told from weights', () => {
    expect(() => checkpointFromFile(file, 'file')).toThrow('a checkpoint of a training was expected')
  })
})

describe('points to learn from', () => {
  it.each([
    ['no points', [], 'holds no points; at least two were expected.'],
    ['one point', [1, 2], 'holds one point; at least two were expected.'],
    ['points that are no numbers', [1, 2, NaN, 4], 'holds NaN at point 2; finite numbers were expected.'],
    ['points that are all the same', [1, 2, 1, 2, 1, 2], /^has points that are all the same to 0.0001/],
    ['points very far out', [1, 2, 3e6, 4], /^reaches 3\.00e\+6; coordinates up to 10000 were expected/],
  ])('refuses %s', (_, values, message) => {
    expect(() => trainingSet(Float64Array.from(values), 2)).toThrow(message)
  })

  it('moves and scales what is far away, and says so', () => {
    const near = Float64Array.of(0, 1, 2, 3, -1, 0.5)
    expect(rescaleFarPoints(near, 2)).toBeNull()
    const moved = rescaleFarPoints(
      near.map((x) => 1000 + 200 * x),
      2,
    )!
    const { variance } = trainingSet(moved.points, 2)
    expect(Math.sqrt(variance)).toBeCloseTo(2, 10)
    expect(moved.sentence).toMatch(
      /^The points lie about \(1067, 1300\) with a spread of \d+; they were moved to the origin and scaled by 0\.\d+\.$/,
    )
    moved.points.forEach((x, k) =>
      expect(x / moved.factor + moved.centre[k % 2]!).toBeCloseTo(1000 + 200 * near[k]!, 8),
    )
  })
})
