import { linear } from '../../stage/palette'
import { scaleAt, type StageState } from '../../stage/stage-state'
import type { Lines } from './lines'

/** The last steps of every 50th particle, fainter with age. */
export function addTrails(lines: Lines, state: StageState, colour: string): void {
  const { layers, trails, palette, surface, run } = state
  lines.clear()
  if (layers.trails && run?.dimension === 2 && trails.moments.length > 1) {
    const strongest = palette.additive < 1 ? 0.5 : 0.4
    const rgb = linear(colour)
    const count = trails.moments[0]!.values.length / 2
    for (let i = 0; i < count; i++) {
      lines.move()
      trails.moments.forEach(({ step, values }, age) => {
        const scale = scaleAt(state, step)
        const alpha = (strongest * (age + 1)) / trails.moments.length
        lines.point(values[2 * i]! * scale, values[2 * i + 1]! * scale, 0, rgb, alpha)
      })
    }
  }
  lines.setLook({ width: 1 }, surface)
  lines.flush()
}

/** The lattice that the probability flow carries: its rows and columns. */
export function addMesh(lines: Lines, state: StageState): void {
  const { layers, frame, palette, surface } = state
  lines.clear()
  const mesh = frame?.mesh ?? null
  if (layers.mesh && mesh !== null && frame !== null && state.run?.dimension === 2) {
    const scale = scaleAt(state, frame.step)
    const rgb = linear(palette.ode)
    const point = (row: number, column: number): void => {
      const at = 2 * (row * mesh.columns + column)
      lines.point(mesh.values[at]! * scale, mesh.values[at + 1]! * scale, 0, rgb, 0.5)
    }
    for (let row = 0; row < mesh.rows; row++) {
      lines.move()
      for (let column = 0; column < mesh.columns; column++) point(row, column)
    }
    for (let column = 0; column < mesh.columns; column++) {
      lines.move()
      for (let row = 0; row < mesh.rows; row++) point(row, column)
    }
  }
  lines.setLook({ width: 1 }, surface)
  lines.flush()
}
