import type { Kernels } from './module'

const PAGE = 65536

/** Blocks of no bytes take some too, so that no two have the same place. */
const sizeOf = (bytes: number): number => Math.max(16, Math.ceil(bytes / 16) * 16)

/** Blocks of bytes in a kernel's memory, 16-aligned; freed blocks are given out again for the same size. */
export class Arena {
  private top: number
  private readonly vacant = new Map<number, number[]>()
  private floats: Float32Array

  constructor(private readonly kernels: Kernels) {
    this.top = Math.ceil(kernels.heapBase() / 16) * 16
    this.floats = new Float32Array(kernels.memory.buffer)
  }

  claim(bytes: number): number {
    const size = sizeOf(bytes)
    const reused = this.vacant.get(size)?.pop()
    if (reused !== undefined) return reused
    const at = this.top
    this.top += size
    const missing = this.top - this.kernels.memory.buffer.byteLength
    if (missing > 0) this.kernels.memory.grow(Math.ceil(missing / PAGE))
    return at
  }

  release(at: number, bytes: number): void {
    const size = sizeOf(bytes)
    const list = this.vacant.get(size)
    if (list === undefined) this.vacant.set(size, [at])
    else list.push(at)
  }

  /** Floats from a byte offset; taken anew at each use, since memory that grows moves. */
  view(at: number, length: number): Float32Array {
    if (this.floats.buffer !== this.kernels.memory.buffer)
      this.floats = new Float32Array(this.kernels.memory.buffer)
    return this.floats.subarray(at / 4, at / 4 + length)
  }
}
