import type { Layers, Stage, ViewKind } from '#renderer/stage/stage'
import { defaultLayers } from '#renderer/stage/stage'
import { exactRun } from './exact-run'

export interface Scene {
  readonly view: ViewKind
  readonly dimension: 1 | 2 | 3
  readonly particles: number
  readonly step: number
  readonly layers?: Partial<Layers>
  readonly lambda?: 0 | 1
  readonly fork?: number
}

const quiet: Partial<Layers> = { score: false, paths: false, twins: false }

/** Named pictures of the stage, the same at every start. */
export const scenes: Readonly<Record<string, Scene>> = {
  main: { view: 'plane', dimension: 2, particles: 20000, step: 72, fork: 48 },
  'points-2k': { view: 'plane', dimension: 2, particles: 2000, step: 76, layers: quiet },
  'points-20k': { view: 'plane', dimension: 2, particles: 20000, step: 76, layers: quiet },
  'points-200k': { view: 'plane', dimension: 2, particles: 200000, step: 76, layers: quiet },
  'density-alone': {
    view: 'plane',
    dimension: 2,
    particles: 1000,
    step: 76,
    layers: { ...quiet, particles: false },
  },
  streamlines: {
    view: 'plane',
    dimension: 2,
    particles: 4000,
    step: 70,
    layers: { ...quiet, streamlines: true, trails: true, mesh: true },
  },
  line: { view: 'line', dimension: 1, particles: 20000, step: 62 },
  volume: { view: 'volume', dimension: 3, particles: 20000, step: 80 },
  'space-time': { view: 'space-time', dimension: 2, particles: 6000, step: 62 },
}

/** Gives a scene to a stage that has its size. */
export function show(
  stage: Stage,
  { view, dimension, particles, step, layers, lambda = 1, fork }: Scene,
): void {
  const run = exactRun(dimension, 7)
  stage.setView(view)
  stage.setRun({ ...run.info, particles })
  stage.setLayers({ ...defaultLayers, ...layers })
  stage.setLambda(lambda)
  stage.setFork(fork ?? null)
  stage.fit()
  stage.setPaths('run', run.paths(6, 1))
  stage.setPaths('probability-flow', run.paths(6, 0))
  stage.setPicked([0, 1, 2, 3, 4, 5], 3)
  if (view === 'space-time') {
    stage.setWorldLines(run.paths(170, 0))
    for (const at of stage.sliceSteps()) stage.setSlice(run.frame(at, 1, stage.gridSpecs(at)))
  }
  if (view === 'line') stage.setRidgeline(run.ridgeline(stage.ridgelineGrid()))
  if (layers?.trails === true)
    for (let k = 4; k > 0; k--) stage.setFrame(run.frame(step - k, particles, { density: null, score: null }))
  stage.setFrame(run.frame(step, particles, stage.gridSpecs(step)))
  stage.draw()
}
