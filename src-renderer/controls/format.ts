/** A number as it is shown: true minus, no sign on a rounded zero, narrow spaces between thousands. */
export function formatNumber(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'not a number'
  const text = digits === undefined ? String(Number(value.toPrecision(6))) : value.toFixed(digits)
  const clean = Number(text) === 0 ? text.replace('-', '') : text
  const [whole = '', fraction] = clean.split('.')
  const spaced = /^-?\d{5,}$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole
  return (fraction === undefined ? spaced : `${spaced}.${fraction}`)
    .replace('-', '−')
    .replace(/e\+?(−?-?\d+)/, ' × 10^$1')
}

/** Mantissa and exponent for small and large numbers; exponent null where plain digits serve. */
export function scientific(
  value: number,
  significant: number,
): { mantissa: string; exponent: string | null } {
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-4 && size < 1e5)) {
    const digits = value === 0 ? 0 : Math.max(0, significant - 1 - Math.floor(Math.log10(size)))
    return { mantissa: formatNumber(value, Math.min(6, digits)), exponent: null }
  }
  const [mantissa = '', exponent = ''] = value.toExponential(significant - 1).split('e')
  return {
    mantissa: formatNumber(Number(mantissa), significant - 1),
    exponent: String(Number(exponent)).replace('-', '−'),
  }
}

/** What a person typed: plain and scientific numbers, and products and quotients with pi; null when it is none. */
export function parseNumber(text: string): number | null {
  const cleaned = text
    .replace(/[\s\u202f]/g, '')
    .replace(/−/g, '-')
    .replace(/,/g, '.')
    .toLowerCase()
  if (cleaned === '') return null
  let result = 1
  let divide = false
  for (const part of cleaned.split(/([*/])/)) {
    if (part === '*' || part === '/') {
      divide = part === '/'
      continue
    }
    const found = /^(-?)(pi|π)$/.exec(part)
    const value = found === null ? Number(part === '' ? NaN : part) : Math.PI * (found[1] === '-' ? -1 : 1)
    if (!Number.isFinite(value)) return null
    result = divide ? result / value : result * value
  }
  return Number.isFinite(result) ? result : null
}
