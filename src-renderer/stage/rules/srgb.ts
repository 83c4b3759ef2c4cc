/** IEC 61966-2-1, one channel. Twin of `linearFromSrgb` in shaders/chunks/srgb.glsl. */
export function linearFromSrgb(c: number): number {
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}

/** The inverse. Twin of `srgbFromLinear`. */
export function srgbFromLinear(c: number): number {
  return c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055
}
