import { transpose } from './transpose'
import { periodicTransform } from './periodic'
import { waveTransform, type WaveKind, type WaveTransform } from './sine-cosine'

/** The waves of an axis, by what its ends ask for. */
export function transformOfEnds(kind: 'periodic' | WaveKind, n: number): WaveTransform {
  return kind === 'periodic' ? periodicTransform(n) : waveTransform(kind, n)
}

/** One transform an axis, on arrays [n] or [nx, ny], in place. */
export interface Separable {
  analyse(x: Float64Array): void
  synthesise(x: Float64Array): void
}

export function separable(transforms: readonly WaveTransform[]): Separable {
  const [first, second] = transforms
  if (first === undefined) throw new Error('a transform of no axis')
  const lines = second?.count ?? 1
  const turned = new Float64Array(second === undefined ? 0 : first.count * lines)
  const along = (x: Float64Array, way: 'analyse' | 'synthesise'): void => {
    first[way](x, lines)
    if (second === undefined) return
    transpose(turned, x, first.count, lines)
    second[way](turned, first.count)
    transpose(x, turned, lines, first.count)
  }
  return { analyse: (x) => along(x, 'analyse'), synthesise: (x) => along(x, 'synthesise') }
}
