import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

/** What the kernels export; pointers are byte offsets, arrays are padded planes of float32. */
export interface Kernels {
  readonly memory: WebAssembly.Memory
  heapBase(): number
  combine(
    out: number,
    length: number,
    count: number,
    x: number,
    a: number,
    y: number,
    b: number,
    z: number,
    c: number,
    w: number,
    d: number,
  ): void
  normals(even: number, odd: number, padded: number, seed: number, first: number, word: number): void
  fivePoint(p: number, other: number, weights: number, rows: number, columns: number, steps: number): number
  descend(
    out: number,
    left: number,
    right: number,
    odd: boolean,
    padded: number,
    seed: number,
    particle: number,
    draws: number,
    count: number,
  ): void
  isotropicPlane(
    out: number,
    x: number,
    padded: number,
    rows: number,
    count: number,
    precision: number,
    exponents: number,
  ): void
  isotropic(
    out: number,
    x: number,
    padded: number,
    rows: number,
    count: number,
    dimension: number,
    precision: number,
    exponents: number,
  ): void
  general(
    out: number,
    x: number,
    padded: number,
    rows: number,
    count: number,
    dimension: number,
    exponents: number,
  ): void
  nearby(
    out: number,
    x: number,
    padded: number,
    dimension: number,
    centres: number,
    boxes: number,
    blocks: number,
    precision: number,
    scratch: number,
  ): void
  network(
    out: number,
    x: number,
    padded: number,
    dimension: number,
    layers: number,
    count: number,
    widest: number,
    kind: number,
    onState: number,
    onScore: number,
    scratch: number,
  ): void
  layer(
    out: number,
    slopes: number,
    x: number,
    kernel: number,
    bias: number,
    inputs: number,
    outputs: number,
    columns: number,
    stride: number,
    kind: number,
    scratch: number,
  ): void
  activateAlong(
    rows: number,
    slopes: number,
    outputs: number,
    columns: number,
    blocks: number,
    stride: number,
    kind: number,
  ): void
  backAlong(
    back: number,
    slopes: number,
    outputs: number,
    columns: number,
    blocks: number,
    stride: number,
  ): void
  outer(
    out: number,
    x: number,
    back: number,
    inputs: number,
    outputs: number,
    columns: number,
    stride: number,
  ): void
  rowSums(out: number, back: number, outputs: number, columns: number, stride: number): void
  turnPanels(out: number, kernel: number, inputs: number, outputs: number): void
  squares(x: number, length: number): number
  adam(
    weights: number,
    first: number,
    second: number,
    average: number,
    gradient: number,
    length: number,
    beta1: number,
    beta2: number,
    rest1: number,
    rest2: number,
    epsilon: number,
    rate: number,
    spread: number,
    keep: number,
    shorten: number,
    decay: number,
    rest: number,
  ): void
}

export type KernelBuild = 'simd' | 'relaxed-simd'

interface Compiled {
  readonly build: KernelBuild
  readonly module: WebAssembly.Module
}

let compiled: Compiled | string | null = null

/** The best build that this machine takes, compiled once a thread; a sentence when there is none. */
export function compileKernels(wanted?: KernelBuild): Compiled | string {
  if (wanted !== undefined) return compile(wanted)
  compiled ??= firstThatCompiles()
  return compiled
}

function firstThatCompiles(): Compiled | string {
  const relaxed = compile('relaxed-simd')
  return typeof relaxed === 'string' ? compile('simd') : relaxed
}

function compile(build: KernelBuild): Compiled | string {
  const file = kernelFile(build)
  if (file === null) return 'the kernels were not built'
  // Node 20 has relaxed SIMD behind a flag, later versions without.
  if (build === 'relaxed-simd') setFlagsFromString('--experimental-wasm-relaxed-simd')
  const bytes = readFileSync(file)
  if (!WebAssembly.validate(bytes)) return `this machine does not take ${build} kernels`
  return { build, module: new WebAssembly.Module(bytes) }
}

/** Beside the bundle, or in the build folder of a checkout. */
function kernelFile(build: KernelBuild): string | null {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 8; up++) {
    for (const inside of ['wasm', 'out/wasm']) {
      const file = join(folder, inside, `kernels-${build}.wasm`)
      if (existsSync(file)) return file
    }
    folder = dirname(folder)
  }
  return null
}

export function instantiate(module: WebAssembly.Module): Kernels {
  const imports = {
    env: {
      abort: () => {
        throw new Error('a kernel stopped')
      },
    },
  }
  return new WebAssembly.Instance(module, imports).exports as unknown as Kernels
}
