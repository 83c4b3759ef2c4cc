import type { Frame } from '#core/protocol/contract'

/** Positions of every 50th particle at the last few frames, newest last. */
export interface Trails {
  /** Steps held, rising towards the newest in the order of arrival */
  readonly moments: readonly { readonly step: number; readonly values: Float32Array }[]
  readonly stride: number
  add(frame: Frame, dimension: number): void
  clear(): void
}

const kept = 5
const stride = 50
/** Frames further apart than this are a jump and not a motion. */
const furthest = 8

export function createTrails(): Trails {
  const moments: { step: number; values: Float32Array }[] = []
  return {
    moments,
    stride,
    add(frame, dimension) {
      if (frame.particles === null) return
      const newest = moments.at(-1)
      if (newest?.step === frame.step) return
      const count = Math.ceil(frame.shown / stride) * dimension
      if (newest !== undefined) {
        const away = frame.step - newest.step
        if (away < 0 || away > furthest || newest.values.length !== count) moments.length = 0
      }
      // The oldest array is written over; nothing is allocated once five are there.
      const oldest = moments.length === kept ? moments.shift() : undefined
      const values = oldest?.values ?? new Float32Array(count)
      for (let i = 0, at = 0; i < frame.shown; i += stride)
        for (let k = 0; k < dimension; k++) values[at++] = frame.particles[i * dimension + k]!
      moments.push({ step: frame.step, values })
    },
    clear() {
      moments.length = 0
    },
  }
}
