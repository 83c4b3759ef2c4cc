export const schedules = ['constant', 'cosine', 'inverse-sqrt', 'step'] as const
export type ScheduleName = (typeof schedules)[number]

export interface Schedule {
  readonly name: ScheduleName
  /** Largest learning rate */
  readonly rate: number
  /** Steps over which the rate grows from 0 */
  readonly warmUp: number
  /** Length of the whole training */
  readonly steps: number
}

/** The learning rate at a step 0, 1, ...; beyond the last it stays what it was there. */
export function rateAt({ name, rate, warmUp, steps }: Schedule, step: number): number {
  if (step < warmUp) return (rate * (step + 1)) / warmUp
  const after = step - warmUp
  const share = Math.min(1, after / Math.max(1, steps - warmUp))
  switch (name) {
    case 'constant':
      return rate
    // To a hundredth rather than 0, so that training can go on (Loshchilov & Hutter 2017)
    case 'cosine':
      return rate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)))
    // Vaswani et al. 2017, section 5.3
    case 'inverse-sqrt':
      return rate * Math.sqrt(Math.max(1, warmUp) / Math.max(1, step + 1))
    // A tenth after half, a hundredth after three quarters
    case 'step':
      return rate * (share < 0.5 ? 1 : share < 0.75 ? 0.1 : 0.01)
  }
}
