/** What is kept between starts about the graphics process. */
export interface GraphicsState {
  /** When it crashed, in milliseconds since 1970 */
  readonly crashes: readonly number[]
  /** Pictures are drawn by the processor, slowly and surely. */
  readonly safe: boolean
}

/** So many crashes within so long are no accident. */
const MOST = 3
const WITHIN_MS = 10 * 60_000

/** What the file of an earlier run says; whatever is not understood counts as nothing. */
export function readGraphics(json: unknown): GraphicsState {
  if (typeof json !== 'object' || json === null) return { crashes: [], safe: false }
  const crashes: unknown = 'crashes' in json ? json.crashes : []
  return {
    crashes: Array.isArray(crashes)
      ? crashes.filter((time): time is number => typeof time === 'number' && Number.isFinite(time))
      : [],
    safe: 'safe' in json && json.safe === true,
  }
}

export function withCrash(state: GraphicsState, now: number): GraphicsState {
  return { ...state, crashes: [...recent(state, now), now] }
}

/** Whether it is time to offer safe graphics. */
export function shouldOfferSafe(state: GraphicsState, now: number): boolean {
  return !state.safe && recent(state, now).length >= MOST
}

/** A person's answer; the count starts anew, so that "no" is not asked again at once. */
export function withChoice(safe: boolean): GraphicsState {
  return { crashes: [], safe }
}

/**
 * Switches for drawing without the graphics card. Turning acceleration off would leave no WebGL at all, because the
 * browser no longer falls back to its software renderer by itself; it is asked for by name.
 */
export const safeSwitches: readonly (readonly [name: string, value?: string])[] = [
  ['use-angle', 'swiftshader'],
  ['enable-unsafe-swiftshader'],
  ['ignore-gpu-blocklist'],
]

function recent({ crashes }: GraphicsState, now: number): readonly number[] {
  return crashes.filter((time) => time <= now && now - time < WITHIN_MS)
}
