import { resolve } from 'node:path'
import { Invalid } from '#core/params/invalid'
import { readNamed } from '../arguments'
import { decodeNpy } from '#core/numeric/npy'

/**
 * An array that replaces one of the document's: the name of a .npy file (relative to `folder`), nested lists, or
 * undefined. Throws `Invalid` when it has not the shape that the document needs, or a number that is not finite.
 */
export function givenArray(
  value: unknown,
  name: string,
  folder: string,
  shape: readonly number[],
): Float64Array | null {
  if (value === undefined) return null
  const array =
    typeof value === 'string' ? fromFile(resolve(folder, value), name, shape) : flatten(value, name, shape)
  const wrong = array.findIndex((x) => !Number.isFinite(x))
  if (wrong >= 0)
    throw new Invalid(name, `holds ${array[wrong]} at number ${wrong}; finite numbers were expected`)
  return array
}

function fromFile(path: string, name: string, shape: readonly number[]): Float64Array {
  const { data } = decodeNpy(readNamed(path, name), name, shape)
  return data instanceof Float64Array ? data : Float64Array.from(data)
}

function flatten(value: unknown, name: string, shape: readonly number[]): Float64Array {
  const out = new Float64Array(shape.reduce((product, size) => product * size, 1))
  const expected = `numbers of the shape (${shape.join(', ')}) were expected`
  let at = 0
  const walk = (node: unknown, depth: number): void => {
    if (depth === shape.length) {
      if (typeof node !== 'number') throw new Invalid(name, `holds something that is no number; ${expected}`)
      out[at++] = node
      return
    }
    if (!Array.isArray(node) || node.length !== shape[depth])
      throw new Invalid(name, `has another shape; ${expected}`)
    for (const inner of node) walk(inner, depth + 1)
  }
  walk(value, 0)
  return out
}
