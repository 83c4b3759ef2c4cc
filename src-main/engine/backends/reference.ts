import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Backend, Reduction, Slot, Term } from '#core/samplers/backend'
import type { BackendSpec } from './backend-spec'
import { blockSize } from './ensemble'
import { errorNorm } from './error-norm'
import { metropolis, rotate } from './particle-wise'
import { noiseFiller } from './path-noise'

/** float64 in plain TypeScript: the oracle that every other backend is held to, and always there. */
export function referenceBackend(spec: BackendSpec): Backend {
  const { score, first, count, ensemble } = spec
  const dimension = score.dimension
  const length = count * dimension
  const slots: (Float64Array | undefined)[] = []
  const noise = noiseFiller(spec.noise, first, count, dimension)
  const array = (slot: Slot): Float64Array => {
    const found = slots[slot]
    if (found === undefined) throw new Error(`slot ${slot} was freed or never allocated`)
    return found
  }
  const layout = { count, first, dimension, particle: dimension, coordinate: 1 }
  let level = { alpha: NaN, sigma: NaN, density: score.at(1, 1) }

  return {
    info: { name: 'reference', precision: 'float64', build: 'typescript' },
    count,
    first,
    dimension,
    allocate() {
      const vacant = slots.indexOf(undefined)
      const slot = vacant === -1 ? slots.length : vacant
      slots[slot] = new Float64Array(length)
      return slot as Slot
    },
    free(slot) {
      slots[slot] = undefined
    },
    score(out, x, alpha, sigma) {
      if (alpha !== level.alpha || sigma !== level.sigma)
        level = { alpha, sigma, density: score.at(alpha, sigma) }
      level.density.score(array(out), array(x), count)
    },
    combine(out, ...terms) {
      combine(array(out), terms, array)
    },
    rotate(out, a, along, across) {
      rotate(array(out), array(a), along, across, layout)
    },
    metropolis(x, y, { here, there }, proposal) {
      const arrays = { x: array(x), y: array(y), here: array(here), there: array(there) }
      metropolis(arrays, proposal, layout, score, spec.noise)
    },
    normals(out, request) {
      noise.fill(array(out), request)
    },
    initial(out) {
      fillNormals(array(out), dimension, spec.startSeed, first, streams.start, 0)
    },
    reduce(kind, a, b = a) {
      const partial = new Float64Array(Math.ceil(ensemble.total / blockSize))
      const left = array(a)
      const right = array(b)
      for (let i = 0; i < count; i += blockSize) {
        const end = Math.min(count, i + blockSize) * dimension
        partial[(first + i) / blockSize] =
          kind === 'length'
            ? lengths(left, i * dimension, end, dimension)
            : reduceRange(kind, left, right, i * dimension, end)
      }
      // Blocks of other partitions are 0 here, so the sum over partitions only collects them.
      const blocks = ensemble.sum(partial)
      return kind === 'max-difference' ? Math.max(...blocks) : blocks.reduce((sum, value) => sum + value, 0)
    },
    errorNorm(a, b, before, tolerance) {
      return errorNorm(array(a), array(b), array(before), tolerance, layout, ensemble)
    },
    read(slot, into) {
      into.set(array(slot))
    },
    write(slot, from) {
      array(slot).set(from)
    },
    dispose() {
      slots.length = 0
    },
  }
}

function combine(out: Float64Array, terms: readonly Term[], array: (slot: Slot) => Float64Array): void {
  const [a, b, c, d] = terms
  if (a === undefined) return void out.fill(0)
  const x = array(a[1])
  if (b === undefined) {
    for (let i = 0; i < out.length; i++) out[i] = a[0] * x[i]!
    return
  }
  const y = array(b[1])
  if (c === undefined) {
    for (let i = 0; i < out.length; i++) out[i] = a[0] * x[i]! + b[0] * y[i]!
    return
  }
  const z = array(c[1])
  if (d === undefined) {
    for (let i = 0; i < out.length; i++) out[i] = a[0] * x[i]! + b[0] * y[i]! + c[0] * z[i]!
    return
  }
  const coefficients = terms.map((term) => term[0])
  const arrays = terms.map((term) => array(term[1]))
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    for (let k = 0; k < arrays.length; k++) sum += coefficients[k]! * arrays[k]![i]!
    out[i] = sum
  }
}

function lengths(a: Float64Array, from: number, to: number, dimension: number): number {
  let sum = 0
  for (let i = from; i < to; i += dimension) {
    let square = 0
    for (let j = i; j < i + dimension; j++) square += a[j]! * a[j]!
    sum += Math.sqrt(square)
  }
  return sum
}

function reduceRange(kind: Reduction, a: Float64Array, b: Float64Array, from: number, to: number): number {
  let result = 0
  for (let i = from; i < to; i++) {
    if (kind === 'dot') result += a[i]! * b[i]!
    else if (kind === 'max-difference') result = Math.max(result, Math.abs(a[i]! - b[i]!))
    else if (!Number.isFinite(a[i]!)) result += 1
  }
  return result
}
