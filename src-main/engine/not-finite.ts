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

/** Pictures are of float32: what is larger would be drawn as nothing at all. */
const LARGEST = 3.4028234663852886e38

export function showable(value: number): boolean {
  return value >= -LARGEST && value <= LARGEST
}

/** Of an equation's reel: what happened, and what to change. */
export function notShowableSentence(
  what: 'density' | 'field' | 'particles',
  step: number,
  t: number,
  method: string,
): string {
  const time = Number(t.toPrecision(3))
  const change = what === 'field' ? 'smaller values of start, source and ends' : 'a shorter horizon'
  return `The ${what} left the numbers that can be shown at step ${step} (t = ${time}, ${method}); more steps, or ${change}, were expected.`
}
