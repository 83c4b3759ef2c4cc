import { toScreen } from '../camera-plane'
import { pathColour } from '../palette'
import type { StageState } from '../stage-state'

const BINS = 96

/** On the line: the playhead, the exact density there as a curve, and the particles as a histogram beside it. */
export function drawSlice(context: CanvasRenderingContext2D, state: StageState): void {
  const { frame, ridgeline, palette, camera, size, run } = state
  if (frame === null || run === null) return
  const u = state.fractions[frame.step] ?? 0
  const scale = state.scales[frame.step] ?? 1
  const [x0] = toScreen(camera, size, u, 0)
  context.strokeStyle = palette.ink
  context.globalAlpha = 0.5
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x0, 0)
  context.lineTo(x0, size.height)
  context.stroke()
  context.globalAlpha = 1
  // Curves lean towards the side where there is room.
  const side = u > 0.6 ? -1 : 1
  const reach = 0.16 * size.width
  const top = state.densityTop
  if (frame.particles !== null && state.layers.has('particles')) {
    const low = camera.y - (0.5 * size.height) / camera.ky
    const high = camera.y + (0.5 * size.height) / camera.ky
    const counts = new Float64Array(BINS)
    const width = (high - low) / BINS
    for (const x of frame.particles) {
      const bin = Math.floor((x * scale - low) / width)
      if (bin >= 0 && bin < BINS) counts[bin]! += 1
    }
    context.beginPath()
    for (let i = 0; i < BINS; i++) {
      const share = counts[i]! / (frame.particles.length * width)
      const px = x0 + side * reach * Math.min(1.1, share / top)
      const [, y1] = toScreen(camera, size, 0, low + i * width)
      const [, y2] = toScreen(camera, size, 0, low + (i + 1) * width)
      if (i === 0) context.moveTo(x0, y1)
      context.lineTo(px, y1)
      context.lineTo(px, y2)
    }
    context.lineTo(x0, 0)
    context.closePath()
    const colour = pathColour(palette, state.lambda)
    context.fillStyle = colour
    context.globalAlpha = 0.28
    context.fill()
    context.globalAlpha = 1
    context.strokeStyle = colour
    context.lineWidth = 1.25
    context.stroke()
  }
  if (ridgeline !== null && state.layers.has('density')) {
    context.strokeStyle = palette.truth
    context.lineWidth = 2
    context.beginPath()
    for (let i = 0; i < ridgeline.count; i++) {
      const p = ridgeline.values[frame.step * ridgeline.count + i]! / scale
      const [, py] = toScreen(camera, size, 0, (ridgeline.origin + i * ridgeline.spacing) * scale)
      const px = x0 + side * reach * Math.min(1.1, p / top)
      if (i === 0) context.moveTo(px, py)
      else context.lineTo(px, py)
    }
    context.stroke()
  }
}
