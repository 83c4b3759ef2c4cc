/** Round steps 1, 2, 5 times a power of ten, so that about `wanted` of them fit a span. */
export function niceStep(span: number, wanted: number): number {
  const raw = span / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(raw))
  const lead = raw / power
  return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power
}

/** Multiples of a nice step within [low, high]. */
export function ticks(low: number, high: number, wanted: number): readonly number[] {
  const step = niceStep(high - low, wanted)
  const values: number[] = []
  for (let i = Math.ceil(low / step); i * step <= high * (1 + 1e-12); i++) values.push(i * step)
  return values
}

/** A tick's number with a true minus and no digits that rounding left behind. */
export function tickLabel(value: number): string {
  const text = String(Number(value.toPrecision(6)))
  return (Number(text) === 0 ? '0' : text).replace('-', '\u2212')
}

/** Two significant digits at the top, so that a column of labels keeps its decimals. */
export function rangeLabel(value: number, top: number): string {
  if (value === 0) return '0'
  const digits = Math.max(0, 1 - Math.floor(Math.log10(top)))
  if (digits > 4 || top >= 1e5) {
    const [mantissa = '', exponent = '0'] = value.toExponential(1).split('e')
    return `${mantissa}e${exponent.replace('+', '')}`.replaceAll('-', '\u2212')
  }
  return value.toFixed(digits).replace('-', '\u2212')
}
