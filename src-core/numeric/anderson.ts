/**
 * Anderson's acceleration of a fixed-point iteration x <- T(x) (Anderson 1965; Walker & Ni 2011): of the last images it
 * takes the affine combination whose residuals T(x) - x cancel best. For a linear T it is GMRES, so that a few slow
 * directions cost a few steps, however slow they are.
 */
export class Anderson {
  private readonly images: Float64Array[] = []
  private readonly residuals: Float64Array[] = []

  /** @param depth earlier steps that are remembered */
  constructor(private readonly depth: number) {}

  /** Where to go from x, of which the plain step would lead to `image`; both are left as they are. */
  next(x: Float64Array, image: Float64Array): Float64Array {
    const residual = image.map((value, i) => value - x[i]!)
    const weights = this.weights(residual)
    const out = image.slice()
    weights.forEach((weight, k) => {
      const earlier = this.images[k]!
      for (let i = 0; i < out.length; i++) out[i]! += weight * (earlier[i]! - image[i]!)
    })
    this.images.push(image.slice())
    this.residuals.push(residual)
    if (this.images.length > this.depth) {
      this.images.shift()
      this.residuals.shift()
    }
    return out
  }

  /** Nothing is remembered any more. */
  restart(): void {
    this.images.length = 0
    this.residuals.length = 0
  }

  /** Shares of the earlier steps: least squares of residual + sum w_k (r_k - residual), by its normal equations. */
  private weights(residual: Float64Array): number[] {
    const gaps = this.residuals.map((earlier) => earlier.map((value, i) => value - residual[i]!))
    const matrix = gaps.map((a) => gaps.map((b) => dot(a, b)))
    // Residuals that hardly differ say nothing about direction; a little of the diagonal keeps their shares small.
    matrix.forEach((row, k) => (row[k] = row[k]! * (1 + 1e-10) + Number.MIN_VALUE))
    return solve(
      matrix,
      gaps.map((gap) => -dot(gap, residual)),
    )
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Gauss's elimination of a small positive definite system; overwrites both. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i]![k]! / matrix[k]![k]!
      for (let j = k; j < n; j++) matrix[i]![j]! -= factor * matrix[k]![j]!
      right[i]! -= factor * right[k]!
    }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) right[k]! -= matrix[k]![j]! * right[j]!
    right[k]! /= matrix[k]![k]!
  }
  return right
}
