import { linear, pathColour } from '../../stage/palette'
import type { PathSet } from '../../stage/stage-api'
import type { StageState } from '../../stage/stage-state'
import type { Point } from './arrows'
import type { Lines } from './lines'
import type { Marks } from './marks'

/** Place in the world of coordinates `values[at ...]` of a step; null where the view does not show it. */
export type Place = (values: Float32Array, at: number, step: number) => Point | null

export interface PathLook {
  readonly colour: string
  /** Opacity of the oldest part and now */
  readonly old: number
  readonly now: number
  /** Opacity of what is still to come; 0 draws nothing after the playhead */
  readonly future: number
}

/** Every path of a set, straight from step to step, stronger towards now. */
export function addPaths(
  lines: Lines,
  paths: PathSet,
  from: number,
  now: number,
  place: Place,
  look: PathLook,
): void {
  const colour = linear(look.colour)
  const rows = paths.steps + 1
  const d = paths.values.length / (paths.particles.length * rows)
  const last = look.future > 0 ? paths.steps : Math.min(now, paths.steps)
  for (let p = 0; p < paths.particles.length; p++) {
    lines.move()
    for (let step = from; step <= last; step++) {
      const at = place(paths.values, (p * rows + step) * d, step)
      if (at === null) continue
      const age = now > from ? (step - from) / (now - from) : 1
      lines.point(...at, colour, step > now ? look.future : look.old + (look.now - look.old) * age)
    }
  }
}

/** Rings where paths begin or fork, discs where they are now, and the ring of the selected one. */
export function addPathMarks(
  marks: Marks,
  state: StageState,
  now: number,
  place: Place,
  starts: boolean,
): void {
  const { palette, layers, paths, twins, selected } = state
  const each = (set: PathSet | null, mark: (at: Point, particle: number) => void, step: number): void => {
    if (set === null) return
    const rows = set.steps + 1
    const d = set.values.length / (set.particles.length * rows)
    set.particles.forEach((particle, p) => {
      const at = place(set.values, (p * rows + Math.min(step, set.steps)) * d, step)
      if (at !== null) mark(at, particle)
    })
  }
  const from = Math.min(state.fork ?? 0, now)
  if (starts)
    each(
      layers.paths ? paths : twins,
      (at) => marks.add(at, { diameter: 7.5, ringWidth: 1.4, fill: palette.stage, ring: palette.ink }),
      from,
    )
  const disc =
    (fill: string) =>
    (at: Point): void =>
      marks.add(at, { diameter: 12, ringWidth: 1.5, fill, ring: palette.stage })
  if (layers.twins) each(twins, disc(palette.ode), now)
  if (layers.paths) each(paths, disc(pathColour(palette, state.lambda)), now)
  if (selected !== null && layers.paths)
    each(
      paths,
      (at, particle) => {
        if (particle !== selected) return
        marks.add(at, { diameter: 24, ringWidth: 4.5, fill: null, ring: palette.stage })
        marks.add(at, { diameter: 22, ringWidth: 2, fill: null, ring: palette.ink })
      },
      now,
    )
}
