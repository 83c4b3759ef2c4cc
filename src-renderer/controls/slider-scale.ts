import type { NumberParam } from '#core/params/param'

/**
 * The track of a slider: it spans the usual range, stretched to hold the value where that lies outside, linearly or
 * by decades.
 */
export interface SliderScale {
  /** 0 at the left end, 1 at the right */
  toTrack(value: number): number
  fromTrack(at: number): number
}

export function sliderScale(param: NumberParam, value: number): SliderScale {
  const [softLow, softHigh] = param.soft ?? [param.min, param.max]
  const low = Math.min(softLow, value)
  const high = Math.max(softHigh, value)
  if (param.scale === 'log' && low > 0) {
    const span = Math.log(high / low)
    return {
      toTrack: (v) => Math.log(v / low) / span,
      fromTrack: (at) => rounded(param, low * Math.exp(at * span)),
    }
  }
  return {
    toTrack: (v) => (v - low) / (high - low),
    fromTrack: (at) => rounded(param, low + at * (high - low)),
  }
}

/** Three digits on a scale of decades, else a whole number of smallest steps; inside the allowed range. */
function rounded(param: NumberParam, value: number): number {
  const clamped = Math.min(param.max, Math.max(param.min, value))
  if (param.integer === true) return Math.round(Number(clamped.toPrecision(2)))
  if (param.scale === 'log') return Number(clamped.toPrecision(3))
  const step = param.step ?? (param.max - param.min) / 1000
  return Number((Math.round(clamped / step) * step).toPrecision(12))
}

/** A value some smallest steps further: arrow keys, dragging sideways. */
export function stepped(param: NumberParam, value: number, count: number): number {
  if (param.integer === true)
    return Math.min(
      param.max,
      Math.max(param.min, Math.round(value + Math.sign(count) * Math.max(1, Math.abs(count)))),
    )
  const step = param.scale === 'log' ? 0.02 * value : (param.step ?? (param.max - param.min) / 100)
  return Number(Math.min(param.max, Math.max(param.min, value + count * step)).toPrecision(6))
}
