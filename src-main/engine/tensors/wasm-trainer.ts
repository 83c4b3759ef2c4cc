import { activationOf } from '#core/learning/network/activations'
import { layersOf } from '#core/learning/network/layout'
import { adamStep } from '#core/learning/training/adam'
import type { Batch, Trainer, TrainerSpec, TrainerState } from '#core/learning/training/trainer'
import { Arena } from '../backends/wasm/arena'
import { compileKernels, instantiate, type KernelBuild, type Kernels } from '../backends/wasm/module'
import { activationCode, packedLayers, repack } from '../backends/wasm/packed-network'
import { type Workspace, workspaces } from './wasm-workspaces'

/** The kernels' codes beside those of activations */
const PLAIN = 0
const TIMES = 4
const states = ['weights', 'first', 'second', 'average'] as const

/**
 * Own SIMD kernels in float32: forward, gradient, Adam and average without leaving the kernels' memory. Losses with a
 * divergence carry derivatives along its directions through the layers and back. Throws an Error when the kernels
 * cannot be had.
 */
export function wasmTrainer(
  { architecture, optimiser, weights }: TrainerSpec,
  wanted?: KernelBuild,
): Trainer {
  const found = compileKernels(wanted)
  if (typeof found === 'string') throw new Error(found)
  const kernels = instantiate(found.module)
  const arena = new Arena(kernels)
  const flat = layersOf(architecture)
  const widths = [flat[0]!.inputs, ...flat.map(({ outputs }) => outputs)]
  const { layers, length } = packedLayers(widths)
  const [held, gradient, turned] = [
    Object.fromEntries(states.map((name) => [name, arena.claim(length * 4)])) as Record<
      (typeof states)[number],
      number
    >,
    arena.claim(length * 4),
    arena.claim(length * 4),
  ]
  const scratch = arena.claim(
    Math.max(...layers.map(({ inputs, outputs }) => Math.max(inputs, outputs))) * 64,
  )
  const code = activationCode(architecture)
  const smooth = activationOf(architecture.activation).bend !== null
  let taken = 0
  const workspace = workspaces(arena, layers)

  const put = (name: (typeof states)[number], values: Float32Array | Float64Array): void =>
    repack(architecture, values, arena.view(held[name], length), 'packed')
  const get = (name: (typeof states)[number]): Float32Array => {
    const values = new Float32Array(weights.length)
    repack(architecture, values, arena.view(held[name], length), 'flat')
    return values
  }
  put('weights', weights)
  put('average', weights)

  /** Fills a block of the input's rows from [count, width]; the rest of the block is 0 and gets no weight. */
  const load = (
    { columns, stride, rows }: Workspace,
    block: number,
    values: Float64Array,
    count: number,
    width: number,
  ): void => {
    const view = arena.view(rows[0]!, (layers[0]!.inputs * stride) / 4)
    for (let i = 0; i < layers[0]!.inputs; i++) {
      const at = (i * stride) / 4 + block * columns
      if (i >= width) view.fill(0, at, at + columns)
      else {
        view.fill(0, at + count, at + columns)
        for (let r = 0; r < count; r++) view[at + r] = values[r * width + i]!
      }
    }
  }

  /** Values forward alone; slopes of the activation are kept where `withSlopes`. */
  const sweep = (which: number, space: Workspace, withSlopes: boolean): void =>
    layers.forEach((_, l) => {
      const last = l === layers.length - 1
      const { columns, slopes } = space
      layerOn(which, space, l, 0, columns, withSlopes && !last ? slopes[l + 1]! : 0, last ? PLAIN : code)
    })

  /** Values and derivatives forward. */
  const sweepAlong = (which: number, space: Workspace): void =>
    layers.forEach(({ outputs }, l) => {
      const { columns, blocks, stride, rows, slopes } = space
      layerOn(which, space, l, 0, columns, 0, PLAIN)
      layerOn(which, space, l, columns, (blocks - 1) * columns, 0, PLAIN)
      if (l < layers.length - 1)
        kernels.activateAlong(rows[l + 1]!, slopes[l + 1]!, outputs, columns, blocks, stride, code)
    })

  /** One layer on some columns; those of derivatives, which begin after 0, have no bias. */
  const layerOn = (
    which: number,
    { stride, rows }: Workspace,
    l: number,
    first: number,
    count: number,
    slopes: number,
    kind: number,
  ): void => {
    const { kernel, bias, inputs, outputs } = layers[l]!
    const to = rows[l + 1]! + 4 * first
    const from = rows[l]! + 4 * first
    const biases = first === 0 ? which + 4 * bias : 0
    kernels.layer(to, slopes, from, which + 4 * kernel, biases, inputs, outputs, count, stride, kind, scratch)
  }

  /** From the derivative by the output, in back[0], to the gradient of every weight. */
  const sweepBack = ({ columns, blocks, stride, rows, slopes, back: places }: Workspace): void => {
    const all = columns * blocks
    let [back, below] = places
    for (let l = layers.length - 1; l >= 0; l--) {
      const { kernel, bias, inputs, outputs } = layers[l]!
      kernels.outer(gradient + 4 * kernel, rows[l]!, back, inputs, outputs, all, stride)
      kernels.rowSums(gradient + 4 * bias, back, outputs, columns, stride)
      if (l === 0) break
      kernels.turnPanels(turned, held.weights + 4 * kernel, inputs, outputs)
      const along = blocks > 1
      const by = along ? 0 : slopes[l]!
      kernels.layer(below, by, back, turned, 0, outputs, inputs, all, stride, along ? PLAIN : TIMES, scratch)
      if (along) kernels.backAlong(below, slopes[l]!, inputs, columns, blocks, stride)
      ;[back, below] = [below, back]
    }
  }

  return {
    info: { name: 'wasm', build: found.build, precision: 'float32' },
    slopes: smooth,
    step(batch, rate) {
      const { count, inputs, slopes } = batch
      if (slopes !== undefined && !smooth)
        throw new Error(`${architecture.activation} has no second derivative`)
      const directions = slopes?.directions ?? []
      const here = workspace(count, 1 + directions.length)
      load(here, 0, inputs, count, widths[0]!)
      directions.forEach((values, k) => load(here, 1 + k, values, count, architecture.dimension))
      if (directions.length === 0) sweep(held.weights, here, true)
      else sweepAlong(held.weights, here)
      const output = arena.view(here.rows.at(-1)!, (layers.at(-1)!.outputs * here.stride) / 4)
      const first = arena.view(here.back[0], output.length)
      const loss = lossAndBack(first, output, here, batch, architecture.dimension)
      sweepBack(here)
      const gradientNorm = Math.sqrt(kernels.squares(gradient, length))
      adamOnKernels(kernels, held, gradient, length, adamStep(optimiser, taken, rate, gradientNorm))
      taken += 1
      return { loss, gradientNorm }
    },
    forward(which, out, inputs, count) {
      const here = workspace(count, 1)
      load(here, 0, inputs, count, widths[0]!)
      sweep(held[which], here, false)
      const stride = here.stride / 4
      const output = arena.view(here.rows.at(-1)!, layers.at(-1)!.outputs * stride)
      const d = architecture.dimension
      for (let r = 0; r < count; r++) for (let j = 0; j < d; j++) out[r * d + j] = output[j * stride + r]!
    },
    state: (): TrainerState => ({
      step: taken,
      weights: get('weights'),
      first: get('first'),
      second: get('second'),
      average: get('average'),
    }),
    restore(state) {
      taken = state.step
      for (const name of states) put(name, state[name])
    },
    dispose() {},
  }
}

/** The loss, and its derivative by the output and by its derivatives into rows of `back`; 0 in padding. */
function lossAndBack(
  back: Float32Array,
  output: Float32Array,
  { columns, stride }: Workspace,
  { count, targets, weights, constants, slopes }: Batch,
  d: number,
): number {
  back.fill(0)
  let loss = 0
  for (let r = 0; r < count; r++) {
    loss += (constants?.[r] ?? 0) / count
    const w = weights[r]! / count
    for (let j = 0; j < d; j++) {
      const at = (j * stride) / 4 + r
      const gap = output[at]! - targets[r * d + j]!
      loss += w * gap * gap
      back[at] = 2 * w * gap
    }
  }
  slopes?.directions.forEach((direction, k) => {
    for (let r = 0; r < count; r++)
      for (let j = 0; j < d; j++) {
        const at = (j * stride) / 4 + (1 + k) * columns + r
        const pull = (slopes.weights[r]! * direction[r * d + j]!) / count
        loss += pull * output[at]!
        back[at] = pull
      }
  })
  return loss
}

function adamOnKernels(
  kernels: Kernels,
  held: Readonly<Record<(typeof states)[number], number>>,
  gradient: number,
  length: number,
  step: ReturnType<typeof adamStep>,
): void {
  const { beta1, beta2, epsilon, rate, spread, keep, shorten, average } = step
  kernels.adam(
    held.weights,
    held.first,
    held.second,
    held.average,
    gradient,
    length,
    beta1,
    beta2,
    1 - beta1,
    1 - beta2,
    epsilon,
    rate,
    spread,
    keep,
    shorten,
    average,
    1 - average,
  )
}
