import { toPlane, toScreen } from '../camera-plane'
import { formatNumber } from '../../controls/format'
import type { StageState } from '../stage-state'
import { drawArrowSample, type ArrowScale } from './arrows'

/** Round steps 1, 2, 5 times a power of ten, so that about `wanted` of them fit a span. */
export function niceStep(span: number, wanted: number): number {
  const raw = span / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const lead = raw / power
  return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power
}

/** Ticks on the edges of the stage: no frame, no grid. */
export function drawAxes(context: CanvasRenderingContext2D, state: StageState, horizontal: boolean): void {
  const { camera, size, palette } = state
  const [left, top] = toPlane(camera, size, 0, 0)
  const [right, bottom] = toPlane(camera, size, size.width, size.height)
  context.font = '400 11px "Inter Variable", system-ui'
  context.fillStyle = palette.tick
  context.strokeStyle = palette.tick
  context.lineWidth = 1
  if (horizontal) {
    const step = niceStep(right - left, size.width / 130)
    context.textAlign = 'center'
    for (let x = Math.ceil(left / step) * step; x < right; x += step) {
      const [px] = toScreen(camera, size, x, 0)
      if (px < 44 || px > size.width - 24) continue
      tick(context, px, size.height, 0, -5)
      context.fillText(formatNumber(x), px, size.height - 10)
    }
  }
  const step = niceStep(top - bottom, size.height / 120)
  context.textAlign = 'left'
  for (let y = Math.ceil(bottom / step) * step; y < top; y += step) {
    const [, py] = toScreen(camera, size, 0, y)
    if (py < 20 || py > size.height - 28) continue
    tick(context, 0, py, 5, 0)
    context.fillText(formatNumber(y), 9, py + 4)
  }
  context.textAlign = 'left'
}

function tick(context: CanvasRenderingContext2D, x: number, y: number, dx: number, dy: number): void {
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x + dx, y + dy)
  context.stroke()
}

/** Bottom right: what the arrows' length means, and a bar of a round length. */
export function drawKeys(
  context: CanvasRenderingContext2D,
  state: StageState,
  arrows: ArrowScale | null,
): void {
  const { size, camera, palette } = state
  const right = size.width - 20
  let y = size.height - 34
  context.font = '400 12px "Inter Variable", system-ui'
  context.textAlign = 'right'
  const length = niceStep(size.width / camera.kx, 14)
  const bar = length * camera.kx
  context.strokeStyle = palette.tick
  context.fillStyle = palette.tick
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(right - bar, y - 8)
  context.lineTo(right - bar, y)
  context.moveTo(right - bar, y - 4)
  context.lineTo(right, y - 4)
  context.moveTo(right, y - 8)
  context.lineTo(right, y)
  context.stroke()
  context.fillText(`${formatNumber(length)} data ${length === 1 ? 'unit' : 'units'}`, right - bar - 8, y)
  if (arrows !== null) {
    y -= 22
    drawArrowSample(context, right - 0.5 * arrows.length, y - 4, arrows.length, palette.score)
    context.fillStyle = palette.tick
    context.fillText(
      `‖s‖ = ${formatNumber(Number(arrows.reference.toPrecision(2)))}`,
      right - arrows.length - 8,
      y,
    )
  }
  context.textAlign = 'left'
}
