import type { Activation, Architecture } from '#core/learning/network/architecture'
import { layersOf } from '#core/learning/network/layout'

const encoder = new TextEncoder()
const FLOAT = 1
/** Type of an attribute that holds an integer */
const INT = 2
/** Versions of the format and of the set of operators, both old enough for any runtime of these years */
const IR = 8
const OPERATORS = 17

/** Protocol-buffers wire format: a field with a whole number, */
function whole(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value)])
}

/** and one with bytes, text, or fields inside it. */
function inside(field: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part))
  const length = bytes.reduce((sum, part) => sum + part.length, 0)
  const head = [...varint((field << 3) | 2), ...varint(length)]
  const out = new Uint8Array(head.length + length)
  out.set(head)
  let at = head.length
  for (const part of bytes) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return [...bytes, rest]
}

function constant(name: string, shape: readonly number[], values: Float32Array): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return inside(5, ...shape.map((n) => whole(1, n)), whole(2, FLOAT), inside(8, name), inside(9, raw))
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  transposed: readonly ('transA' | 'transB')[] = [],
): Uint8Array {
  const flags = transposed.map((name) => inside(5, inside(1, name), whole(3, 1), whole(20, INT)))
  return inside(1, ...inputs.map((name) => inside(1, name)), inside(2, output), inside(4, operator), ...flags)
}

/** Declares a float32 array that goes in (field 11) or out (field 12). */
function port(field: 11 | 12, name: string, shape: readonly number[]): Uint8Array {
  const dims = shape.map((n) => inside(1, whole(1, n)))
  return inside(field, inside(1, name), inside(2, inside(1, whole(1, FLOAT), inside(2, ...dims))))
}

function activated(activation: Activation, from: string, l: number): Uint8Array[] {
  if (activation === 'tanh') return [node('Tanh', [from], `h${l}`)]
  if (activation === 'relu') return [node('Relu', [from], `h${l}`)]
  return [node('Sigmoid', [from], `s${l}`), node('Mul', [from, `s${l}`], `h${l}`)]
}

/**
 * A perceptron as an ONNX model: inputs `x` [d, columns] and the first layer's `kernel` [d, width] and `bias` [width],
 * which change with the noise level; output `y` [d, columns].
 */
export function networkModel(architecture: Architecture, weights: Float32Array, columns: number): Uint8Array {
  const { dimension: d, width, activation } = architecture
  const layers = layersOf(architecture)
  const parts: Uint8Array[] = []
  layers.forEach(({ inputs, outputs, kernel, bias }, l) => {
    const last = l === layers.length - 1
    if (l === 0) parts.push(node('Gemm', ['x', 'kernel', 'bias'], 'a0', ['transA']))
    else {
      parts.push(constant(`w${l}`, [inputs, outputs], weights.slice(kernel, bias)))
      const shape = last ? [outputs, 1] : [outputs]
      parts.push(constant(`b${l}`, shape, weights.slice(bias, bias + outputs)))
      // The output is turned, so that coordinates come out one after the other.
      if (last) parts.push(node('Gemm', [`w${l}`, `h${l - 1}`, `b${l}`], 'y', ['transA', 'transB']))
      else parts.push(node('Gemm', [`h${l - 1}`, `w${l}`, `b${l}`], `a${l}`))
    }
    if (!last) parts.push(...activated(activation, `a${l}`, l))
  })
  const ports = [
    port(11, 'x', [d, columns]),
    port(11, 'kernel', [d, width]),
    port(11, 'bias', [width]),
    port(12, 'y', [d, columns]),
  ]
  const graph = inside(7, ...parts, inside(2, 'network'), ...ports)
  return Uint8Array.from([...whole(1, IR), ...graph, ...inside(8, whole(2, OPERATORS))])
}
