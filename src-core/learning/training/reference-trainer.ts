import { activationOf } from '../network/activations'
import { inputWidth } from '../network/architecture'
import { type Layer, layersOf } from '../network/layout'
import { affineRows, Perceptron } from '../network/perceptron'
import { adamStep, applyAdam } from './adam'
import type { Batch, Trainer, TrainerSpec, TrainerState } from './trainer'

/** float64 with the gradient written out by hand: the oracle that other trainers are held to, and always there. */
export function referenceTrainer({ architecture, optimiser, weights }: TrainerSpec): Trainer {
  const n = weights.length
  const held = {
    weights: Float64Array.from(weights),
    first: new Float64Array(n),
    second: new Float64Array(n),
    average: Float64Array.from(weights),
  }
  let taken = 0
  const gradient = new Float64Array(n)
  const network = new Perceptron(architecture, held.weights)
  const averaged = new Perceptron(architecture, held.average)
  return {
    info: { name: 'reference', build: 'typescript', precision: 'float64' },
    slopes: activationOf(architecture.activation).bend !== null,
    step(batch, rate) {
      const loss = lossAndGradient(gradient, network, batch)
      let square = 0
      for (const g of gradient) square += g * g
      const gradientNorm = Math.sqrt(square)
      applyAdam(held, gradient, adamStep(optimiser, taken, rate, gradientNorm))
      taken += 1
      return { loss, gradientNorm }
    },
    forward(which, out, inputs, count) {
      ;(which === 'weights' ? network : averaged).forward(out, inputs, count)
    },
    state: (): TrainerState => ({
      step: taken,
      weights: held.weights.slice(),
      first: held.first.slice(),
      second: held.second.slice(),
      average: held.average.slice(),
    }),
    restore(state) {
      taken = state.step
      for (const key of ['weights', 'first', 'second', 'average'] as const) held[key].set(state[key])
    },
    dispose() {},
  }
}

/** What a forward sweep leaves at one hidden layer: pre-activations a and outputs h, [n, outputs]. */
interface Sweep {
  readonly a: Float64Array
  readonly h: Float64Array
}

/**
 * The batch's loss, and its gradient into `out` (flat). Slopes are differentiated through the forward sweep of
 * tangents: with h' = phi'(a) a', the adjoint of a' is phi'(a) times that of h', and that of a gets phi''(a) a' times it.
 */
export function lossAndGradient(out: Float64Array, network: Perceptron, batch: Batch): number {
  const { architecture, weights } = network
  const { count: n, inputs, targets, slopes } = batch
  const d = architecture.dimension
  const { value, slope, bend } = activationOf(architecture.activation)
  const layers = layersOf(architecture)
  if (slopes !== undefined && bend === null)
    throw new Error(`${architecture.activation} has no second derivative`)
  out.fill(0)

  const sweeps: Sweep[] = []
  let rows = inputs
  for (const layer of layers) {
    const a = new Float64Array(n * layer.outputs)
    affineRows(a, rows, n, layer, weights)
    const h = sweeps.length === layers.length - 1 ? a : a.map(value)
    sweeps.push({ a, h })
    rows = h
  }
  const tangents = (slopes?.directions ?? []).map((v) => tangentSweep(network, layers, sweeps, v, n))

  let loss = 0
  const bar = new Float64Array(n * d)
  const barDots = tangents.map(() => new Float64Array(n * d))
  for (let r = 0; r < n; r++) {
    let row = batch.constants?.[r] ?? 0
    for (let j = 0; j < d; j++) {
      const k = r * d + j
      const gap = rows[k]! - targets[k]!
      row += batch.weights[r]! * gap * gap
      bar[k] = (2 * batch.weights[r]! * gap) / n
      tangents.forEach((tangent, t) => {
        const v = slopes!.directions[t]![k]!
        row += slopes!.weights[r]! * v * tangent.at(-1)!.a[k]!
        barDots[t]![k] = (slopes!.weights[r]! * v) / n
      })
    }
    loss += row / n
  }

  let back: Float64Array = bar
  let backDots: Float64Array[] = barDots
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l]!
    addOuter(out, l === 0 ? inputs : sweeps[l - 1]!.h, back, n, layer, true)
    tangents.forEach((tangent, t) => addOuter(out, tangent[l]!.h, backDots[t]!, n, layer, false))
    if (l === 0) break
    const { a } = sweeps[l - 1]!
    const below = transposed(back, n, layer, weights)
    const belowDots = backDots.map((dots) => transposed(dots, n, layer, weights))
    for (let k = 0; k < below.length; k++) {
      const s = slope(a[k]!)
      let sum = s * below[k]!
      tangents.forEach((tangent, t) => {
        const dot = belowDots[t]![k]!
        sum += bend!(a[k]!) * tangent[l]!.a[k]! * dot
        belowDots[t]![k] = s * dot
      })
      below[k] = sum
    }
    back = below
    backDots = belowDots
  }
  return loss
}

/** At l: h the tangent that enters layer l; a the tangent of the pre-activation below it (of the output at the end). */
function tangentSweep(
  { architecture, weights }: Perceptron,
  layers: readonly Layer[],
  sweeps: readonly Sweep[],
  direction: Float64Array,
  n: number,
): Sweep[] {
  const { slope } = activationOf(architecture.activation)
  const width = inputWidth(architecture)
  const d = architecture.dimension
  let h: Float64Array = new Float64Array(n * width)
  for (let r = 0; r < n; r++) for (let j = 0; j < d; j++) h[r * width + j] = direction[r * d + j]!
  let a: Float64Array = h
  const found: Sweep[] = []
  layers.forEach((layer, l) => {
    found.push({ a, h })
    a = new Float64Array(n * layer.outputs)
    affineRows(a, h, n, layer, weights, true)
    const at = sweeps[l]!.a
    h = l === layers.length - 1 ? a : a.map((dot, k) => slope(at[k]!) * dot)
  })
  found.push({ a, h })
  return found
}

/** Adds rows^T bar to the kernel's place, and the sum of bar to the bias's. */
function addOuter(
  out: Float64Array,
  rows: Float64Array,
  bar: Float64Array,
  n: number,
  { inputs, outputs, kernel, bias }: Layer,
  withBias: boolean,
): void {
  for (let r = 0; r < n; r++) {
    const from = r * outputs
    if (withBias) for (let j = 0; j < outputs; j++) out[bias + j]! += bar[from + j]!
    for (let i = 0; i < inputs; i++) {
      const x = rows[r * inputs + i]!
      if (x === 0) continue
      const to = kernel + i * outputs
      for (let j = 0; j < outputs; j++) out[to + j]! += x * bar[from + j]!
    }
  }
}

/** bar [n, outputs] times the transposed kernel: [n, inputs] */
function transposed(
  bar: Float64Array,
  n: number,
  { inputs, outputs, kernel }: Layer,
  weights: Float32Array | Float64Array,
): Float64Array {
  const out = new Float64Array(n * inputs)
  for (let r = 0; r < n; r++)
    for (let i = 0; i < inputs; i++) {
      let sum = 0
      const from = kernel + i * outputs
      for (let j = 0; j < outputs; j++) sum += weights[from + j]! * bar[r * outputs + j]!
      out[r * inputs + i] = sum
    }
  return out
}
