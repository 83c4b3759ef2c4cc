import type { NoisyDensity, ScoreModel } from '#core/scores/score-model'
import { type Architecture, inputWidth } from './architecture'
import { fillInputs } from './inputs'
import { inputScale, scoreFromOutput } from './parametrisation'
import { Perceptron } from './perceptron'

/** Points that are evaluated together */
const CHUNK = 512

/**
 * A network as a score. It has no density of its own, and its field need not be a gradient: `logDensity` is that of
 * `truth`, the exact score of the data that it is held against; divergence and Jacobian are the network's own.
 */
export function networkScore(
  architecture: Architecture,
  weights: Float32Array | Float64Array,
  truth: ScoreModel,
): ScoreModel {
  const network = new Perceptron(architecture, weights)
  return {
    dimension: architecture.dimension,
    accuracy: 'learned; the density shown is that of the data',
    form: {
      form: 'network',
      dimension: architecture.dimension,
      architecture,
      weights: Float32Array.from(weights),
    },
    at: (alpha, sigma) => new LearnedScore(network, alpha, sigma, truth),
  }
}

class LearnedScore implements NoisyDensity {
  private readonly output
  private readonly scale: number
  private exact: NoisyDensity | null = null

  constructor(
    private readonly network: Perceptron,
    private readonly alpha: number,
    private readonly sigma: number,
    private readonly truth: ScoreModel,
  ) {
    this.output = scoreFromOutput(network.architecture, alpha, sigma)
    this.scale = inputScale(network.architecture, alpha, sigma)
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    const { dimension: d } = this.network.architecture
    const { onState, onScore } = this.output
    this.inChunks(x, n, (inputs, first, count) => {
      const raw = new Float64Array(count * d)
      this.network.forward(raw, inputs, count)
      for (let k = 0; k < count * d; k++) out[first * d + k] = onState * x[first * d + k]! + onScore * raw[k]!
    })
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    this.exact ??= this.truth.at(this.alpha, this.sigma)
    this.exact.logDensity(out, x, n)
  }

  divergence(out: Float64Array, x: Float64Array, n: number): void {
    const { dimension: d } = this.network.architecture
    const jacobian = new Float64Array(n * d * d)
    this.hessian(jacobian, x, n)
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < d; j++) sum += jacobian[(i * d + j) * d + j]!
      out[i] = sum
    }
  }

  /** Jacobian ds_i / dx_j at [n, i, j]; symmetric only where the field is a gradient. */
  hessian(out: Float64Array, x: Float64Array, n: number): void {
    const { architecture } = this.network
    const { dimension: d } = architecture
    const width = inputWidth(architecture)
    const { onState, onScore } = this.output
    this.inChunks(x, n, (inputs, first, count) => {
      const raw = new Float64Array(count * d)
      const slope = new Float64Array(count * d)
      const tangents = new Float64Array(count * width)
      for (let j = 0; j < d; j++) {
        tangents.fill(0)
        for (let r = 0; r < count; r++) tangents[r * width + j] = this.scale
        this.network.along(raw, slope, inputs, tangents, count)
        for (let r = 0; r < count; r++)
          for (let i = 0; i < d; i++)
            out[((first + r) * d + i) * d + j] = (i === j ? onState : 0) + onScore * slope[r * d + i]!
      }
    })
  }

  private inChunks(
    x: Float64Array,
    n: number,
    act: (inputs: Float64Array, first: number, count: number) => void,
  ): void {
    const { architecture } = this.network
    const { dimension: d } = architecture
    const width = inputWidth(architecture)
    for (let first = 0; first < n; first += CHUNK) {
      const count = Math.min(CHUNK, n - first)
      const inputs = new Float64Array(count * width)
      fillInputs(
        inputs,
        architecture,
        x.subarray(first * d, (first + count) * d),
        count,
        this.alpha,
        this.sigma,
      )
      act(inputs, first, count)
    }
  }
}
