import type {
  ConditionalNode,
  ConstantNode,
  FunctionNode,
  MathNode,
  OperatorNode,
  ParenthesisNode,
  RelationalNode,
  SymbolNode,
} from 'mathjs/number'

/** A part of a formula as a function of the variables' values */
export type Compiled = (values: ArrayLike<number>) => number

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, Infinity }

const unary: Readonly<Record<string, (a: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  cbrt: Math.cbrt,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  cot: (a) => 1 / Math.tan(a),
  csc: (a) => 1 / Math.sin(a),
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  round: (a) => Math.sign(a) * Math.round(Math.abs(a)),
  sec: (a) => 1 / Math.cos(a),
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  square: (a) => a * a,
  cube: (a) => a * a * a,
  tan: Math.tan,
  tanh: Math.tanh,
  unaryMinus: (a) => -a,
  unaryPlus: (a) => a,
  not: (a) => +(a === 0),
}

const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  pow: Math.pow,
  mod: (a, b) => (b === 0 ? a : a - b * Math.floor(a / b)),
  atan2: Math.atan2,
  hypot: Math.hypot,
  log: (a, b) => Math.log(a) / Math.log(b),
  min: Math.min,
  max: Math.max,
  smaller: (a, b) => +(a < b),
  larger: (a, b) => +(a > b),
  smallerEq: (a, b) => +(a <= b),
  largerEq: (a, b) => +(a >= b),
  equal: (a, b) => +(a === b),
  unequal: (a, b) => +(a !== b),
  and: (a, b) => +(a !== 0 && b !== 0),
  or: (a, b) => +(a !== 0 || b !== 0),
}

/** These take any number of arguments, from the left. */
const folded = new Set(['add', 'multiply', 'min', 'max', 'hypot'])

/** Names that a formula may use besides its variables */
export const knownNames: ReadonlySet<string> = new Set([
  ...Object.keys(constants),
  ...Object.keys(unary),
  ...Object.keys(binary),
])

/**
 * The tree of a parsed formula as closures over plain numbers, some ten times quicker than evaluating the tree with a
 * scope; null for what is no arithmetic (assignments, units, matrices, blocks).
 */
export function compileNode(node: MathNode, variables: readonly string[]): Compiled | null {
  const compile = (part: MathNode): Compiled | null => compileNode(part, variables)
  switch (node.type) {
    case 'ParenthesisNode':
      return compile((node as ParenthesisNode).content)
    case 'ConstantNode': {
      const value: unknown = (node as ConstantNode).value
      return typeof value === 'number' ? () => value : null
    }
    case 'SymbolNode': {
      const { name } = node as SymbolNode
      const at = variables.indexOf(name)
      if (at >= 0) return (values) => values[at] ?? 0
      const value = constants[name]
      return value === undefined ? null : () => value
    }
    case 'OperatorNode': {
      const { fn, args } = node as unknown as OperatorNode<never, never> & { fn: string }
      return applied(fn, args.map(compile), args)
    }
    case 'FunctionNode': {
      const { fn, args } = node as FunctionNode
      return applied(fn.name, args.map(compile), args)
    }
    case 'ConditionalNode': {
      const { condition, trueExpr, falseExpr } = node as ConditionalNode
      const [test, yes, no] = [compile(condition), compile(trueExpr), compile(falseExpr)]
      if (test === null || yes === null || no === null) return null
      return (values) => (test(values) !== 0 ? yes(values) : no(values))
    }
    case 'RelationalNode': {
      const { conditionals, params } = node as RelationalNode & {
        conditionals: readonly string[]
        params: MathNode[]
      }
      const parts = conditionals.map((name, k) =>
        applied(name, [compile(params[k]!), compile(params[k + 1]!)], []),
      )
      if (parts.includes(null)) return null
      return (values) => +parts.every((part) => part?.(values) === 1)
    }
    default:
      return null
  }
}

function applied(
  name: string,
  parts: readonly (Compiled | null)[],
  nodes: readonly MathNode[],
): Compiled | null {
  const [a, b, ...rest] = parts
  if (a === undefined || parts.includes(null)) return null
  const first = a!
  if (b === undefined) {
    const f = unary[name]
    return f === undefined ? (folded.has(name) ? first : null) : (values) => f(first(values))
  }
  const second = b!
  if (name === 'pow') return power(first, second, nodes[1])
  const f = binary[name]
  if (f === undefined || (rest.length > 0 && !folded.has(name))) return null
  const joined = arithmetic(name, first, second) ?? ((values) => f(first(values), second(values)))
  return rest.length === 0 ? joined : applied(name, [joined, ...rest], [])
}

/** Closures of their own, which an engine can inline */
function arithmetic(name: string, a: Compiled, b: Compiled): Compiled | null {
  switch (name) {
    case 'add':
      return (values) => a(values) + b(values)
    case 'subtract':
      return (values) => a(values) - b(values)
    case 'multiply':
      return (values) => a(values) * b(values)
    case 'divide':
      return (values) => a(values) / b(values)
    default:
      return null
  }
}

function power(base: Compiled, exponent: Compiled, node: MathNode | undefined): Compiled {
  const value: unknown = node?.type === 'ConstantNode' ? (node as ConstantNode).value : null
  if (value === 2)
    return (values) => {
      const a = base(values)
      return a * a
    }
  if (value === 3)
    return (values) => {
      const a = base(values)
      return a * a * a
    }
  return (values) => base(values) ** exponent(values)
}
