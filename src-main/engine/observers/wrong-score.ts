import { catalog } from '#core/catalog/index'
import { scaledClock } from '#core/densities/problems/scaled-family'
import { scaledFrame } from '#core/densities/problems/scaled-frame'
import { scaledDensity, type ScaledRun } from '#core/densities/problems/scaled-run'
import { wrongScore, type WrongStart } from '#core/densities/studies/wrong-score'
import type { Seeds, Subject } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import { relativeEntropy } from '#core/measures/grid/information'
import { simulatedDivergence } from '#core/measures/paths/simulated-divergence'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { grid as gridOf } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { WrongScoreCost } from '#core/protocol/wrong-score'
import type { ScoreModel } from '#core/scores/score-model'
import { assemble, type Model } from '../assemble'
import { exactDraws } from './exact-draws'

/** Cells along an axis, and steps of the densities, even in log-SNR */
const SIZE = { 1: { cells: 512, steps: 200 }, 2: { cells: 72, steps: 80 } } as const
const PATHS = 2000
const PATH_STEPS = 200
/** Where the densities end at the latest: what is nearer to the data no grid of this size can hold. */
const CLEANEST = 9

/** A model whose score may be wrong, with the one that is right. Throws `Invalid` for others. */
export function wrongModel(subject: Subject, networks: NetworkTable): { model: Model; exact: ScoreModel } {
  const model = assemble(subject, catalog, undefined, networks)
  const { score, distribution, dynamics } = model
  const kind = subject.kind === 'generative' ? subject.score.kind : ''
  if (score.truth === undefined)
    throw new Invalid(
      'experiment.subject.score.kind',
      `is "${kind}", in which no error is known; "perturbed" or "learned" was expected`,
    )
  if (dynamics.direction === 'forward')
    throw new Invalid(
      'experiment.subject.dynamics.kind',
      'runs from data to noise and reads no score; "reverse" was expected',
    )
  if (distribution.dimension === 3)
    throw new Invalid(
      'experiment.subject.data.kind',
      'has three dimensions; data of two at most were expected, since the ends are compared on a grid',
    )
  return { model, exact: score.truth }
}

/**
 * What the document's score costs at any share of noise; see `WrongScoreCost`. What all shares have in common is
 * computed once. Throws `Invalid`.
 */
export function wrongScoreStudy(
  subject: Subject,
  seeds: Seeds,
  networks: NetworkTable,
): (lambda: number, simulate: boolean) => WrongScoreCost {
  const { model, exact } = wrongModel(subject, networks)
  const { process, score, distribution } = model
  const end = endOf(model)
  const run = runOf(model, exact, end)
  const costAt = wrongScore(run, score, model.start === 'prior' ? priorStart(model, run) : null)
  const simulated = (lambda: number): WrongScoreCost['simulated'] => {
    const draws = exactDraws(distribution, process, PATHS, seeds.data + 5)
    const start = Float64Array.from(draws(process.tMax).values)
    const found = simulatedDivergence(process, exact, score, lambda, start, end, PATH_STEPS, seeds.path)
    return { ...found, paths: PATHS }
  }
  return (lambda, simulate) => {
    if (!(lambda >= 0 && lambda <= 5))
      throw new Invalid('lambda', 'is not usable; a number from 0 to 5 was expected')
    const { paths, marginals } = costAt(lambda)
    return {
      lambda,
      prior: paths.prior,
      integral: Number.isFinite(paths.integral) ? paths.integral : null,
      marginals,
      simulated: simulate && lambda > 0 ? simulated(lambda) : null,
      end,
      cells: run.grid.axes[0].count,
      steps: run.times.length - 1,
    }
  }
}

/** The last time of the document's steps at which there is noise. */
function endOf({ process, times }: Model): number {
  const cleanest = process.tFromLogSnr(CLEANEST)
  const noisy = times.filter((t) => process.sigma(t) > 0)
  return Math.max(noisy.at(-1) ?? process.tMin, cleanest)
}

function runOf({ process, distribution }: Model, exact: ScoreModel, end: number): ScaledRun {
  const { cells, steps } = SIZE[distribution.dimension === 1 ? 1 : 2]
  const { scaleSquared, reach } = scaledFrame(distribution.box.low, distribution.box.high)
  const [first, second] = reach.map((far) => ({ low: -far, high: far, count: cells }))
  const [from, to] = [process.logSnr(process.tMax), process.logSnr(end)]
  return {
    process,
    exact,
    scaleSquared,
    grid: gridOf(second === undefined ? [first!] : [first!, second], 'cells'),
    times: Float64Array.from({ length: steps + 1 }, (_, k) =>
      k === 0 ? process.tMax : k === steps ? end : process.tFromLogSnr(from + (k / steps) * (to - from)),
    ),
  }
}

/** The Gaussian that samplers start from, and how far the true density is from it. */
function priorStart({ process }: Model, run: ScaledRun): WrongStart {
  const clock = scaledClock(process, run.scaleSquared)
  const deviation = process.priorStd / clock.rho(process.tMax)
  const d = run.grid.axes.length
  const constant = (2 * Math.PI * deviation ** 2) ** (-d / 2)
  const at = (x: number, y: number): number => constant * Math.exp((-0.5 * (x * x + y * y)) / deviation ** 2)
  const density = cellAverages(run.grid, atPoints(d, at))
  const truth = scaledDensity(run, clock, clock.theta(process.tMax))
  return { density, divergence: relativeEntropy(truth, density, run.grid) }
}
