/** Screen coordinates in device-independent pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Where the window is while it is neither maximised nor full screen */
  readonly bounds: Rectangle
  readonly maximised: boolean
}

/** Where to open the window; without a place the system centres it. */
export interface Placement {
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
  readonly maximised: boolean
}

export const smallest = { width: 960, height: 600 } as const
const usual = { width: 1440, height: 900 } as const

/** Height of the strip at the top by which a window is dragged, and how much of it must be in reach. */
const HANDLE = { height: 32, width: 120 } as const

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

/** What a file of an earlier run says; null for anything else than that. */
export function readWindowState(json: unknown): WindowState | null {
  if (typeof json !== 'object' || json === null || !('bounds' in json)) return null
  const { bounds } = json
  if (typeof bounds !== 'object' || bounds === null) return null
  const { x, y, width, height } = bounds as Partial<Record<keyof Rectangle, unknown>>
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height) || width < 1 || height < 1)
    return null
  return {
    bounds: { x, y, width, height },
    maximised: 'maximised' in json && json.maximised === true,
  }
}

/**
 * Where the window opens. It is at least as large as the layout needs and no larger than the display it lies on; if no
 * display shows enough of its title bar any more, it is centred. `displays` are work areas, the primary one first.
 */
export function placeWindow(saved: WindowState | null, displays: readonly Rectangle[]): Placement {
  const bounds = saved?.bounds ?? null
  const shown = bounds === null ? undefined : displays.find((area) => canBeDragged(bounds, area))
  const area = shown ?? displays[0]
  const fit = (side: 'width' | 'height'): number =>
    Math.max(smallest[side], Math.min(bounds?.[side] ?? usual[side], area?.[side] ?? usual[side]))
  const size = { width: fit('width'), height: fit('height'), maximised: saved?.maximised ?? false }
  return bounds === null || shown === undefined ? size : { ...size, x: bounds.x, y: bounds.y }
}

/** Whether enough of the window's title bar lies on the display to take hold of it. */
function canBeDragged(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const top = window.y >= area.y && window.y + HANDLE.height <= area.y + area.height
  return top && across >= HANDLE.width
}
