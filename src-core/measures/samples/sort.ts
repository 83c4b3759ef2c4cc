const RADIX = 2048
const counts = new Uint32Array(3 * RADIX)

/**
 * Sorts rising, in place; numbers must be finite. float32 goes through three passes of a radix sort, about ten times
 * as fast as comparisons; float64 through the engine's own sort. `spare` has at least the same length and is
 * overwritten; it saves an allocation.
 */
export function sortRising<T extends Float32Array | Float64Array>(values: T, spare?: T): T {
  if (values instanceof Float32Array && values.length > 64) radix(values, spare as Float32Array | undefined)
  else values.sort()
  return values
}

/** Least significant digit first, eleven bits at a time, on keys whose order as whole numbers is that of the floats. */
function radix(values: Float32Array, spare?: Float32Array): void {
  const n = values.length
  const other = spare !== undefined && spare.length >= n ? spare : new Float32Array(n)
  const keys = new Uint32Array(values.buffer, values.byteOffset, n)
  const moved = new Uint32Array(other.buffer, other.byteOffset, n)
  counts.fill(0)
  for (let i = 0; i < n; i++) {
    const bits = keys[i]!
    // Negative numbers fall as their bits rise; all bits of them are turned, else the sign alone.
    const key = bits & 0x80000000 ? ~bits >>> 0 : (bits | 0x80000000) >>> 0
    keys[i] = key
    counts[key & 2047]!++
    counts[RADIX + ((key >>> 11) & 2047)]!++
    counts[2 * RADIX + (key >>> 22)]!++
  }
  for (let digit = 0; digit < 3; digit++) {
    let sum = 0
    for (let bucket = digit * RADIX; bucket < (digit + 1) * RADIX; bucket++) {
      const count = counts[bucket]!
      counts[bucket] = sum
      sum += count
    }
  }
  for (let i = 0; i < n; i++) {
    const key = keys[i]!
    moved[counts[key & 2047]!++] = key
  }
  for (let i = 0; i < n; i++) {
    const key = moved[i]!
    keys[counts[RADIX + ((key >>> 11) & 2047)]!++] = key
  }
  for (let i = 0; i < n; i++) {
    const key = keys[i]!
    moved[counts[2 * RADIX + (key >>> 22)]!++] = key
  }
  for (let i = 0; i < n; i++) {
    const key = moved[i]!
    keys[i] = key & 0x80000000 ? (key & 0x7fffffff) >>> 0 : ~key >>> 0
  }
}
