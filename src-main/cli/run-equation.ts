import { particlesAgainst } from '#core/measures/grid/particles-against'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { positivityStatement } from '#core/densities/schemes/scheme'
import type { LabDocument } from '#core/experiment/document'
import { cellCount, cellSize, centrePoints } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { equationOf } from '#main/engine/equations/equation-of'
import { closedFormOf } from '#main/engine/equations/closed-form'
import type { EquationModel } from '#main/engine/equations/equation-model'
import { distanceOf, totalsOf } from '#main/engine/equations/grid-state'
import { gridStates, particleStates } from '#main/engine/equations/states'
import { NotFinite } from '#main/engine/not-finite'
import { versions } from '#main/engine/versions'
import type { RunArguments } from './arguments'
import { ResultFolder } from './arrays/result-folder'

/** Numbers that one file may hold: 2 GiB of float64. */
const most = 2 ** 28

/** Throws `Invalid` for options that an SDE or a field has no use for. */
export function refuseForEquation(options: RunArguments): void {
  for (const name of ['backend', 'density', 'score', 'initial', 'noise', 'weights'] as const)
    if ((options[name] ?? null) !== null)
      throw new Invalid(
        `--${name}`,
        'is for diffusion models; an SDE or a field has its own grid, start and noise in the document',
      )
}

/**
 * Runs an SDE or a field to its horizon and writes samples, times, the density or field at the steps of --at (the last
 * one; all with --trajectory), and run.json. Gives a line that says what was done. Throws `Invalid` and `NotFinite`.
 */
export function runEquation(document: LabDocument, out: string, options: RunArguments): string {
  const began = performance.now()
  const { subject } = document.experiment
  if (subject.kind === 'generative') throw new Error('an SDE or a field was expected')
  const model = equationOf(document.experiment)
  const steps = model.times.length - 1
  const at = stepsOf(options, steps)
  const folder = new ResultFolder(out)
  folder.save('times.npy', [steps + 1], model.times)
  const x = writeParticles(model, document, options, folder)
  const grid = writeGrid(model, at, folder)
  const { plan, domain } = model
  const exact = closedFormOf(model)?.(steps) ?? null
  const size = cellSize(domain.grid)
  const witnesses = {
    ...totalsOf(grid, size),
    toExact: exact === null ? null : distanceOf(grid, exact, size),
    fromParticles: x === null ? null : particlesAgainst(x.values, grid, domain.grid, model.total),
  }
  const seconds = (performance.now() - began) / 1000
  const report = {
    document,
    seeds: document.seeds,
    versions: versions(),
    scheme: plan === null ? 'direct' : plan.scheme.title,
    statement: plan === null ? '' : positivityStatement(plan.scheme, plan.problem, 0),
    witnesses,
    seconds,
    gridSteps: at,
    files: folder.files,
    ...(x === null ? {} : { samplesHash: x.hash }),
  }
  folder.saveText('run.json', JSON.stringify(report, null, 2) + '\n')
  const what = x === null ? 'a field' : `${model.particles} particles and their density`
  return `${join(out, 'run.json')}: ${what} on ${domain.grid.axes.map(({ count }) => count).join(' × ')} cells, ${steps} steps, ${seconds.toFixed(2)} s.`
}

function writeParticles(
  model: EquationModel,
  { seeds }: LabDocument,
  options: RunArguments,
  folder: ResultFolder,
) {
  const { particles: n, dimension: d, times } = model
  if (n === 0) return null
  const steps = times.length - 1
  const rows = options.trajectory ? steps + 1 : 1
  if (rows * n * d > most)
    throw new Invalid('--trajectory', 'needs more than 2 GiB; fewer particles or steps were expected')
  const values = new Float64Array(rows * n * d)
  for (const { step, t, arrays } of particleStates(model, seeds, { first: 0, count: n })) {
    if (!arrays[0]!.every(Number.isFinite)) throw new NotFinite(step, t, 'Euler–Maruyama')
    if (options.trajectory) values.set(arrays[0]!, step * n * d)
    else if (step === steps) values.set(arrays[0]!)
  }
  if (options.trajectory) folder.save('trajectory.npy', [steps + 1, n, d], values)
  const last = values.subarray(values.length - n * d)
  const bytes = folder.save('samples.npy', [n, d], last)
  return { values: last, hash: createHash('sha256').update(bytes).digest('hex') }
}

/** Writes the wanted steps; gives the last one. */
function writeGrid(model: EquationModel, at: readonly number[], folder: ResultFolder): Float64Array {
  const { grid } = model.domain
  const cells = cellCount(grid)
  const counts = grid.axes.map(({ count }) => count)
  if (at.length * cells > most)
    throw new Invalid('--at', 'asks for more grids than fit into 2 GiB; fewer steps were expected')
  const values = new Float64Array(at.length * cells)
  const places = new Map(at.map((step, i) => [step, i]))
  let last = new Float64Array(cells)
  for (const { step, arrays } of gridStates(model)) {
    const place = places.get(step)
    if (place !== undefined) values.set(arrays[0]!, place * cells)
    if (step === model.times.length - 1) last = Float64Array.from(arrays[0]!)
  }
  folder.save('density.npy', [at.length, ...counts], values)
  folder.save('density-nodes.npy', [...counts, counts.length], centrePoints(grid))
  return last
}

function stepsOf({ at, trajectory }: RunArguments, steps: number): readonly number[] {
  if (at === null) return trajectory ? Array.from({ length: steps + 1 }, (_, step) => step) : [steps]
  const beyond = at.find((step) => step > steps)
  if (beyond !== undefined)
    throw new Invalid(
      '--at',
      `asks for step ${beyond}; the run has steps 0 to ${steps}, and one of them was expected`,
    )
  return at
}
