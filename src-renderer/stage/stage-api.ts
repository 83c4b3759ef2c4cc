import type { Frame, GridSpec, RunInfo } from '#core/protocol/contract'
import type { DensitySource } from '#core/protocol/density-source'
import type { ThemeName } from './palette'

/**
 * plane: 2-D data · line: 1-D · volume: 3-D · space-time: time as the long axis, for 2-D data · surface: the density as
 * heights over the plane, or over time and place of 1-D data · ridges: densities of 1-D data stacked over time
 */
export type ViewKind = 'plane' | 'line' | 'volume' | 'space-time' | 'surface' | 'ridges'

/** What is drawn; a layer that the view kind does not have is ignored. */
export interface Layers {
  readonly particles: boolean
  readonly density: boolean
  readonly contours: boolean
  readonly score: boolean
  /** The learned field beside the exact one, where there is one */
  readonly learned: boolean
  readonly streamlines: boolean
  readonly trails: boolean
  /** Picked paths of the run (`setPaths`, 'run') */
  readonly paths: boolean
  /** Their probability-flow twins (`setPaths`, 'probability-flow') */
  readonly twins: boolean
  readonly mesh: boolean
  /** What the density of an equation tends to (`setRest`) */
  readonly rest: boolean
  /** Means and ellipses of a mixture, to be dragged; the page draws them over the stage. */
  readonly handles: boolean
  readonly furniture: boolean
}

export const defaultLayers: Layers = {
  particles: true,
  density: true,
  contours: true,
  score: true,
  learned: true,
  streamlines: false,
  trails: false,
  paths: true,
  twins: true,
  mesh: false,
  rest: true,
  handles: true,
  furniture: true,
}

/** Whole trajectories of a few particles: values [particles, steps + 1, d] in data coordinates, visited order. */
export interface PathSet {
  readonly particles: readonly number[]
  readonly values: Float32Array
  readonly steps: number
}

/** 'run' is what the experiment runs; 'probability-flow' its deterministic twin from the same starts. */
export type PathKind = 'run' | 'probability-flow'

/** Density p(x, t) of one coordinate at every step: values [steps + 1, count], visited order. */
export interface Ridgeline {
  readonly grid: GridSpec
  readonly source: DensitySource
  readonly values: Float32Array
}

/** A density that stays as it is, [cells], last axis fastest */
export interface Rest {
  readonly grid: GridSpec
  readonly values: Float64Array
}

export type CameraPreset = 'orbit' | 'front' | 'side' | 'top'

/** What the camera shows; the plane uses centre and scale, the others the orbit angles (degrees). */
export interface CameraState {
  readonly centre: readonly [number, number]
  /** CSS pixels per data unit */
  readonly scale: number
  readonly azimuth: number
  readonly elevation: number
  readonly distance: number
}

export interface StageStats {
  readonly framesDrawn: number
  /** Frames whose positions were new, per second over the last second */
  readonly framesPerSecond: number
  readonly points: number
  readonly contextLosses: number
}

/** Words on the stage, so that the page can translate them. */
export interface StageWords {
  readonly noise: string
  readonly data: string
  /** Singular and plural */
  readonly dataUnit: readonly [string, string]
  readonly logSnr: string
  /** Ends and name of the axis of a run without noise levels */
  readonly start: string
  readonly horizon: string
  readonly time: string
}

export const englishWords: StageWords = {
  noise: 'noise',
  data: 'data',
  dataUnit: ['data unit', 'data units'],
  logSnr: 'log-SNR',
  start: 'start',
  horizon: 'horizon',
  time: 'time t',
}

export interface StageOptions {
  readonly canvas: HTMLCanvasElement
  /** Positioned element over the canvas, of the same size; the stage fills it with ticks, keys and labels. */
  readonly overlay: HTMLElement
  readonly theme: ThemeName
  /** Draw as for a software renderer; found out when absent. */
  readonly software?: boolean
  /** After pan, zoom, resize, orbit: ask `gridSpecs` again. */
  readonly onViewChange?: (camera: CameraState) => void
  /** A click on the stage: the particle under it or null. */
  readonly onPick?: (particle: number | null, event: PointerEvent) => void
  /** The WebGL context was lost or came back. */
  readonly onContext?: (state: 'lost' | 'restored') => void
}

/**
 * The drawing surface: give it what the engine sent, it draws on the next animation frame. All setters are cheap
 * and may be called in any order; nothing is drawn twice for one animation frame.
 */
export interface Stage {
  /** No graphics chip draws. */
  readonly software: boolean
  setTheme(theme: ThemeName): void
  setLayers(layers: Layers): void
  setWords(words: StageWords): void
  /** Facts of the run; a new revision with the same dimension keeps the camera, unless `fit` is called. */
  setRun(run: RunInfo): void
  setFrame(frame: Frame): void
  setPaths(kind: PathKind, paths: PathSet | null): void
  /** Long lines of space-time: many probability-flow paths (170), drawn thin. */
  setWorldLines(paths: PathSet | null): void
  setRidgeline(ridgeline: Ridgeline | null): void
  setRest(rest: Rest | null): void
  /** Particles with a path; `selected` has the ink ring with its number. */
  setPicked(particles: readonly number[], selected: number | null): void
  /** Step at which the picked paths fork from another seed; null shows the ring at their starts. */
  setFork(step: number | null): void
  setView(kind: ViewKind): void
  view(): ViewKind
  /** Position on the lambda axis: 0 draws the run in the flow's colour, 1 in the SDE's. */
  setLambda(lambda: number): void
  /** Draw y = x / sqrt(alpha^2 s^2 + sigma^2) instead of x; the engine is still asked in x. */
  setScaled(scaled: boolean): void
  /**
   * Fixed top of the colours of what is drawn, over the run; null takes the largest that was seen in the run. The
   * density, or field, and each difference have a range of their own.
   */
  setDensityTop(top: number | null): void
  /** Lifts type and lines for a projector. */
  setProjector(on: boolean): void
  /**
   * Grids over what is visible, in data coordinates of that step, for `FrameRequest.wants`; null where the view
   * or the layers need none.
   */
  gridSpecs(step: number): { readonly density: GridSpec | null; readonly score: GridSpec | null }
  /**
   * Steps whose density the space-time view shows beside the playhead's; ask for a frame of each once and hand it
   * to `setSlice`. Without it, slices appear as the playhead passes them.
   */
  sliceSteps(): readonly number[]
  setSlice(frame: Frame): void
  /** Grid of the ridgeline that the view wants: axis 0, over the visible range of x. */
  ridgelineGrid(): GridSpec
  /** Data coordinates under a point of the canvas (CSS pixels), plane view; null in views with depth. */
  toData(x: number, y: number): readonly [number, number] | null
  toScreen(point: readonly number[]): readonly [number, number]
  /** Nearest drawn particle within `radius` CSS pixels, null if there is none. */
  pick(x: number, y: number, radius?: number): number | null
  camera(): CameraState
  setCamera(camera: Partial<CameraState>): void
  preset(preset: CameraPreset): void
  /** Shows the whole box of the run again. */
  fit(): void
  /** CSS pixels and device pixel ratio. */
  resize(width: number, height: number, pixelRatio: number): void
  /** Draws now, without waiting for the animation frame. */
  draw(): void
  /** The picture without furniture, as drawn. */
  capture(): Promise<Blob>
  stats(): StageStats
  dispose(): void
}
