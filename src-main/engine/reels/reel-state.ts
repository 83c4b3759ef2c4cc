/** A moment of what is filmed: the array that is shown first, then those that the next step reads besides. */
export interface ReelState {
  /** 0 at the start, N at the end */
  readonly step: number
  readonly t: number
  /** Valid until the next step */
  readonly arrays: readonly Float64Array[]
}

/** From the start, or from a state that was kept, which is yielded again first. */
export type ReelStates = (from?: ReelState) => Generator<ReelState, void, undefined>
