import { Invalid } from '#core/params/invalid'
import type { RemoteErrorData } from './messages'

export function describeError(error: unknown): RemoteErrorData {
  if (error instanceof Invalid)
    return { name: error.name, message: error.message, path: error.path, problem: error.problem }
  if (error instanceof Error)
    return {
      name: error.name,
      message: error.message,
      ...(error.stack === undefined ? {} : { stack: error.stack }),
    }
  return { name: 'Error', message: String(error) }
}

/** The error at the other end of the line; `Invalid` arrives as itself. */
export function errorFrom(data: RemoteErrorData): Error {
  if (data.name === 'Invalid') return new Invalid(data.path ?? '', data.problem ?? data.message)
  const error = new Error(data.message)
  error.name = data.name
  if (data.stack !== undefined) error.stack = data.stack
  return error
}
