import { BrownianLattice } from '#core/numeric/brownian/lattice'
import { BrownianWalk } from '#core/numeric/brownian/walk'
import { counterWord, streams } from '#core/numeric/gaussian-stream'
import type { Backend, NoiseRequest, Slot, Term } from '#core/samplers/backend'
import type { MixtureForm } from '#core/scores/score-form'
import type { BackendSpec } from '../backend-spec'
import { blockSize } from '../ensemble'
import { errorNorm } from '../error-norm'
import { metropolis, rotate } from '../particle-wise'
import { noiseFiller, plainNode } from '../path-noise'
import { onnxNetwork } from '../onnx/onnx-network'
import { type OnnxRuntime, onnxRuntime, onnxVersion } from '../onnx/runtime'
import { Arena } from './arena'
import { mixtureRows } from './mixture-rows'
import { compileKernels, instantiate, type KernelBuild, type Kernels } from './module'
import { nearbyKernel } from './nearby-kernel'
import { networkKernel, type ScoreAt } from './network-kernel'
import { planeArrays } from './plane-arrays'

/**
 * Own SIMD kernels in float32. Mixtures are scored by a kernel too; networks by onnxruntime where it loads, which uses
 * vectors two or four times as wide, else by a kernel; any other score is evaluated by its own float64 code on the
 * kernels' positions. With a `wanted` build nothing but that build is used. Throws when the kernels cannot be had.
 */
export function wasmBackend(spec: BackendSpec, wanted?: KernelBuild): Backend {
  const found = compileKernels(wanted)
  if (typeof found === 'string') throw new Error(`wasm: ${found}`)
  const kernels = instantiate(found.module)
  const arena = new Arena(kernels)
  const { first, count, ensemble } = spec
  const { dimension } = spec.score
  const padded = Math.ceil(count / 4) * 4
  const bytes = padded * dimension * 4
  const plane = padded * 4
  const used = new Set<number>()
  const runtime = wanted === undefined && spec.score.form?.form === 'network' ? onnxRuntime() : null
  const onnx = runtime === null || typeof runtime === 'string' ? null : runtime
  const score = scoreAt(spec, kernels, arena, padded, onnx)
  const noise = pathNoise(spec, kernels, arena, padded, dimension)

  const at = (slot: Slot): number => {
    if (!used.has(slot)) throw new Error(`slot ${slot} was freed or never allocated`)
    return slot
  }
  const view = (slot: Slot): Float32Array => arena.view(at(slot), padded * dimension)
  const layout = { count, first, dimension, particle: 1, coordinate: padded }
  const allocate = (): Slot => {
    const slot = arena.claim(bytes)
    used.add(slot)
    return slot as Slot
  }
  /** More than four terms are added in turns. */
  const combine = (out: number, terms: readonly Term[]): void => {
    const [a, b, c, d] = terms
    if (a === undefined) return void arena.view(out, bytes / 4).fill(0)
    const place = (term: Term | undefined): number => (term === undefined ? 0 : at(term[1]))
    const factor = (term: Term | undefined): number => (term === undefined ? 0 : term[0])
    kernels.combine(
      out,
      padded * dimension,
      Math.min(4, terms.length),
      place(a),
      factor(a),
      place(b),
      factor(b),
      place(c),
      factor(c),
      place(d),
      factor(d),
    )
  }

  return {
    info: { name: 'wasm', precision: 'float32', build: buildOf(found.build, onnx !== null) },
    count,
    first,
    dimension,
    allocate,
    free(slot) {
      if (used.delete(slot)) arena.release(slot, bytes)
    },
    score: (out, x, alpha, sigma) => score(at(out), at(x), alpha, sigma),
    combine(out, ...terms) {
      if (terms.length <= 4) return combine(at(out), terms)
      // The first four may read `out`, so they go to a place of their own.
      const partial = allocate()
      combine(partial, terms.slice(0, 4))
      for (let i = 4; i < terms.length; i += 3) combine(partial, [[1, partial], ...terms.slice(i, i + 3)])
      combine(at(out), [[1, partial]])
      this.free(partial)
    },
    rotate(out, a, along, across) {
      rotate(view(out), view(a), along, across, layout)
    },
    metropolis(x, y, { here, there }, proposal) {
      const arrays = { x: view(x), y: view(y), here: view(here), there: view(there) }
      metropolis(arrays, proposal, layout, spec.score, spec.noise)
    },
    normals(out, request) {
      noise(at(out), request)
    },
    initial(out) {
      for (let pair = 0; 2 * pair < dimension; pair++) {
        const even = at(out) + 2 * pair * plane
        const odd = 2 * pair + 1 < dimension ? even + plane : 0
        kernels.normals(even, odd, padded, spec.startSeed | 0, first, counterWord(streams.start, pair, 0) | 0)
      }
    },
    reduce(kind, a, b = a) {
      const partial = new Float64Array(Math.ceil(ensemble.total / blockSize))
      const left = arena.view(at(a), padded * dimension)
      const right = arena.view(at(b), padded * dimension)
      for (let i = 0; i < count; i += blockSize) {
        let result = 0
        if (kind === 'length')
          for (let n = i; n < Math.min(count, i + blockSize); n++) {
            let square = 0
            for (let j = 0; j < dimension; j++) square += left[j * padded + n]! ** 2
            result += Math.sqrt(square)
          }
        else
          for (let j = 0; j < dimension; j++)
            for (let n = i; n < Math.min(count, i + blockSize); n++) {
              const x = left[j * padded + n]!
              if (kind === 'not-finite') result += Number.isFinite(x) ? 0 : 1
              else if (kind === 'dot') result += x * right[j * padded + n]!
              else result = Math.max(result, Math.abs(x - right[j * padded + n]!))
            }
        partial[(first + i) / blockSize] = result
      }
      const blocks = ensemble.sum(partial)
      return kind === 'max-difference' ? Math.max(...blocks) : blocks.reduce((sum, value) => sum + value, 0)
    },
    errorNorm(a, b, before, tolerance) {
      return errorNorm(view(a), view(b), view(before), tolerance, layout, ensemble)
    },
    read(slot, into) {
      const values = arena.view(at(slot), padded * dimension)
      for (let j = 0; j < dimension; j++)
        for (let i = 0; i < count; i++) into[i * dimension + j] = values[j * padded + i]!
    },
    write(slot, from) {
      const values = arena.view(at(slot), padded * dimension)
      values.fill(0)
      for (let j = 0; j < dimension; j++)
        for (let i = 0; i < count; i++) values[j * padded + i] = from[i * dimension + j]!
    },
    dispose() {
      used.clear()
    },
  }
}

/** How a backend's build is called, by which runs are told apart whose last bits differ. */
export function buildOf(build: KernelBuild, onnx: boolean): string {
  return onnx ? `${build}, onnxruntime ${onnxVersion}` : build
}

function scoreAt(
  spec: BackendSpec,
  kernels: Kernels,
  arena: Arena,
  padded: number,
  onnx: OnnxRuntime | null,
): ScoreAt {
  const { form } = spec.score
  switch (form?.form) {
    case 'mixture': {
      const whole = (): ScoreAt => mixtureKernel(kernels, arena, form, padded)
      return nearbyKernel(kernels, arena, form, padded, whole) ?? whole()
    }
    case 'network':
      return onnx === null
        ? networkKernel(kernels, arena, form, padded)
        : onnxNetwork(onnx, arena, form, padded)
    default:
      return hostScore(spec, arena, padded)
  }
}

function mixtureKernel(kernels: Kernels, arena: Arena, form: MixtureForm, padded: number): ScoreAt {
  const { dimension } = form
  const exponents = arena.claim(form.weights.length * 16)
  const rows = arena.claim(form.weights.length * 10 * 4)
  let level = { alpha: NaN, sigma: NaN, count: 0, precision: null as number | null }
  return (out, x, alpha, sigma) => {
    if (alpha !== level.alpha || sigma !== level.sigma) {
      const made = mixtureRows(form, alpha, sigma)
      arena.view(rows, made.values.length).set(made.values)
      level = { alpha, sigma, count: made.count, precision: made.precision }
    }
    const { count, precision } = level
    if (precision === null) kernels.general(out, x, padded, rows, count, dimension, exponents)
    else if (dimension === 2) kernels.isotropicPlane(out, x, padded, rows, count, precision, exponents)
    else kernels.isotropic(out, x, padded, rows, count, dimension, precision, exponents)
  }
}

/** A score without a kernel: positions go out as float64 rows, the score comes back into planes. */
function hostScore(spec: BackendSpec, arena: Arena, padded: number): ScoreAt {
  const { score: model, count } = spec
  const d = model.dimension
  const x64 = new Float64Array(count * d)
  const s64 = new Float64Array(count * d)
  let level = { alpha: NaN, sigma: NaN, density: model.at(1, 1) }
  return (out, x, alpha, sigma) => {
    if (alpha !== level.alpha || sigma !== level.sigma)
      level = { alpha, sigma, density: model.at(alpha, sigma) }
    const from = arena.view(x, padded * d)
    for (let j = 0; j < d; j++) for (let i = 0; i < count; i++) x64[i * d + j] = from[j * padded + i]!
    level.density.score(s64, x64, count)
    const into = arena.view(out, padded * d)
    for (let j = 0; j < d; j++) for (let i = 0; i < count; i++) into[j * padded + i] = s64[i * d + j]!
  }
}

/** Path noise straight into planes: from the tree, from counters, or given from outside. */
function pathNoise(
  spec: BackendSpec,
  kernels: Kernels,
  arena: Arena,
  padded: number,
  dimension: number,
): (out: number, request: NoiseRequest) => void {
  const plane = padded * 4
  const { noise, first, count } = spec
  if (noise.kind === 'given') {
    const filler = noiseFiller(noise, first, count, dimension)
    const rows = new Float64Array(count * dimension)
    return (out, request) => {
      filler.fill(rows, request)
      const values = arena.view(out, padded * dimension)
      for (let j = 0; j < dimension; j++)
        for (let i = 0; i < count; i++) values[j * padded + i] = rows[i * dimension + j]!
    }
  }
  const plain = (out: number, request: NoiseRequest): void => {
    const stream = streams.independent + (request.draw ?? 0)
    for (let pair = 0; 2 * pair < dimension; pair++) {
      const even = out + 2 * pair * plane
      const odd = 2 * pair + 1 < dimension ? even + plane : 0
      kernels.normals(
        even,
        odd,
        padded,
        noise.seed | 0,
        first,
        counterWord(stream, pair, plainNode(request)) | 0,
      )
    }
  }
  if (noise.kind === 'independent') return plain
  const lattice = new BrownianLattice(noise.clock)
  const walk = new BrownianWalk(lattice, planeArrays(kernels, arena, noise.seed, first, padded, dimension))
  return (out, request) => {
    if ((request.draw ?? 0) > 0) return plain(out, request)
    const from = lattice.placeOf(request.from)
    const to = lattice.placeOf(request.to)
    if (from === to) return void arena.view(out, padded * dimension).fill(0)
    const [before, after] = walk.ends(from, to)
    // By the step as it was asked for, not as it is resolved: so that steps add up to rounding.
    const scale = 1 / Math.sqrt(Math.abs(request.to - request.from))
    const length = padded * dimension
    if (before === null || after === null)
      kernels.combine(out, length, 1, before ?? after!, before === null ? scale : -scale, 0, 0, 0, 0, 0, 0)
    else kernels.combine(out, length, 2, after, scale, before, -scale, 0, 0, 0, 0)
  }
}
