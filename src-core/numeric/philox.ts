/**
 * Philox2x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): a counter-based
 * generator. Its output is a function of key and counter alone, so a particle's noise does not depend on how the work
 * is split nor on what was drawn before.
 */
const MULTIPLIER_HIGH = 0xd256
const MULTIPLIER_LOW = 0xd193
const MULTIPLIER = 0xd256d193
const WEYL = 0x9e3779b9
const ROUNDS = 10

/** The last result of `philox`: two uint32 words. */
export const words = { a: 0, b: 0 }

/** Ten rounds on the counter (a, b) under a key, all uint32; the result is in `words`. */
export function philox(key: number, a: number, b: number): void {
  let k = key | 0
  for (let round = 0; round < ROUNDS; round++) {
    const low = a & 0xffff
    const high = a >>> 16
    // 32 x 32 -> 64 bits in halves of 16; no sum of these passes 2^32.
    const carry = Math.imul(MULTIPLIER_HIGH, low) + (Math.imul(MULTIPLIER_LOW, low) >>> 16)
    const middle = Math.imul(MULTIPLIER_LOW, high) + (carry & 0xffff)
    const top = Math.imul(MULTIPLIER_HIGH, high) + (carry >>> 16) + (middle >>> 16)
    const product = Math.imul(MULTIPLIER, a)
    a = top ^ k ^ b
    b = product
    k = (k + WEYL) | 0
  }
  words.a = a >>> 0
  words.b = b >>> 0
}

/**
 * The same for counters (a, b), (a + 1, b), ... of an even count, into int32 arrays. Two at a time, since the rounds
 * of one wait for each other.
 */
export function philoxRow(
  firstWords: Int32Array,
  secondWords: Int32Array,
  key: number,
  a: number,
  b: number,
  count: number,
): void {
  for (let i = 0; i < count; i += 2) {
    let a0 = (a + i) | 0
    let a1 = (a + i + 1) | 0
    let b0 = b | 0
    let b1 = b | 0
    let k = key | 0
    for (let round = 0; round < ROUNDS; round++) {
      const low0 = a0 & 0xffff
      const low1 = a1 & 0xffff
      const high0 = a0 >>> 16
      const high1 = a1 >>> 16
      const carry0 = Math.imul(MULTIPLIER_HIGH, low0) + (Math.imul(MULTIPLIER_LOW, low0) >>> 16)
      const carry1 = Math.imul(MULTIPLIER_HIGH, low1) + (Math.imul(MULTIPLIER_LOW, low1) >>> 16)
      const middle0 = Math.imul(MULTIPLIER_LOW, high0) + (carry0 & 0xffff)
      const middle1 = Math.imul(MULTIPLIER_LOW, high1) + (carry1 & 0xffff)
      const top0 = Math.imul(MULTIPLIER_HIGH, high0) + (carry0 >>> 16) + (middle0 >>> 16)
      const top1 = Math.imul(MULTIPLIER_HIGH, high1) + (carry1 >>> 16) + (middle1 >>> 16)
      const product0 = Math.imul(MULTIPLIER, a0)
      const product1 = Math.imul(MULTIPLIER, a1)
      a0 = top0 ^ k ^ b0
      a1 = top1 ^ k ^ b1
      b0 = product0
      b1 = product1
      k = (k + WEYL) | 0
    }
    firstWords[i] = a0
    secondWords[i] = b0
    firstWords[i + 1] = a1
    secondWords[i + 1] = b1
  }
}
