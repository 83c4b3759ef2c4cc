import type { GridSpec } from '#core/protocol/contract'
import type { ScoreModel } from '#core/scores/score-model'
import type { Model } from '../assemble'

/** Nodes of a grid, [cells, d], last axis fastest. */
export function gridNodes({ counts, origin, spacing }: GridSpec): Float64Array {
  const d = counts.length
  const cells = counts.reduce((product, count) => product * count, 1)
  const nodes = new Float64Array(cells * d)
  for (let i = 0; i < cells; i++) {
    let rest = i
    for (let axis = d - 1; axis >= 0; axis--) {
      nodes[i * d + axis] = origin[axis]! + (rest % counts[axis]!) * spacing[axis]!
      rest = Math.floor(rest / counts[axis]!)
    }
  }
  return nodes
}

/** Exact p_t at the nodes, [cells]. */
export function densityAt(model: Model, step: number, grid: GridSpec): Float64Array {
  const level = levelAt(model, step)
  const whole = level.densityOnGrid?.(grid) ?? null
  if (whole !== null) return whole
  const nodes = gridNodes(grid)
  const logs = new Float64Array(nodes.length / grid.counts.length)
  level.logDensity(logs, nodes, logs.length)
  return logs.map(Math.exp)
}

/** The same; the highest value is that of the grid. */
export function densityGrid(
  model: Model,
  step: number,
  grid: GridSpec,
): { values: Float32Array; max: number } {
  const values = Float32Array.from(densityAt(model, step, grid))
  return { values, max: values.reduce((most, p) => Math.max(most, p), 0) }
}

/** A score at the nodes and the model's noise level, [cells, d]. */
export function scoreGrid(model: Model, of: ScoreModel, step: number, grid: GridSpec): Float32Array {
  const nodes = gridNodes(grid)
  const score = new Float64Array(nodes.length)
  levelAt(model, step, of).score(score, nodes, nodes.length / grid.counts.length)
  return new Float32Array(score)
}

export function levelAt(model: Model, step: number, of = model.score) {
  const t = lawTime(model, step)
  return of.at(model.process.alpha(t), model.process.sigma(t))
}

/**
 * The time whose p_t the particles are distributed as at a step, if all is right: that of the clock, but for a walk at
 * the last level that of its end.
 */
export function lawTime({ times, sampler }: Model, step: number): number {
  return sampler.capabilities.walksAt === 'last' ? times.at(-1)! : times[step]!
}
