import { z } from 'zod'
import { nearest } from './nearest'

// zod would otherwise compile schemas with `new Function`, which the window's content security policy forbids.
z.config({ jitless: true })

/**
 * An object whose fields are known. Fields that begin with `x-` are kept as they are, for other programs' notes; any
 * other unknown field is refused, since a misspelt one would silently mean its default.
 */
export function closedObject<Shape extends z.ZodRawShape>(shape: Shape, expected: string) {
  const names = Object.keys(shape)
  return z.looseObject(shape, { error: `${expected} was expected` }).superRefine((value, context) => {
    const unknown = Object.keys(value).find((key) => !names.includes(key) && !key.startsWith('x-'))
    if (unknown === undefined) return
    const meant = nearest(unknown, names)
    context.addIssue({
      code: 'custom',
      path: [unknown],
      params: { unknownField: true },
      message: meant === undefined ? `${listed(names)} was expected` : `${meant} was probably meant`,
    })
  })
}

/** Names as the subject of "was expected". */
export function listed(names: readonly string[]): string {
  return names.length === 1 ? `only ${names[0]}` : `one of ${names.join(', ')}`
}
