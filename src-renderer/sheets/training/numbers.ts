/** A small positive number as it stands in text: 0.0123, 3.6·10⁻⁷; two significant digits, true minus. */
export function formatSmall(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return 'not finite'
  const size = Math.abs(value)
  const sign = value < 0 && size > 0 ? '\u2212' : ''
  if (size === 0) return '0'
  if (size >= 1e-3 && size < 1e4) return sign + String(Number(size.toPrecision(digits)))
  const power = Math.floor(Math.log10(size))
  const raised = String(Math.abs(power)).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!)
  return `${sign}${(size / 10 ** power).toFixed(digits - 1)}·10${power < 0 ? '⁻' : ''}${raised}`
}

/** A whole number with thin spaces between thousands */
export function spaced(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}
