/** Where lines go, and the script that threads are started from; without it everything runs in this thread. */
export interface CommandHost {
  out(line: string): void
  error(line: string): void
  readonly entry: string | undefined
}
