/** Contours of a density: share of its maximum, opacity of the line, width over the usual width. */
export const contourLevels = [
  { share: 0.03, opacity: 0.25, width: 1 },
  { share: 0.1, opacity: 0.31, width: 1 },
  { share: 0.25, opacity: 0.37, width: 1 },
  { share: 0.5, opacity: 0.43, width: 1 },
  { share: 0.8, opacity: 0.5, width: 1.25 },
] as const

/**
 * The contour nearest to a place, by the square root of its share of the maximum: square roots are nearer to straight
 * across a flank. Twin of shaders/chunks/contours.glsl.
 */
export function nearestContour(root: number): {
  readonly root: number
  readonly opacity: number
  readonly width: number
} {
  const away = (share: number): number => Math.abs(root - Math.sqrt(share))
  const { share, opacity, width } = contourLevels.reduce((best, level) =>
    away(level.share) < away(best.share) ? level : best,
  )
  return { root: Math.sqrt(share), opacity, width }
}
