import { DynamicDrawUsage, InstancedInterleavedBuffer } from 'three'

/** A growing array of float records, uploaded as one instanced buffer. */
export interface Records {
  readonly count: () => number
  clear(): void
  push(...values: number[]): void
  /** Uploads; calls `rebuild` with a new buffer when the old one was too small. */
  flush(rebuild: (buffer: InstancedInterleavedBuffer) => void): void
}

export function createRecords(stride: number): Records {
  let values = new Float32Array(stride * 64)
  let length = 0
  let buffer: InstancedInterleavedBuffer | null = null
  return {
    count: () => length / stride,
    clear: () => {
      length = 0
    },
    push(...record) {
      if (length + stride > values.length) {
        const larger = new Float32Array(values.length * 2)
        larger.set(values)
        values = larger
      }
      for (let i = 0; i < stride; i++) values[length + i] = record[i]!
      length += stride
    },
    flush(rebuild) {
      if (buffer === null || buffer.array !== values) {
        buffer = new InstancedInterleavedBuffer(values, stride, 1)
        buffer.setUsage(DynamicDrawUsage)
        rebuild(buffer)
      }
      buffer.clearUpdateRanges()
      buffer.addUpdateRange(0, length)
      buffer.needsUpdate = true
    },
  }
}
