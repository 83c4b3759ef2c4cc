import { log, sinCosOfTurns, turn } from '#core/numeric/elementary'
import { type Architecture, inputWidth } from './architecture'
import { inputScale } from './parametrisation'

/** log(alpha / sigma) outside this range looks like its end to a network: pure noise, or noise that cannot be seen. */
const RANGE = 8
/** The slowest feature turns once over this span of log(alpha / sigma); each further one is faster by sqrt 2. */
const SPAN = 32
/** Turns of each feature per unit of log(alpha / sigma); a power for every row would cost as much as the sine */
const turnsOf = Float64Array.from({ length: 64 }, (_, k) => Math.SQRT2 ** k / SPAN)

/** What a network is told of a noise level: into out at `at`, inputWidth - dimension numbers of order one. */
export function timeFeatures(
  out: Float64Array,
  at: number,
  { time, frequencies }: Architecture,
  alpha: number,
  sigma: number,
): void {
  if (time === 'noise') {
    out[at] = alpha > 0 ? Math.min(sigma / alpha, Math.exp(RANGE)) : Math.exp(RANGE)
    return
  }
  const ratio = alpha > 0 ? log(alpha / sigma) : -RANGE
  const level = Math.min(RANGE, Math.max(-RANGE, ratio))
  if (time === 'log-snr') {
    out[at] = level / 4
    return
  }
  for (let k = 0; k < frequencies; k++) {
    const turns = level * turnsOf[k]!
    sinCosOfTurns(turns - Math.floor(turns))
    out[at + 2 * k] = turn.sin
    out[at + 2 * k + 1] = turn.cos
  }
}

/** Rows [n, inputWidth] for positions x [n, d] all at one noise level. */
export function fillInputs(
  out: Float64Array,
  architecture: Architecture,
  x: Float64Array,
  n: number,
  alpha: number,
  sigma: number,
): void {
  const { dimension: d } = architecture
  const width = inputWidth(architecture)
  const scale = inputScale(architecture, alpha, sigma)
  const features = new Float64Array(width - d)
  timeFeatures(features, 0, architecture, alpha, sigma)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) out[i * width + j] = scale * x[i * d + j]!
    out.set(features, i * width + d)
  }
}
