import { expect, it } from 'vitest'
import { philox, words } from '#core/numeric/philox'
import type { Backend } from '#core/samplers/backend'
import { mixtureScore } from '#core/scores/mixture-score'
import { type Ensemble, single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { ring8 } from '#tests/golden/mixtures'

const total = 700
const tolerance = { absolute: 0.01, relative: 0.05 }
const array = (tag: number): Float64Array =>
  Float64Array.from({ length: total * 2 }, (_, i) => {
    philox(7, i, tag)
    return Math.fround(words.a / 2 ** 31 - 1)
  })
const arrays = [array(1), array(2), array(3)] as const
const spec = { score: mixtureScore(ring8), startSeed: 1, noise: { kind: 'independent', seed: 1 } } as const

function norm(backend: Backend, from: number, to: number): { mean: number; largest: number } {
  const [a, b, before] = arrays.map((values) => {
    const slot = backend.allocate()
    backend.write(slot, values.slice(2 * from, 2 * to))
    return slot
  })
  return backend.errorNorm(a!, b!, before!, tolerance)
}

function expected(): { mean: number; largest: number } {
  const [a, b, before] = arrays
  const parts = Array.from(a, (value, i) => {
    const scale = Math.max(0.01, 0.05 * Math.max(Math.abs(b[i]!), Math.abs(before[i]!)))
    return ((value - b[i]!) / scale) ** 2
  })
  const sum = parts.reduce((x, y) => x + y, 0)
  const rows = parts.flatMap((value, i) => (i % 2 === 0 ? [value + parts[i + 1]!] : []))
  return { mean: Math.sqrt(sum / parts.length), largest: Math.sqrt(Math.max(...rows) / 2) }
}

it('both backends give the norm of its formula', () => {
  for (const make of [referenceBackend, wasmBackend]) {
    const backend = make({ ...spec, first: 0, count: total, ensemble: single(total) })
    const found = norm(backend, 0, total)
    const exact = expected()
    expect(found.mean / exact.mean).toBeCloseTo(1, 6)
    expect(found.largest / exact.largest).toBeCloseTo(1, 6)
    backend.dispose()
  }
})

it('the norm does not depend on the split', () => {
  const collected: Float64Array[] = []
  const record: Ensemble = {
    total,
    sum(values) {
      collected.push(values)
      return values
    },
  }
  norm(referenceBackend({ ...spec, first: 0, count: 512, ensemble: record }), 0, 512)
  const replay = [...collected]
  const together: Ensemble = {
    total,
    sum: (values) => {
      const other = replay.shift()!
      return values.map((value, i) => value + other[i]!)
    },
  }
  const split = norm(
    referenceBackend({ ...spec, first: 512, count: total - 512, ensemble: together }),
    512,
    total,
  )
  const whole = norm(referenceBackend({ ...spec, first: 0, count: total, ensemble: single(total) }), 0, total)
  expect(split).toEqual(whole)
})
