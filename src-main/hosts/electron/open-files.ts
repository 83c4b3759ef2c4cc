import type { PlatformPath } from 'node:path'

/** Endings of a document's file; `.scorefield` is the one that the installers register. */
export const endings = ['scorefield', 'json'] as const

export function isDocumentFile(name: string): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`))
}

/**
 * The document that a command line names, as an absolute path: the last argument that is no option and looks like a
 * document. A packaged program's arguments start after its own name, in development after the folder's.
 */
export function fileOfArguments(
  argv: readonly string[],
  packaged: boolean,
  cwd: string,
  path: Pick<PlatformPath, 'resolve'>,
): string | null {
  const given = argv.slice(packaged ? 1 : 2).filter((argument) => !argument.startsWith('-'))
  const file = given.findLast(isDocumentFile)
  return file === undefined ? null : path.resolve(cwd, file)
}

/** What a second start hands over with its lock; another program could send anything. */
export interface SecondStart {
  readonly argv: readonly string[]
  readonly cwd: string
}

export function isSecondStart(value: unknown): value is SecondStart {
  return (
    typeof value === 'object' &&
    value !== null &&
    'argv' in value &&
    'cwd' in value &&
    typeof value.cwd === 'string' &&
    Array.isArray(value.argv) &&
    value.argv.every((argument) => typeof argument === 'string')
  )
}
