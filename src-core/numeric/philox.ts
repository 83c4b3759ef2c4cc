/**
 * Philox2x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): a counter-based
 * generator. Its output is a function of key and counter alone, so a particle's noise does not depend on how the work
 * is split nor on what was drawn before.
 */
const MULTIPLIER_HIGH = 0xd256
const MULTIPLIER_LOW = 0xd193
const MULTIPLIER = 0xd256d193
const WEYL = 0x9e3779b9

/** The last result of `philox`: two uint32 words. */
export const words = { a: 0, b: 0 }

/** Ten rounds on the counter (a, b) under a key, all uint32; the result is in `words`. */
export function philox(key: number, a: number, b: number): void {
  let k = key | 0
  for (let round = 0; round < 10; round++) {
    const low = a & 0xffff
    const high = a >>> 16
    const carry = (Math.imul(MULTIPLIER_HIGH, low) >>> 0) + ((Math.imul(MULTIPLIER_LOW, low) >>> 0) >>> 16)
    const middle = (Math.imul(MULTIPLIER_LOW, high) >>> 0) + (carry & 0xffff)
    const top = (Math.imul(MULTIPLIER_HIGH, high) >>> 0) + (carry >>> 16) + (middle >>> 16)
    const product = Math.imul(MULTIPLIER, a)
    a = top ^ k ^ b
    b = product
    k = (k + WEYL) | 0
  }
  words.a = a >>> 0
  words.b = b >>> 0
}
