import { particlesAgainst } from '#core/measures/grid/particles-against'
import { catalog } from '#core/catalog/index'
import { evolve, type DensityPlan } from '#core/densities/evolve'
import { FaceFluxes } from '#core/densities/operator/face-fluxes'
import { scaledClock } from '#core/densities/problems/scaled-family'
import { scaledFrame } from '#core/densities/problems/scaled-frame'
import { forwardPlan, reversePlan, scaledDensity, type ScaledRun } from '#core/densities/problems/scaled-run'
import { densityGrid } from '#core/densities/witnesses/descriptions'
import type { Experiment } from '#core/experiment/document'
import { cellSize, grid as gridOf, type Grid, mostCells } from '#core/numeric/grids/grid'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Frame, FrameRequest, GridFacts, GridState } from '#core/protocol/contract'
import { type DensitySource, isDifference } from '#core/protocol/density-source'
import { kernelDensity } from '#core/measures/grid/kernel-density'
import type { ScoreModel } from '#core/scores/score-model'
import { scoreOfForm } from '#core/scores/exact'
import type { Model } from '../assemble'
import type { ReelState, ReelStates } from '../reels/reel-state'
import { distanceOf, regionOf, specOf, totalsOf } from './grid-state'
import { densityState } from './states'

type Floats = Float32Array | Float64Array

/**
 * The Fokker-Planck equation of a diffusion model's own run, in scaled coordinates y = x / rho, in which one grid serves
 * the whole run: a witness beside the particles and the closed form.
 */
export class WitnessGrid {
  readonly grid: Grid
  readonly plan: DensityPlan
  /** The score in the drift of a reverse run: the exact one itself where the document's is right */
  readonly drift: ScoreModel
  readonly lambda: number
  private readonly run: ScaledRun
  private readonly clock: ReturnType<typeof scaledClock>
  private fluxes: FaceFluxes | null = null

  constructor(
    private readonly model: Model,
    cells: number,
    scheme: string,
  ) {
    const { distribution, process, times, dynamics, score } = model
    if (distribution.dimension === 3)
      throw new Invalid(
        'kind',
        'is "density-grid", which has two dimensions at most; other data was expected',
      )
    const { low, high } = distribution.box
    const { scaleSquared, reach } = scaledFrame(low, high)
    const count = Math.min(cells, distribution.dimension === 1 ? mostCells.line : mostCells.plane)
    const [first, second] = reach.map((far) => ({ low: -far, high: far, count }))
    this.grid = gridOf(second === undefined ? [first!] : [first!, second], 'cells')
    this.run = {
      process,
      exact: scoreOfForm(distribution.form),
      scaleSquared,
      grid: this.grid,
      times,
    }
    this.clock = scaledClock(process, scaleSquared)
    this.drift = driftOf(score, this.run.exact)
    this.lambda = lambdaOf(model)
    const own =
      dynamics.direction === 'forward'
        ? forwardPlan(this.run)
        : reversePlan(this.run, this.lambda, this.drift)
    const chosen = catalog.scheme.find(({ kind }) => kind === scheme)
    this.plan = chosen === undefined ? own : { ...own, scheme: chosen.make({}) }
  }

  states(): ReelStates {
    const { plan } = this
    return function* (from?: ReelState) {
      for (const { step, t, p, carried } of evolve(plan, from === undefined ? undefined : densityState(from)))
        yield { step, t, arrays: [p, ...(carried ?? [])] }
    }
  }

  facts(): GridFacts {
    return {
      counts: this.grid.axes.map(({ count }) => count),
      what: 'density',
      scheme: this.plan.scheme.title,
      statement: 'In scaled coordinates, so that one grid serves noise and data.',
    }
  }

  /** The picture of a step from the grid's density, or null where the exact one is asked for. */
  density(p: Floats, step: number, x: Floats, source: DensitySource): Frame['density'] {
    if (source === 'exact') return null
    const rho = this.rho(step)
    const scale = rho ** this.grid.axes.length
    const values = this.valuesOf(p, step, x, source).map((value) => value / scale)
    let [max, least] = [0, Infinity]
    for (const value of values) {
      max = Math.max(max, Math.abs(value))
      least = Math.min(least, value)
    }
    return { grid: specOf(this.grid, rho), values: Float32Array.from(values), max, least, source }
  }

  state(p: Floats, step: number, x: Floats, wants: FrameRequest['wants']): GridState {
    const size = cellSize(this.grid)
    const rho = this.rho(step)
    const y = x.map((value) => value / rho)
    const exact = this.exact(step)
    const region = wants.region ?? null
    const moving = region === null ? null : this.flowing(p, step)
    return {
      ...totalsOf(p, size),
      toExact: distanceOf(p, exact, size),
      fromParticles: particlesAgainst(y, p, this.grid),
      region:
        region === null || moving === null
          ? null
          : regionOf(
              { low: region.low.map((v) => v / rho), high: region.high.map((v) => v / rho) },
              this.grid,
              Float64Array.from(p),
              moving,
              exact,
              y,
            ),
    }
  }

  private flowing(p: Floats, step: number): FaceFluxes {
    this.fluxes ??= new FaceFluxes(this.plan.problem)
    return this.fluxes.at(Float64Array.from(p), this.plan.times[step]!)
  }

  private valuesOf(p: Floats, step: number, x: Floats, source: DensitySource): Float64Array {
    const found =
      source === 'grid' || source === 'grid-difference' ? Float64Array.from(p) : this.kernels(step, x)
    if (!isDifference(source)) return found
    const exact = this.exact(step)
    return found.map((value, i) => value - exact[i]!)
  }

  private kernels(step: number, x: Floats): Float64Array {
    const rho = this.rho(step)
    return kernelDensity(
      x.map((value) => value / rho),
      this.grid,
    )
  }

  /** Cell averages of the exact density of y */
  exact(step: number): Float64Array {
    return scaledDensity(this.run, this.clock, this.clock.theta(this.model.times[step]!))
  }

  /** x = rho y */
  rho(step: number): number {
    return this.clock.rho(this.model.times[step]!)
  }
}

/** The witness that a document asks for; null where it asks for none. Throws `Invalid` below the witness. */
export function witnessGridOf({ witnesses }: Experiment, model: Model): WitnessGrid | null {
  const at = witnesses.findIndex(({ kind }) => kind === densityGrid.kind)
  const choice = witnesses[at]
  if (choice === undefined) return null
  const { cells, scheme } = withDefaults(densityGrid.params, choice)
  try {
    return new WitnessGrid(model, Number(cells), typeof scheme === 'string' ? scheme : '')
  } catch (error) {
    throw error instanceof Invalid ? error.within(`experiment.witnesses.${at}`) : error
  }
}

/** A score that is wrong on purpose drives the grid too. A network on every cell would take too long. */
function driftOf(score: ScoreModel, exact: ScoreModel): ScoreModel {
  if (score.target !== undefined) return score
  return score.truth === undefined || score.form?.form === 'network' ? exact : score
}

/** lambda of the reverse family, from the noise that the dynamics has at its start. */
function lambdaOf({ dynamics, process, times }: Model): number {
  const t = times[0]!
  const g2 = process.g2(t)
  return g2 > 0 ? dynamics.noise(t) / Math.sqrt(g2) : 0
}
