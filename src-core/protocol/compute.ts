/** A way to compute scores or to train, and whether it can be had here. */
export interface ComputeBackend {
  readonly name: string
  readonly title: string
  /** `used`: the first of its kind that can be had; `ready`: it could be; `refused`: it cannot */
  readonly state: 'used' | 'ready' | 'refused'
  /** One sentence: what it is, or why it is refused */
  readonly reason: string
  /** Measured here: particles a second through a network of the presets' size, or training steps of it; null: not */
  readonly rate: number | null
}

/** The native package of TensorFlow.js, which is no part of the lab: absent is the normal case. */
export interface NativePackage {
  readonly name: string
  readonly version: string
  readonly state: 'absent' | 'fetching' | 'there' | 'failed'
  /** On disk so far */
  readonly megabytes: number
  /** What happened and what to try; null where there is nothing to say */
  readonly sentence: string | null
}

export interface Compute {
  readonly sampling: readonly ComputeBackend[]
  readonly training: readonly ComputeBackend[]
  readonly native: NativePackage
}
