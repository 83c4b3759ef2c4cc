import { type MathNode, parse } from 'mathjs/number'
import { Invalid } from '#core/params/invalid'

/** A formula that was parsed and compiled; no code is generated. */
export interface Formula {
  /** Values in the order of the variables; NaN where it is not defined */
  evaluate(values: readonly number[]): number
  uses(variable: string): boolean
}

const allowed = new Set(
  'abs acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh cot csc exp expm1 floor hypot log log10 log1p log2 max min mod pow round sec sign sin sinh sqrt square cube tan tanh pi e Infinity'.split(
    ' ',
  ),
)

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
    else if (
      !['OperatorNode', 'ConstantNode', 'ParenthesisNode', 'FunctionNode', 'ConditionalNode'].includes(
        part.type,
      )
    )
      throw new Invalid(
        path,
        `is "${text}", which is more than a formula; arithmetic and functions of ${variables.join(', ')} were expected`,
      )
  })
  for (const name of used)
    if (!variables.includes(name) && !allowed.has(name))
      throw new Invalid(
        path,
        `uses "${name}", which is not known; ${variables.join(', ')} and the usual functions were expected`,
      )
  const compiled = node.compile()
  const scope: Record<string, number> = {}
  return {
    evaluate(values) {
      variables.forEach((name, i) => (scope[name] = values[i] ?? 0))
      const result: unknown = compiled.evaluate(scope)
      return typeof result === 'number' ? result : NaN
    },
    uses: (variable) => used.has(variable),
  }
}
