import { toScreen } from '../camera-plane'
import type { StageState } from '../stage-state'

/** The lattice that the probability flow carries: rows and columns as lines, which never cross. */
export function drawMesh(context: CanvasRenderingContext2D, state: StageState): void {
  const { frame, camera, size, palette } = state
  if (frame === null || frame.mesh === null) return
  const { rows, columns, values } = frame.mesh
  const scale = state.scales[frame.step] ?? 1
  const place = (i: number, j: number): [number, number] => {
    const at = 2 * (i * columns + j)
    return toScreen(camera, size, values[at]! * scale, values[at + 1]! * scale)
  }
  context.strokeStyle = palette.ode
  context.lineWidth = 1
  context.globalAlpha = 0.5
  context.beginPath()
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      if (j === 0) context.moveTo(...place(i, j))
      else context.lineTo(...place(i, j))
    }
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) {
      if (i === 0) context.moveTo(...place(i, j))
      else context.lineTo(...place(i, j))
    }
  context.stroke()
  context.globalAlpha = 1
}
