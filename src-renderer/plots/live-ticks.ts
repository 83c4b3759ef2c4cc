/** A number on a linear axis: true minus, thin spaces between thousands. */
export function tickText(value: number): string {
  const size = Math.abs(value)
  const digits = String(Number(size.toPrecision(6)))
  const spaced = size >= 10000 ? digits.replace(/\B(?=(\d{3})+$)/g, '\u202f') : digits
  return value < 0 ? `\u2212${spaced}` : spaced
}

/** On a logarithmic axis 0.01 0.03 0.1 0.3 have words; the places between have none. */
export function logTick(value: number | null): string {
  if (value === null || !(value > 0)) return ''
  const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9)
  if (Math.abs(lead - 1) > 1e-6 && Math.abs(lead - 3) > 1e-6) return ''
  if (value < 1e-3) {
    const power = Math.round(Math.log10(value / lead))
    const raised = String(-power).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!)
    return `${Math.round(lead) === 1 ? '' : '3·'}10⁻${raised}`
  }
  return tickText(Number(value.toPrecision(1)))
}
