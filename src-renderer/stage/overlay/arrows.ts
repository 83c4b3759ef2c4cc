import type { Frame } from '#core/protocol/contract'
import { toScreen } from '../camera-plane'
import type { StageState } from '../stage-state'

/** Distance of arrows on the screen, in pixels. */
export function arrowCell(width: number): number {
  return width < 900 ? 40 : 46
}

/** The length that an arrow of reference strength has, and that strength: what the key shows. */
export interface ArrowScale {
  readonly reference: number
  readonly length: number
}

/** 90th percentile of |score| where the density is above 3 % of its highest value. */
export function arrowReference(frame: Frame): number {
  const { score, density } = frame
  if (score === null) return 1
  const magnitudes: number[] = []
  const cells = score.values.length / 2
  for (let i = 0; i < cells; i++) {
    const [x, y] = nodeOf(score.grid, i)
    if (density === null || densityAt(density, x, y) > 0.03 * density.max)
      magnitudes.push(Math.hypot(score.values[2 * i]!, score.values[2 * i + 1]!))
  }
  magnitudes.sort((a, b) => a - b)
  return magnitudes[Math.floor(0.9 * magnitudes.length)] ?? 1
}

/** Score arrows at the nodes of their grid: length grows with the root of the strength, fading where p is nothing. */
export function drawArrows(context: CanvasRenderingContext2D, state: StageState): ArrowScale | null {
  const { frame, camera, size, palette } = state
  if (frame === null || frame.score === null || frame.score.grid.counts.length !== 2) return null
  const { grid, values } = frame.score
  const scale = state.scales[frame.step] ?? 1
  const cell = arrowCell(size.width)
  const reference = arrowReference(frame)
  context.lineCap = 'butt'
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < values.length / 2; i++) {
      const strength = Math.hypot(values[2 * i]!, values[2 * i + 1]!)
      const length = Math.min(1.35 * cell, 0.8 * cell * Math.sqrt(strength / reference))
      if (length < 3) continue
      const [x, y] = nodeOf(grid, i)
      const p = frame.density === null ? 1 : densityAt(frame.density, x, y) / frame.density.max
      const [px, py] = toScreen(camera, size, x * scale, y * scale)
      const ux = values[2 * i]! / strength
      const uy = -values[2 * i + 1]! / strength
      context.globalAlpha = p > 0.003 ? 0.92 : 0.32 + 0.6 * Math.min(1, p / 0.003)
      if (pass === 0) {
        context.globalAlpha *= 0.6
        if (p > 0.003) arrow(context, px, py, ux, uy, length, palette.stage, 3.9)
      } else arrow(context, px, py, ux, uy, length, palette.score, 1.4)
    }
  }
  context.globalAlpha = 1
  return { reference, length: 0.8 * cell }
}

function arrow(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  ux: number,
  uy: number,
  length: number,
  colour: string,
  width: number,
): void {
  const head = Math.min(7, 0.45 * length + 1.5)
  const tipX = x + 0.5 * length * ux
  const tipY = y + 0.5 * length * uy
  const neckX = tipX - head * ux
  const neckY = tipY - head * uy
  context.strokeStyle = colour
  context.fillStyle = colour
  context.lineWidth = width
  context.beginPath()
  context.moveTo(x - 0.5 * length * ux, y - 0.5 * length * uy)
  context.lineTo(neckX, neckY)
  context.stroke()
  context.beginPath()
  context.moveTo(tipX, tipY)
  context.lineTo(neckX - 0.42 * head * uy, neckY + 0.42 * head * ux)
  context.lineTo(neckX + 0.42 * head * uy, neckY - 0.42 * head * ux)
  context.closePath()
  context.fill()
  if (width > 2) context.stroke()
}

/** The key: an arrow of the reference strength. */
export function drawArrowSample(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  length: number,
  colour: string,
): void {
  arrow(context, x, y, 1, 0, length, colour, 1.4)
}

type Grid = NonNullable<Frame['score']>['grid']

export function nodeOf({ counts, origin, spacing }: Grid, index: number): [number, number] {
  const rows = counts[1]!
  return [origin[0]! + Math.floor(index / rows) * spacing[0]!, origin[1]! + (index % rows) * spacing[1]!]
}

/** Density at the nearest node. */
export function densityAt(density: NonNullable<Frame['density']>, x: number, y: number): number {
  const { counts, origin, spacing } = density.grid
  const i = Math.round((x - origin[0]!) / spacing[0]!)
  const j = Math.round((y - origin[1]!) / spacing[1]!)
  if (i < 0 || j < 0 || i >= counts[0]! || j >= counts[1]!) return 0
  return density.values[i * counts[1]! + j]!
}
