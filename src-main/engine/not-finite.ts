/** Particles left the finite numbers: what happened, what was kept, what to try first. */
export class NotFinite extends Error {
  override readonly name = 'NotFinite'
  constructor(
    readonly step: number,
    readonly t: number,
    readonly sampler: string,
  ) {
    super(notFiniteSentence(step, t, sampler))
  }
}

export function notFiniteSentence(step: number, t: number, sampler: string): string {
  const time = Number(t.toPrecision(3))
  return `The particles left the finite numbers at step ${step} (t = ${time}, ${sampler}). Try more steps, then a smaller noise range.`
}
