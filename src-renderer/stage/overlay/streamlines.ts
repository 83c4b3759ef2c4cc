import type { Frame } from '#core/protocol/contract'
import { toScreen } from '../camera-plane'
import type { StageState } from '../stage-state'

/** Score at a point by bilinear interpolation of its grid; null outside. */
export function scoreAt(score: NonNullable<Frame['score']>, x: number, y: number): [number, number] | null {
  const { counts, origin, spacing } = score.grid
  const u = (x - origin[0]!) / spacing[0]!
  const v = (y - origin[1]!) / spacing[1]!
  const i = Math.floor(u)
  const j = Math.floor(v)
  if (i < 0 || j < 0 || i + 1 >= counts[0]! || j + 1 >= counts[1]!) return null
  const rows = counts[1]!
  const a = u - i
  const b = v - j
  const at = (di: number, dj: number, k: number): number => score.values[2 * ((i + di) * rows + j + dj) + k]!
  const mix = (k: number): number =>
    (1 - a) * ((1 - b) * at(0, 0, k) + b * at(0, 1, k)) + a * ((1 - b) * at(1, 0, k) + b * at(1, 1, k))
  return [mix(0), mix(1)]
}

/** Curves along the score, from a regular set of starts; each step is a fixed length on the screen (midpoint rule). */
export function drawStreamlines(context: CanvasRenderingContext2D, state: StageState): void {
  const { frame, camera, size, palette } = state
  const score = frame?.score
  if (score === null || score === undefined || frame === null || score.grid.counts.length !== 2) return
  const scale = state.scales[frame.step] ?? 1
  const { counts, origin, spacing } = score.grid
  const step = 4 / (camera.kx * scale)
  context.strokeStyle = palette.score
  context.lineWidth = 1
  context.globalAlpha = 0.55
  for (let i = 0; i < counts[0]!; i += 2)
    for (let j = 0; j < counts[1]!; j += 2) {
      let x = origin[0]! + i * spacing[0]!
      let y = origin[1]! + j * spacing[1]!
      context.beginPath()
      context.moveTo(...toScreen(camera, size, x * scale, y * scale))
      for (let k = 0; k < 24; k++) {
        const s = scoreAt(score, x, y)
        if (s === null) break
        const length = Math.hypot(...s)
        if (length < 1e-9) break
        const half = scoreAt(score, x + (0.5 * step * s[0]) / length, y + (0.5 * step * s[1]) / length)
        if (half === null) break
        const middle = Math.hypot(...half)
        if (middle < 1e-9) break
        x += (step * half[0]) / middle
        y += (step * half[1]) / middle
        context.lineTo(...toScreen(camera, size, x * scale, y * scale))
      }
      context.stroke()
    }
  context.globalAlpha = 1
}
