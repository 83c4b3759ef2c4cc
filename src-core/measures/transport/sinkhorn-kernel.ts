import { exp } from '#core/numeric/elementary'

/** |x_i - y_j|^2, [n, m]. */
export function squaredCosts(x: Float64Array, y: Float64Array, d: 1 | 2 | 3): Float64Array {
  const n = x.length / d
  const m = y.length / d
  const cost = new Float64Array(n * m)
  for (let axis = 0; axis < d; axis++)
    for (let i = 0; i < n; i++) {
      const at = x[i * d + axis]!
      const row = i * m
      for (let j = 0, k = axis; j < m; j++, k += d) {
        const gap = at - y[k]!
        cost[row + j]! += gap * gap
      }
    }
  return cost
}

/** exp((f_i + g_j - C_ij)/epsilon) into kernel [n, m]. */
export function kernelOf(
  kernel: Float64Array,
  f: Float64Array,
  g: Float64Array,
  cost: Float64Array,
  epsilon: number,
): void {
  const m = g.length
  const factor = 1 / epsilon
  for (let i = 0; i < f.length; i++) {
    const own = f[i]!
    const row = i * m
    for (let j = 0; j < m; j++) kernel[row + j] = exp((own + g[j]! - cost[row + j]!) * factor)
  }
}

/** exp(-|x_i - x_j|^2/epsilon), [n, n]; each pair once. */
export function selfKernel(x: Float64Array, d: 1 | 2 | 3, epsilon: number): Float64Array {
  const n = x.length / d
  const kernel = squaredCosts(x, x, d)
  const factor = -1 / epsilon
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) kernel[i * n + j] = kernel[j * n + i] = exp(kernel[i * n + j]! * factor)
    kernel[i * n + i] = 1
  }
  return kernel
}

/**
 * f_i <- min_j (C_ij - g_j), then g likewise: where epsilon tends to 0. No entry of the kernel is above 1 then, and every
 * row and column has a 1, so that scaling it can neither overflow nor divide by 0.
 */
export function tighten(f: Float64Array, g: Float64Array, cost: Float64Array): void {
  const m = g.length
  for (let i = 0; i < f.length; i++) {
    const row = i * m
    let least = Infinity
    for (let j = 0; j < m; j++) {
      const value = cost[row + j]! - g[j]!
      if (value < least) least = value
    }
    f[i] = least
  }
  g.fill(Infinity)
  for (let i = 0; i < f.length; i++) {
    const row = i * m
    const own = f[i]!
    for (let j = 0; j < m; j++) {
      const value = cost[row + j]! - own
      if (value < g[j]!) g[j] = value
    }
  }
}

/**
 * u <- 1 / mean_j K v, image <- 1 / mean_i K^T u. Four rows at a time, so that sums do not wait for each other and a
 * column is read once for all four.
 */
export function scale(u: Float64Array, image: Float64Array, v: Float64Array, kernel: Float64Array): void {
  const n = u.length
  const m = v.length
  image.fill(0)
  const whole = n & ~3
  for (let i = 0; i < whole; i += 4) {
    const [a, b, c, e] = [i * m, i * m + m, i * m + 2 * m, i * m + 3 * m]
    let [sumA, sumB, sumC, sumE] = [0, 0, 0, 0]
    for (let j = 0; j < m; j++) {
      const other = v[j]!
      sumA += kernel[a + j]! * other
      sumB += kernel[b + j]! * other
      sumC += kernel[c + j]! * other
      sumE += kernel[e + j]! * other
    }
    const [uA, uB, uC, uE] = [m / sumA, m / sumB, m / sumC, m / sumE]
    u[i] = uA
    u[i + 1] = uB
    u[i + 2] = uC
    u[i + 3] = uE
    for (let j = 0; j < m; j++)
      image[j]! += uA * kernel[a + j]! + uB * kernel[b + j]! + (uC * kernel[c + j]! + uE * kernel[e + j]!)
  }
  for (let i = whole; i < n; i++) {
    const row = i * m
    let sum = 0
    for (let j = 0; j < m; j++) sum += kernel[row + j]! * v[j]!
    const own = m / sum
    u[i] = own
    for (let j = 0; j < m; j++) image[j]! += own * kernel[row + j]!
  }
  for (let j = 0; j < m; j++) image[j] = n / image[j]!
}

/**
 * u <- sqrt(u / mean_j K u) for a symmetric kernel, whose two scalings are one; gives the error of the marginal before
 * it. Sums of all rows come before any is scaled.
 */
export function scaleSelf(u: Float64Array, kernel: Float64Array, sums: Float64Array): number {
  const n = u.length
  const whole = n & ~3
  for (let i = 0; i < whole; i += 4) {
    const [a, b, c, e] = [i * n, i * n + n, i * n + 2 * n, i * n + 3 * n]
    let [sumA, sumB, sumC, sumE] = [0, 0, 0, 0]
    for (let j = 0; j < n; j++) {
      const other = u[j]!
      sumA += kernel[a + j]! * other
      sumB += kernel[b + j]! * other
      sumC += kernel[c + j]! * other
      sumE += kernel[e + j]! * other
    }
    sums[i] = sumA
    sums[i + 1] = sumB
    sums[i + 2] = sumC
    sums[i + 3] = sumE
  }
  for (let i = whole; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum += kernel[i * n + j]! * u[j]!
    sums[i] = sum
  }
  let error = 0
  for (let i = 0; i < n; i++) {
    error += Math.abs((u[i]! * sums[i]!) / n - 1) / n
    u[i] = Math.sqrt((u[i]! * n) / sums[i]!)
  }
  return error
}
