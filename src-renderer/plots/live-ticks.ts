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

/** Of a logarithmic axis: 1 and 3 in every decade, over many decades the 1 alone; null where there is no line. */
export function labelled(splits: readonly (number | null)[]): (number | null)[] {
  const positive = splits.filter((value): value is number => value !== null && value > 0)
  const decades = positive.length === 0 ? 0 : Math.log10(Math.max(...positive) / Math.min(...positive))
  return splits.map((value) => {
    if (value === null || logTick(value) === '') return null
    const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9)
    return decades > 2.5 && Math.abs(lead - 1) > 1e-6 ? null : value
  })
}
