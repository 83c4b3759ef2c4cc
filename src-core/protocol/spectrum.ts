/** The waves of heat at one step beside what they began with and what the law of each leaves of it. */
export type SpectrumView =
  | {
      readonly kind: 'spectrum'
      /** Radians per unit of length, rising; in the plane of all directions together */
      readonly k: Float64Array
      /** Sizes over the largest at the start */
      readonly start: Float64Array
      readonly now: Float64Array
      /** e^(-D k^2 t) of the start */
      readonly law: Float64Array
    }
  /** There is no such law for what is open: a sentence says why. */
  | { readonly kind: 'none'; readonly sentence: string }

/** How far what is seen is from the law. */
export interface LawVerdict {
  /** Largest gap over the largest wave that the law leaves */
  readonly gap: number
  /** Where it is */
  readonly k: number
}

export function lawVerdict({
  k,
  now,
  law,
}: Pick<Extract<SpectrumView, { kind: 'spectrum' }>, 'k' | 'now' | 'law'>): LawVerdict {
  const top = law.reduce((most, value) => Math.max(most, value), 0)
  let worst = 0
  for (let i = 0; i < k.length; i++)
    if (Math.abs(now[i]! - law[i]!) > Math.abs(now[worst]! - law[worst]!)) worst = i
  return { gap: top > 0 ? Math.abs(now[worst]! - law[worst]!) / top : 0, k: k[worst] ?? 0 }
}
