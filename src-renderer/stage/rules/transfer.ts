/**
 * Place on a density map of a share of its top, 0 to 1. Twin of `densityTransfer` in shaders/chunks/transfer.glsl.
 */
export function densityTransfer(share: number): number {
  return Math.min(1, Math.max(0, share)) ** 0.72
}

/**
 * Place on a signed map, 0 to 1 with 0.5 for nothing, of a share of the largest size, -1 to 1. Twin of
 * `signedTransfer` in shaders/chunks/transfer.glsl.
 */
export function signedTransfer(share: number): number {
  return 0.5 + 0.5 * Math.sign(share) * Math.sqrt(Math.min(1, Math.abs(share)))
}
