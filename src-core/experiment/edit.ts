import type { LabDocument } from './document'

/**
 * The document with the value at a path replaced, everything else shared. Paths are as in error sentences:
 * `experiment.subject.process.betaMax`; undefined removes the field, so that its default holds again.
 */
export function withValue(document: LabDocument, path: string, value: unknown): LabDocument {
  return replace(document, path.split('.'), value) as LabDocument
}

/** What stands at a path; undefined where there is nothing. */
export function valueAt(document: LabDocument, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], document)
}

function replace(node: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(node))
    return node.map((item, i): unknown => (String(i) === key ? replace(item, rest, value) : item))
  const object = { ...(node as Record<string, unknown>) }
  const next = replace(object[key], rest, value)
  if (next === undefined) delete object[key]
  else object[key] = next
  return object
}
