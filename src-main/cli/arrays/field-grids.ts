import { Invalid } from '#core/params/invalid'
import type { Model } from '#main/engine/assemble'
import type { GridAxis, GridOption } from './grid-option'

/** An array to be written. */
export interface FieldGrid {
  readonly file: string
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** Numbers that one grid file may hold: 2 GiB of float64. */
const most = 2 ** 28

/**
 * The exact density [steps, nodes...] or score [steps, nodes..., d] at some steps, and the positions of the nodes
 * [nodes..., d]. Density is per unit of volume in data coordinates. Throws `Invalid` that names the option.
 */
export function fieldGrid(
  model: Model,
  what: 'density' | 'score',
  grid: GridOption,
  steps: readonly number[],
): FieldGrid[] {
  const d = model.distribution.dimension
  const axes = axesOf(model, what, grid)
  const counts = axes.map((axis) => axis.nodes)
  const count = counts.reduce((product, nodes) => product * nodes, 1)
  const width = what === 'density' ? 1 : d
  if (count * Math.max(d, steps.length * width) > most)
    throw new Invalid(
      `--${what}`,
      `asks for ${steps.length} grids of ${counts.join(' × ')} nodes, more than fit into 2 GiB; fewer nodes or fewer steps with --at were expected`,
    )
  const points = gridPoints(axes)
  const data = new Float64Array(steps.length * count * width)
  steps.forEach((step, i) => {
    const t = model.times[step]!
    const level = model.score.at(model.process.alpha(t), model.process.sigma(t))
    const out = data.subarray(i * count * width, (i + 1) * count * width)
    if (what === 'score') return level.score(out, points, count)
    level.logDensity(out, points, count)
    for (let j = 0; j < count; j++) out[j] = Math.exp(out[j]!)
  })
  return [
    { file: `${what}.npy`, shape: [steps.length, ...counts, ...(what === 'score' ? [d] : [])], data },
    { file: `${what}-nodes.npy`, shape: [...counts, d], data: points },
  ]
}

/** Ranges as they were given, or such that they hold the data and three deviations of the prior. */
function axesOf(model: Model, what: string, grid: GridOption): readonly GridAxis[] {
  const { dimension: d, box } = model.distribution
  if ('nodes' in grid) {
    const reach = 3 * model.process.priorStd
    return Array.from({ length: d }, (_, i) => ({
      low: Math.min(box.low[i]!, -reach),
      high: Math.max(box.high[i]!, reach),
      nodes: grid.nodes,
    }))
  }
  if (grid.axes.length !== d)
    throw new Invalid(`--${what}`, `gives ${grid.axes.length} axes; the data has ${d}, so ${d} were expected`)
  return grid.axes
}

/** [nodes..., d], last axis fastest. */
function gridPoints(axes: readonly GridAxis[]): Float64Array {
  const d = axes.length
  const count = axes.reduce((product, axis) => product * axis.nodes, 1)
  const points = new Float64Array(count * d)
  for (let i = 0; i < count; i++) {
    let rest = i
    for (let k = d - 1; k >= 0; k--) {
      const { low, high, nodes } = axes[k]!
      points[i * d + k] = low + ((rest % nodes) / (nodes - 1)) * (high - low)
      rest = Math.floor(rest / nodes)
    }
  }
  return points
}
