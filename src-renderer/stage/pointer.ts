import { approach, slide, turn } from './orbit-camera'
import { zoomAt } from './plane-camera'
import type { StageState } from './stage-state'

export interface PointerTarget {
  /** Views with depth turn; the plane moves. */
  spatial(): boolean
  state(): StageState
  move(change: Partial<StageState>): void
  fit(): void
  click(x: number, y: number, event: PointerEvent): void
}

/** Pixels below which a press is a click. */
const slack = 4

/** Drag moves or turns (Shift slides), the wheel zooms about the pointer, a double click fits. Returns the undoing. */
export function listenToPointer(canvas: HTMLCanvasElement, target: PointerTarget): () => void {
  let last: { x: number; y: number } | null = null
  let travelled = 0
  const down = (event: PointerEvent): void => {
    if (event.button > 1) return
    last = { x: event.offsetX, y: event.offsetY }
    travelled = 0
    canvas.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent): void => {
    if (last === null) return
    const [dx, dy] = [event.offsetX - last.x, event.offsetY - last.y]
    travelled += Math.abs(dx) + Math.abs(dy)
    if (travelled < slack) return
    last = { x: event.offsetX, y: event.offsetY }
    const { plane, orbit, surface } = target.state()
    if (!target.spatial())
      target.move({ plane: { ...plane, x: plane.x - dx / plane.k, y: plane.y + dy / plane.k } })
    else if (event.shiftKey) target.move({ orbit: slide(orbit, dx, dy, surface.size.height) })
    else target.move({ orbit: turn(orbit, dx, dy) })
  }
  const up = (event: PointerEvent): void => {
    if (last !== null && travelled < slack) target.click(event.offsetX, event.offsetY, event)
    last = null
  }
  const cancel = (): void => {
    last = null
  }
  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.03 : 0.0015))
    const { plane, orbit, surface } = target.state()
    if (target.spatial()) target.move({ orbit: approach(orbit, factor) })
    else target.move({ plane: zoomAt(plane, surface.size, event.offsetX, event.offsetY, factor) })
  }
  const double = (): void => target.fit()
  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', cancel)
  canvas.addEventListener('wheel', wheel, { passive: false })
  canvas.addEventListener('dblclick', double)
  return () => {
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', cancel)
    canvas.removeEventListener('wheel', wheel)
    canvas.removeEventListener('dblclick', double)
  }
}
