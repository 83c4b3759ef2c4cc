import { particlesAgainst } from '#core/measures/grid/particles-against'
import { FaceFluxes } from '#core/densities/operator/face-fluxes'
import { kernelDensity, depositedDensity } from '#core/measures/grid/kernel-density'
import { cellSize } from '#core/numeric/grids/grid'
import type { Frame, FrameRequest, GridState } from '#core/protocol/contract'
import { type DensitySource, isDifference } from '#core/protocol/density-source'
import { type ClosedForm, closedFormOf } from './closed-form'
import type { EquationRun } from './equation-run'
import { spectrumOf } from './spectrum'
import { atNodes, distanceOf, regionOf, specOf, totalsOf } from './grid-state'

/** Nodes of a grid of arrows that the page may ask for */
const MOST_NODES = 262144

/**
 * Frames of SDEs and fields for one client: particles, density and current of one step. Null while the step is not
 * on film, and when nothing has changed since the frame before. What was made for a step is kept for it.
 */
export function equationFrames(): (run: EquationRun, request: FrameRequest) => Frame | null {
  let sent = ''
  let made: EquationPicture | null = null
  return (run, request) => {
    const { wants } = request
    const wanted = Math.min(run.model.times.length - 1, Math.max(0, Math.round(request.step)))
    // The film has not come so far: its newest step is shown, so that the picture is seen to grow.
    const step = Math.min(wanted, run.filmed())
    if (step < 0) return null
    const p = run.grid.at(step)
    const x = run.particles?.at(step) ?? null
    if (p === null || (run.particles !== null && x === null)) return null
    const key = JSON.stringify([run.revision, step, wants])
    if (key === sent) return null
    sent = key
    if (made?.run !== run || made.step !== step)
      made = new EquationPicture(run, step, Float64Array.from(p), x, made)
    return made.frame(wants)
  }
}

class EquationPicture {
  private readonly closed: ClosedForm | null
  private readonly fluxes: FaceFluxes | null
  private exactValues: Float64Array | null | undefined = undefined
  private flowing = false
  private waves: ReturnType<typeof spectrumOf> | null
  /** Tops of the colours of differences, of the whole run */
  private readonly tops: Map<DensitySource, number>

  constructor(
    readonly run: EquationRun,
    readonly step: number,
    private readonly p: Float64Array,
    private readonly x: Float32Array | Float64Array | null,
    before: EquationPicture | null,
  ) {
    const same = before?.run === run ? before : null
    this.closed = same === null ? closedFormOf(run.model) : same.closed
    this.waves = same?.waves ?? null
    this.tops = same?.tops ?? new Map<DensitySource, number>()
    const { plan } = run.model
    this.fluxes = plan === null ? null : (same?.fluxes ?? new FaceFluxes(plan.problem))
  }

  frame(wants: FrameRequest['wants']): Frame {
    const { run, step, x } = this
    const { times, dimension } = run.model
    return {
      revision: run.revision,
      step,
      t: times[step]!,
      shown: x === null ? 0 : x.length / dimension,
      particles: wants.particles && x !== null ? Float32Array.from(x) : null,
      density: this.density(wants.source ?? 'grid'),
      score: wants.score === null ? null : this.current(wants.score),
      learned: null,
      mesh: null,
      grid: wants.statistics ? this.state(wants.region ?? null) : null,
      ...(wants.spectrum === true ? this.spectrum() : {}),
      statistics: wants.statistics ? this.statistics() : null,
    }
  }

  private spectrum(): Pick<Frame, 'spectrum'> {
    const { run } = this
    const start = run.grid.at(0)
    if (this.waves === null && start !== null) this.waves = spectrumOf(run.model, Float64Array.from(start))
    return this.waves === null ? {} : { spectrum: this.waves(this.p, run.model.times[this.step]!) }
  }

  private get exact(): Float64Array | null {
    if (this.exactValues === undefined) this.exactValues = this.closed?.(this.step) ?? null
    return this.exactValues
  }

  private density(source: DensitySource): NonNullable<Frame['density']> {
    const { grid } = this.run.model.domain
    const values = this.valuesOf(source)
    let least = Infinity
    for (const value of values) least = Math.min(least, value)
    const top = isDifference(source) ? this.differenceTop(source) : this.run.usualTop()
    return {
      grid: specOf(grid),
      values: Float32Array.from(values),
      max: largestSize(values),
      least,
      source,
      ...(top === null ? {} : { top }),
    }
  }

  /** Largest size of a difference at a quarter of the horizon and at its end; null while the film is not there. */
  private differenceTop(source: DensitySource): number | null {
    const known = this.tops.get(source)
    if (known !== undefined) return known
    const { run } = this
    const sizes = run.markSteps().map((step) => {
      const [p, x] = [run.grid.at(step), run.particles?.at(step) ?? null]
      if (p === null || (run.particles !== null && x === null)) return null
      return largestSize(new EquationPicture(run, step, Float64Array.from(p), x, this).valuesOf(source))
    })
    const found = sizes.reduce((most, size) => (most === null || size === null ? null : Math.max(most, size)))
    if (found !== null) this.tops.set(source, found)
    return found
  }

  /** Where what was asked for is not known, the grid itself. */
  private valuesOf(source: DensitySource): Float64Array {
    const { p, x, exact } = this
    const { grid } = this.run.model.domain
    switch (source) {
      case 'exact':
        return exact ?? p
      case 'histogram':
        return x === null ? p : this.ofAll(depositedDensity(x, grid))
      case 'kernel':
        return x === null ? p : this.ofAll(kernelDensity(x, grid))
      case 'grid-difference':
        return exact === null ? p : p.map((value, i) => value - exact[i]!)
      case 'kernel-difference': {
        const to = exact ?? p
        return x === null ? p : this.ofAll(kernelDensity(x, grid)).map((value, i) => value - to[i]!)
      }
      case 'grid':
        return p
    }
  }

  /** A density of the particles as what they stand for */
  private ofAll(density: Float64Array): Float64Array {
    const { total } = this.run.model
    return total === 1 ? density : density.map((value) => total * value)
  }

  private moving(): FaceFluxes | null {
    if (this.fluxes !== null && !this.flowing) this.fluxes.at(this.p, this.run.model.times[this.step]!)
    this.flowing = true
    return this.fluxes
  }

  private current(spec: NonNullable<FrameRequest['wants']['score']>): Frame['score'] {
    const nodes = spec.counts.reduce((product, count) => product * count, 1)
    if (!(nodes >= 1 && nodes <= MOST_NODES)) throw new Error(`a grid of ${nodes} nodes was asked for`)
    const fluxes = this.moving()
    if (fluxes === null) return null
    const { grid } = this.run.model.domain
    const centres = new Float64Array(this.p.length * grid.axes.length)
    fluxes.atCentres(centres)
    return { grid: spec, values: atNodes(centres, grid, spec) }
  }

  private state(region: NonNullable<FrameRequest['wants']['region']> | null): GridState {
    const { p, x, exact } = this
    const { total, domain } = this.run.model
    const { grid } = domain
    const size = cellSize(grid)
    const fluxes = region === null ? null : this.moving()
    return {
      ...totalsOf(p, size),
      toExact: exact === null ? null : distanceOf(p, exact, size),
      fromParticles: x === null ? null : particlesAgainst(x, p, grid, total),
      region: region === null || fluxes === null ? null : regionOf(region, grid, p, fluxes, exact, x, total),
    }
  }

  private statistics(): NonNullable<Frame['statistics']> {
    const { x } = this
    const d = this.run.model.dimension
    if (x === null) return { mean: [], deviation: [], witnesses: [], modes: null }
    const n = x.length / d
    const mean = new Array<number>(d).fill(0)
    const square = new Array<number>(d).fill(0)
    for (let i = 0; i < x.length; i++) {
      mean[i % d]! += x[i]! / n
      square[i % d]! += x[i]! ** 2 / n
    }
    return {
      mean,
      deviation: square.map((s, j) => Math.sqrt(Math.max(0, s - mean[j]! ** 2))),
      witnesses: [],
      modes: null,
    }
  }
}

function largestSize(values: Float64Array): number {
  let most = 0
  for (const value of values) most = Math.max(most, Math.abs(value))
  return most
}
