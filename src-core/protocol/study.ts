import type { OrderFit } from '#core/numeric/order-fit'

/** One sampler at one number of steps; errors are null where its particles left the finite numbers. */
export interface StudyPoint {
  readonly sampler: string
  readonly steps: number
  /** Score evaluations of a particle */
  readonly nfe: number
  /** Mean distance to the reference particle, data units */
  readonly strong: number | null
  /** False: not told from the reference's own error; drawn hollow and not fitted */
  readonly strongSolid: boolean
  /** Error of means and second moments, in units of the data's deviation */
  readonly weak: number | null
  /** Standard error of `weak` from the number of particles */
  readonly weakError: number | null
  readonly weakSolid: boolean
}

/** Orders of one sampler; null where fewer than three points are solid. */
export interface StudyCurve {
  readonly sampler: string
  readonly strong: OrderFit | null
  readonly weak: OrderFit | null
  /** What it was held to: the probability flow, the document's own dynamics without noise, or with it */
  readonly on: 'flow' | 'ode' | 'path'
  /** What the method claims for this equation; null: none */
  readonly claimed: number | null
}

/** What a convergence study tells, in order: a reference before the first sampler that needs it, points, curves. */
export type StudyEvent =
  | { readonly kind: 'reference'; readonly name: string; readonly error: number }
  | { readonly kind: 'point'; readonly point: StudyPoint }
  | { readonly kind: 'curve'; readonly curve: StudyCurve }

/** A study as it stands: what the page draws. */
export interface Study {
  readonly revision: number
  readonly references: readonly { readonly name: string; readonly error: number }[]
  readonly points: readonly StudyPoint[]
  readonly curves: readonly StudyCurve[]
  readonly done: boolean
  /** One sentence when it cannot be done */
  readonly problem: string | null
}
