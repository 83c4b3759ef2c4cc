import { type MathNode, parse } from 'mathjs/number'
import { Invalid } from '#core/params/invalid'
import { compileNode, knownNames } from './formula-node'

/** A formula that was parsed and compiled into closures; no code is generated. */
export interface Formula {
  /**
   * Values in the order of the variables, those left out 0; NaN where it is not defined. Comparisons are 1 where they
   * hold and 0 elsewhere.
   */
  evaluate(values: ArrayLike<number>): number
  uses(variable: string): boolean
}

/** Throws `Invalid` at `path` for what cannot be parsed, and for names that a formula may not use. */
export function compileFormula(text: string, variables: readonly string[], path: string): Formula {
  let node: MathNode
  try {
    node = parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
    throw new Invalid(
      path,
      `is "${text}", which cannot be read (${why}); a formula in ${variables.join(', ')} was expected`,
    )
  }
  const used = new Set<string>()
  node.traverse((part) => {
    if (part.type === 'SymbolNode') used.add((part as MathNode & { name: string }).name)
  })
  for (const name of used)
    if (!variables.includes(name) && !knownNames.has(name))
      throw new Invalid(
        path,
        `uses "${name}", which is not known; ${variables.join(', ')} and the usual functions were expected`,
      )
  const compiled = compileNode(node, variables)
  if (compiled === null)
    throw new Invalid(
      path,
      `is "${text}", which is more than a formula; arithmetic and functions of ${variables.join(', ')} were expected`,
    )
  return { evaluate: compiled, uses: (variable) => used.has(variable) }
}
