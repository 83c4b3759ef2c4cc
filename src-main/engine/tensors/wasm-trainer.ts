import { layersOf } from '#core/learning/network/layout'
import { adamStep } from '#core/learning/training/adam'
import type { Batch, Trainer, TrainerSpec, TrainerState } from '#core/learning/training/trainer'
import { Arena } from '../backends/wasm/arena'
import { compileKernels, instantiate, type KernelBuild, type Kernels } from '../backends/wasm/module'
import { activationCode, packedLayers, repack } from '../backends/wasm/packed-network'

/** The kernels' codes beside those of activations */
const PLAIN = 0
const TIMES = 4
/** Columns that a kernel takes at once */
const COLUMNS = 16
/** Workspaces that are kept, for as many sizes of batch: of the steps, of the measurements, of another network's rows */
const SPACES = 3
const states = ['weights', 'first', 'second', 'average'] as const

/** Memory for one number of rows: per layer inputs and slopes, and two places for the sweep back. */
interface Workspace {
  readonly columns: number
  /** Bytes from row to row: an odd number of cache lines, so that rows do not fall on each other in the cache */
  readonly stride: number
  /** Input of layer l at [l]; the output after the last */
  readonly rows: readonly number[]
  readonly slopes: readonly number[]
  readonly back: readonly [number, number]
}

/**
 * Own SIMD kernels in float32: forward, gradient, Adam and average without leaving the kernels' memory. Losses with a
 * divergence are not among them. Throws an Error when the kernels cannot be had.
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
  let taken = 0
  /** By columns, the one that was used last at the end */
  const spaces = new Map<number, Workspace>()

  const put = (name: (typeof states)[number], values: Float32Array | Float64Array): void =>
    repack(architecture, values, arena.view(held[name], length), 'packed')
  const get = (name: (typeof states)[number]): Float32Array => {
    const values = new Float32Array(weights.length)
    repack(architecture, values, arena.view(held[name], length), 'flat')
    return values
  }
  put('weights', weights)
  put('average', weights)

  const sizes = [layers[0]!.inputs, ...layers.map(({ outputs }) => outputs)]
  const widest = Math.max(...sizes)
  const workspace = (count: number): Workspace => {
    const columns = Math.ceil(count / COLUMNS) * COLUMNS
    const stride = columns * 4 + 64
    const space = spaces.get(columns) ?? {
      columns,
      stride,
      rows: sizes.map((size) => arena.claim(size * stride)),
      slopes: sizes.map((size) => arena.claim(size * stride)),
      back: [arena.claim(widest * stride), arena.claim(widest * stride)] as const,
    }
    spaces.delete(columns)
    spaces.set(columns, space)
    for (const oldest of spaces.values()) {
      if (spaces.size <= SPACES) break
      release(oldest)
    }
    return space
  }
  const release = ({ columns, stride, rows, slopes, back }: Workspace): void => {
    spaces.delete(columns)
    rows.forEach((at, l) => arena.release(at, sizes[l]! * stride))
    slopes.forEach((at, l) => arena.release(at, sizes[l]! * stride))
    for (const at of back) arena.release(at, widest * stride)
  }

  /** Fills the input's rows; columns beyond the count are 0 and get no weight. */
  const load = ({ columns, stride, rows }: Workspace, inputs: Float64Array, count: number): void => {
    const width = widths[0]!
    const size = (layers[0]!.inputs * stride) / 4
    const view = arena.view(rows[0]!, size)
    if (count < columns) view.fill(0)
    for (let i = 0; i < width; i++)
      for (let r = 0, at = (i * stride) / 4; r < count; r++) view[at + r] = inputs[r * width + i]!
  }

  const sweep = (which: number, { columns, stride, rows, slopes }: Workspace, withSlopes: boolean): void =>
    layers.forEach(({ kernel, bias, inputs, outputs }, l) => {
      const last = l === layers.length - 1
      kernels.layer(
        rows[l + 1]!,
        withSlopes && !last ? slopes[l + 1]! : 0,
        rows[l]!,
        which + 4 * kernel,
        which + 4 * bias,
        inputs,
        outputs,
        columns,
        stride,
        last ? PLAIN : code,
        scratch,
      )
    })

  return {
    info: { name: 'wasm', build: found.build, precision: 'float32' },
    slopes: false,
    step(batch, rate) {
      if (batch.slopes !== undefined) throw new Error('the kernels train no losses with a divergence')
      const here = workspace(batch.count)
      load(here, batch.inputs, batch.count)
      sweep(held.weights, here, true)
      const { columns, stride } = here
      const output = arena.view(here.rows.at(-1)!, (layers.at(-1)!.outputs * stride) / 4)
      const first = arena.view(here.back[0], output.length)
      const loss = lossAndBack(first, output, stride / 4, batch, architecture.dimension)
      let [back, below] = here.back
      for (let l = layers.length - 1; l >= 0; l--) {
        const { kernel, bias, inputs, outputs } = layers[l]!
        kernels.outer(gradient + 4 * kernel, here.rows[l]!, back, inputs, outputs, columns, stride)
        kernels.rowSums(gradient + 4 * bias, back, outputs, columns, stride)
        if (l === 0) break
        kernels.turnPanels(turned, held.weights + 4 * kernel, inputs, outputs)
        kernels.layer(
          below,
          here.slopes[l]!,
          back,
          turned,
          0,
          outputs,
          inputs,
          columns,
          stride,
          TIMES,
          scratch,
        )
        ;[back, below] = [below, back]
      }
      const gradientNorm = Math.sqrt(kernels.squares(gradient, length))
      adamOnKernels(kernels, held, gradient, length, adamStep(optimiser, taken, rate, gradientNorm))
      taken += 1
      return { loss, gradientNorm }
    },
    forward(which, out, inputs, count) {
      const here = workspace(count)
      load(here, inputs, count)
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

/** The loss, and its derivative by the output into rows of `back`; 0 in padding. */
function lossAndBack(
  back: Float32Array,
  output: Float32Array,
  stride: number,
  { count, targets, weights, constants }: Batch,
  d: number,
): number {
  back.fill(0)
  let loss = 0
  for (let r = 0; r < count; r++) {
    loss += (constants?.[r] ?? 0) / count
    const w = weights[r]! / count
    for (let j = 0; j < d; j++) {
      const gap = output[j * stride + r]! - targets[r * d + j]!
      loss += w * gap * gap
      back[j * stride + r] = 2 * w * gap
    }
  }
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
