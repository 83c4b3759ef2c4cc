/** The document that a command line names: the last argument that is no option and looks like a file. */
export function fileOfArguments(argv: readonly string[], packaged: boolean): string | null {
  const given = argv.slice(packaged ? 1 : 2).filter((argument) => !argument.startsWith('-'))
  return given.findLast((argument) => argument.endsWith('.json')) ?? null
}
