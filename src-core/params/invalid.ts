/**
 * Something that a person wrote is not allowed. The message is one sentence that names the field by its path in the
 * document and says what was expected; the command line prints it and exits with 2, the window shows it beside the
 * control.
 */
export class Invalid extends Error {
  override readonly name = 'Invalid'
  constructor(
    /** Path in the document, e.g. `experiment.subject.process.betaMax`; empty when the whole is meant. */
    readonly path: string,
    /** What is wrong and what was expected, without the path and without a final stop. */
    readonly problem: string,
  ) {
    super(path === '' ? `${problem}.` : `${path} ${problem}.`)
  }

  /** The same problem seen from further out. */
  within(prefix: string): Invalid {
    return new Invalid([prefix, this.path].filter((part) => part !== '').join('.'), this.problem)
  }
}
