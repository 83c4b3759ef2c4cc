/** TeX of a term of an equation on the stage: it is coloured, and switches the layer that it stands for. */
export const terms = {
  drift: (tex: string): string => `\\htmlClass{term-drift}{${tex}}`,
  score: (tex: string): string => `\\htmlClass{term-score}{${tex}}`,
  noise: (tex: string): string => `\\htmlClass{term-noise}{${tex}}`,
} as const

/** The reverse family with a noise strength of this name; `squared` is its square. */
export function reverseFamilyTex(strength: string, squared = `${strength}^2`): string {
  const score = terms.score('\\nabla\\log p_t')
  return `dx = \\Big[\\,${terms.drift('f(t)\\,x')} - \\tfrac{1+${squared}}{2}\\, g^2\\, ${score}\\Big]\\,dt + ${terms.noise(`${strength}\\, g\\, d\\bar W`)}`
}

/** The probability flow */
export const flowTex = `dx = \\Big[\\,${terms.drift('f(t)\\,x')} - \\tfrac12\\, g^2\\, ${terms.score('\\nabla\\log p_t')}\\Big]\\,dt`

export function twoLines(first: string, second: string): string {
  return `\\begin{gathered}${first}\\\\ ${second}\\end{gathered}`
}
