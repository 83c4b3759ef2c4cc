/**
 * Place on a density map of a share of its top, 0 to 1. Twin of `densityTransfer` in shaders/chunks/transfer.glsl.
 */
export function densityTransfer(share: number): number {
  return Math.min(1, Math.max(0, share)) ** 0.72
}
