import type { Sde } from '#core/densities/sde/sde'
import type { DriftChange } from './girsanov'

/** The equation whose paths the weights of `girsanovWeights` stand for: drift mu + S gamma, the same noise. */
export function changedDrift(sde: Sde, change: DriftChange, steady: boolean): Sde {
  const { dimension: d, noises: m } = sde
  const gamma = new Float64Array(m)
  const matrix = new Float64Array(d * m)
  const at = new Float64Array(d)
  return {
    ...sde,
    steady: sde.steady && steady,
    drift(out, x, y, t) {
      sde.drift(out, x, y, t)
      sde.diffusion(matrix, x, y, t)
      at[0] = x
      if (d === 2) at[1] = y
      change(gamma, at, t)
      for (let i = 0; i < d; i++) for (let k = 0; k < m; k++) out[i]! += matrix[i * m + k]! * gamma[k]!
    },
  }
}
