import type { StreamHandle } from '#core/protocol/client'
import type { Frame, FrameRequest, GridSpec } from '#core/protocol/contract'
import type { DensitySource } from '#core/protocol/density-source'
import type { LearnedWish } from '#core/protocol/training'
import type { Session } from '../session/session.svelte'
import type { PathSet, Ridgeline, Stage } from '../stage/stage'
import { GridStore } from './grid.svelte'
import type { Clock } from './clock.svelte'
import type { ViewStore } from './view.svelte'

/** Particles whose paths are drawn, and whose flow lines fill space–time. */
const PICKED = 3
const WORLD_LINES = 170
/** Milliseconds between statistics, which cost the engine more than a frame. */
const STATISTICS_EVERY = 250

export interface Pictures {
  readonly deterministic: boolean
  readonly run: PathSet
  readonly flow: PathSet
}

/**
 * What arrives for the stage. It asks the engine for the playhead's step, shows the newest frame, and gives credit
 * once that is drawn. Paths and the ridgeline are asked for once a run.
 */
export class Frames {
  frame = $state.raw<Frame | null>(null)
  statistics = $state.raw<Frame['statistics']>(null)
  paths = $state.raw<Pictures | null>(null)
  worldLines = $state.raw<PathSet | null>(null)
  ridgeline = $state.raw<Ridgeline | null>(null)
  /** Revisions of the runs that ridgeline and statistics belong to */
  ridgelineOf = $state(-1)
  statisticsOf = $state(-1)
  readonly grid = new GridStore()
  stage: Stage | null = null
  /** The field that an open sheet asks for; null: none */
  wanted = $state.raw<LearnedWish | null>(null)
  /** The sheet of the spectrum is open */
  wantsSpectrum = $state(false)
  /** Pictures a second, over the last second */
  rate = $state(0)
  private handle: StreamHandle<'frames'> | null = null
  private sent = ''
  private statisticsAt = 0
  private done: (() => void) | null = null
  private arrived: number[] = []
  private kind = ''
  private pathsOf = -1
  private linesOf = -1
  private ridgelineAsked = ''
  private slicesOf = -1

  constructor(
    private readonly session: Session,
    private readonly clock: Clock,
    private readonly view: ViewStore,
  ) {
    session.onConnected((client) => {
      this.sent = ''
      this.done = null
      const request = this.request()
      if (request === null) return
      this.handle = client.stream('frames', request, (frame, done) => {
        this.done?.()
        this.done = done
        this.accept(frame)
      })
    })
  }

  /** Called before every picture: aims the stream at the playhead. */
  aim(): void {
    const request = this.request()
    if (request === null) return
    const key = JSON.stringify(request)
    if (key !== this.sent) {
      this.sent = key
      this.handle?.update(request)
    }
    this.askPictures()
  }

  /** Called after a picture was drawn. */
  drawn(): void {
    this.done?.()
    this.done = null
  }

  private accept(frame: Frame): void {
    if (frame.revision !== this.session.run?.revision) return this.drawn()
    this.frame = frame
    this.grid.accept(frame)
    if (frame.statistics !== null) {
      this.statistics = frame.statistics
      this.statisticsOf = frame.revision
    }
    const now = performance.now()
    this.arrived.push(now)
    while (this.arrived[0]! < now - 1000) this.arrived.shift()
    this.rate = this.arrived.length
    this.stage?.setFrame(frame)
  }

  private request(): FrameRequest | null {
    const { run } = this.session
    if (run === null) return null
    const { step } = this.clock
    const grids = this.stage?.gridSpecs(step) ?? { density: null, score: null }
    const now = performance.now()
    const due = now - this.statisticsAt > STATISTICS_EVERY || !this.clock.playing
    if (due) this.statisticsAt = now
    return {
      revision: run.revision,
      step,
      wants: {
        particles: true,
        ...grids,
        learned: this.view.layers.learned ? this.wish : null,
        mesh: this.view.layers.mesh,
        statistics: due,
        source: run.grid === null ? 'exact' : this.grid.source,
        region: this.grid.region,
        ...(this.wantsSpectrum ? { spectrum: true } : {}),
      },
    }
  }

  /** What is drawn beside the exact score: what the training sheet asks for, else a score of the run that is not exact. */
  get wish(): LearnedWish | null {
    if (this.wanted !== null) return this.wanted
    const subject = this.session.document?.experiment.subject
    return subject?.kind === 'generative' && ['learned', 'perturbed'].includes(subject.score.kind)
      ? { of: 'run' }
      : null
  }

  /** A run in another dimension, or of another kind of equation, has nothing to do with what was shown before. */
  private forget(kind: string): void {
    this.kind = kind
    this.frame = null
    this.statistics = null
    this.paths = null
    this.ridgeline = null
    this.grid.forget()
    this.view.picked = null
  }

  private askPictures(): void {
    const { run, client } = this.session
    if (run === null || client === null) return
    const kind = `${run.dimension} ${run.direction === 'time'} ${run.grid?.what}`
    if (kind !== this.kind) this.forget(kind)
    // Lines of an equation with noise are no lines of one without: they go before the new ones are there.
    if (this.paths !== null && this.paths.deterministic !== run.deterministic) {
      this.paths = null
      this.stage?.setPaths('run', null)
      this.stage?.setPaths('probability-flow', null)
    }
    const { revision } = run
    const { layers, picked } = this.view
    if (layers.paths && run.particles > 0 && this.pathsOf !== revision && run.dimension < 3) {
      this.pathsOf = revision
      const first = Array.from({ length: Math.min(PICKED, run.particles) }, (_, i) => i)
      void this.askPaths(picked === null ? first : [...new Set([picked, ...first])])
    }
    const spaceTime = this.view.kind(run) === 'space-time'
    if (spaceTime && this.linesOf !== revision) {
      this.linesOf = revision
      void this.askWorldLines(revision, Math.min(WORLD_LINES, run.particles))
    }
    if (spaceTime && layers.density && this.stage !== null)
      if (this.slicesOf !== revision) {
        this.slicesOf = revision
        void this.askSlices(this.stage, revision)
      }
    const ridgelines = `${revision} ${this.ridgelineSource}`
    if (this.stage !== null && this.ridgelineAsked !== ridgelines) {
      this.ridgelineAsked = ridgelines
      void this.askRidgeline(this.stage, revision, this.ridgelineSource)
    }
  }

  /** Draws a particle's path besides the first few. */
  pick(particle: number | null): void {
    this.view.picked = particle
    this.pathsOf = -1
  }

  private async askPaths(particles: readonly number[]): Promise<void> {
    const { run, client } = this.session
    if (run === null || client === null) return
    const { revision } = run
    try {
      const [own, flow] = await Promise.all([
        client.call('paths', { revision, dynamics: 'run', particles }),
        client.call('paths', { revision, dynamics: 'probability-flow', particles }),
      ])
      if (this.session.run?.revision !== revision) return
      const steps = run.times.length - 1
      this.paths = {
        deterministic: run.deterministic,
        run: { particles, values: own.values, steps },
        flow: { particles, values: flow.values, steps },
      }
      this.stage?.setPaths('run', run.deterministic ? null : this.paths.run)
      this.stage?.setPaths('probability-flow', run.direction === 'reverse' ? this.paths.flow : null)
      this.stage?.setPicked(particles, this.view.picked)
    } catch {
      // The run was replaced, or the engine went away: the next run asks again.
    }
  }

  private async askWorldLines(revision: number, count: number): Promise<void> {
    const particles = Array.from({ length: count }, (_, i) => i)
    try {
      const flow = await this.session.client?.call('paths', {
        revision,
        dynamics: 'probability-flow',
        particles,
      })
      if (flow === undefined || this.session.run?.revision !== revision) return
      this.worldLines = { particles, values: flow.values, steps: this.session.run.times.length - 1 }
      this.stage?.setWorldLines(this.worldLines)
    } catch {
      // As above.
    }
  }

  /** Kernels at every step would need all particles at once: the grid stands behind theirs. */
  private get ridgelineSource(): DensitySource {
    const { source } = this.grid
    return source === 'exact' || source === 'grid-difference' ? source : 'grid'
  }

  private async askRidgeline(stage: Stage, revision: number, source: DensitySource): Promise<void> {
    const grid = stage.ridgelineGrid()
    try {
      const ridgeline = await this.session.client?.call('ridgeline', { revision, axis: 0, grid, source })
      const { run } = this.session
      if (ridgeline === undefined || run?.revision !== revision || source !== this.ridgelineSource) return
      this.ridgelineOf = revision
      // A diffusion model's is the exact one, whatever is asked for.
      const of = run.direction === 'time' ? source : 'exact'
      this.ridgeline = ridgeline.values.length === 0 ? null : { grid, values: ridgeline.values, source: of }
      if (run.dimension === 1) stage.setRidgeline(this.ridgeline)
    } catch {
      // As above.
    }
  }

  /** Exact densities where space-time shows them beside the playhead's. */
  private async askSlices(stage: Stage, revision: number): Promise<void> {
    const { client } = this.session
    for (const step of stage.sliceSteps()) {
      const grid = stage.gridSpecs(step).density
      if (grid === null || client === null) return
      try {
        const { logDensity } = await client.call('probe', { revision, step, x: nodesOf(grid) })
        if (this.session.run?.revision !== revision) return
        const values = Float32Array.from(logDensity, Math.exp)
        const density = { grid, values, max: values.reduce((a, b) => Math.max(a, b), 0) }
        const t = this.session.run.times[step] ?? 0
        const rest = { particles: null, score: null, learned: null, mesh: null, grid: null, statistics: null }
        stage.setSlice({ revision, step, t, shown: 0, density, ...rest })
      } catch {
        return
      }
    }
  }
}

/** Nodes [n, 2] of a grid in the plane, last axis fastest. */
function nodesOf({ counts: [rows = 0, columns = 0], origin, spacing }: GridSpec): Float64Array {
  const nodes = new Float64Array(rows * columns * 2)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      nodes[2 * (i * columns + j)] = origin[0]! + i * spacing[0]!
      nodes[2 * (i * columns + j) + 1] = origin[1]! + j * spacing[1]!
    }
  return nodes
}
