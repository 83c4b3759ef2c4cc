import type { Formula } from '#core/numeric/formula'
import { Invalid } from '#core/params/invalid'
import type { Field } from './diffusivity'

/** A formula in x and y as a field; throws `Invalid` at `path` where it is not finite, with the place. */
export function finiteField(formula: Formula, text: string, path: string, dimension: 1 | 2): Field {
  return (x, y) => {
    const value = formula.evaluate([x, y])
    if (Number.isFinite(value)) return value
    throw new Invalid(
      path,
      `is "${text}", which is ${value} at ${placeName(x, y, dimension)}; a finite number was expected everywhere on the grid`,
    )
  }
}

/** A place as it stands in a sentence */
export function placeName(x: number, y: number, dimension: number): string {
  const short = (value: number): string => String(Number(value.toPrecision(3)))
  return dimension === 1 ? `x = ${short(x)}` : `(${short(x)}, ${short(y)})`
}
