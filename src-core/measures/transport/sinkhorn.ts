import { countOf, inDouble, type Points, squaredDistance } from '../samples/points'

export interface SinkhornOptions {
  /** Weight of the entropy, in squared data units; a few per cent of a typical squared distance. */
  readonly epsilon: number
  /** It stops when the marginals are right to this (sum of absolute errors); 1e-9 by default. */
  readonly tolerance?: number
  /** Most pairs of half-steps; 2000 by default. */
  readonly mostRounds?: number
}

/** Entropic transport with cost |x - y|^2 between uniform weights. */
export interface EntropicTransport {
  /** sum P |x - y|^2 of the plan P */
  readonly cost: number
  /** sum f/n + sum g/m: the value of the regularised problem */
  readonly dual: number
  /** Sum of absolute errors of the plan's first marginal */
  readonly marginalError: number
}

/**
 * Sinkhorn's iteration (Cuturi 2013) for the potentials f, g with P = exp((f + g - C)/epsilon)/(n m). The potentials are
 * kept in the log domain; between refreshes of the kernel plain scaling steps are done on it (Schmitzer 2019,
 * section 3.2), which costs no exponentials. Modes far apart exchange mass slowly, so steps are over-relaxed by what
 * the observed rate asks for (Thibault et al. 2021). n m numbers are held: meant for 1000 points or so.
 */
export function sinkhorn(x: Points, y: Points, options: SinkhornOptions): EntropicTransport {
  const { epsilon, tolerance = 1e-9, mostRounds = 2000 } = options
  const cost = costs(x, y)
  const n = countOf(x)
  const m = countOf(y)
  const f = new Float64Array(n)
  const g = new Float64Array(m)
  const kernel = new Float64Array(n * m)
  const u = new Float64Array(n)
  const v = new Float64Array(m)
  let error = Infinity
  let relaxation = 1
  let least = Infinity
  softMinimum(f, g, cost, epsilon, 1, m)
  softMinimum(g, f, cost, epsilon, m, 1)
  for (let round = 1; round < mostRounds && error > tolerance;) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) kernel[i * m + j] = Math.exp((f[i]! + g[j]! - cost[i * m + j]!) / epsilon)
    u.fill(1)
    v.fill(1)
    const before = error
    least = Math.min(least, error)
    let inner = 0
    for (; inner < REFRESH && round < mostRounds; inner++, round++) {
      error = scale(u, v, kernel, relaxation)
      if (error <= tolerance || outside(u) || outside(v)) break
    }
    for (let i = 0; i < n; i++) f[i]! += epsilon * Math.log(u[i]!)
    for (let j = 0; j < m; j++) g[j]! += epsilon * Math.log(v[j]!)
    relaxation = nextRelaxation(relaxation, (error / before) ** (1 / Math.max(1, inner)), error, least)
  }
  let total = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      total += cost[i * m + j]! * Math.exp((f[i]! + g[j]! - cost[i * m + j]!) / epsilon)
  return { cost: total / (n * m), dual: mean(f) + mean(g), marginalError: error }
}

/** Scaling steps before the scalings go into the potentials and the kernel is made anew. */
const REFRESH = 50

/**
 * With relaxation w the error shrinks by r each step where (r + w - 1)^2 = r w^2 l (Young 1954), so the rate that is seen
 * gives l, the rate of plain steps, and that the best w = 2 / (1 + sqrt(1 - l)). An error well above the least that was
 * reached falls back to plain steps.
 */
function nextRelaxation(now: number, rate: number, error: number, least: number): number {
  if (error > 0.1 || error > 10 * least) return 1
  if (!(rate < 1)) return now
  const plain = (rate + now - 1) ** 2 / (rate * now * now)
  return plain < 1 ? Math.max(now, Math.min(1.999, 2 / (1 + Math.sqrt(1 - plain)))) : now
}

/**
 * The debiased divergence OT(x, y) - OT(x, x)/2 - OT(y, y)/2 of the dual values (Feydy et al. 2019): not negative, 0 for
 * equal samples, between W_2^2 (epsilon to 0) and an energy distance (epsilon to infinity).
 */
export function sinkhornDivergence(x: Points, y: Points, options: SinkhornOptions): number {
  const { dual } = sinkhorn(x, y, options)
  return dual - 0.5 * sinkhorn(x, x, options).dual - 0.5 * sinkhorn(y, y, options).dual
}

function costs(x: Points, y: Points): Float64Array {
  const n = countOf(x)
  const m = countOf(y)
  const left = inDouble(x)
  const right = inDouble(y)
  const cost = new Float64Array(n * m)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) cost[i * m + j] = squaredDistance(left, i, right, j, x.dimension)
  return cost
}

/** out_i <- -epsilon log mean_j exp((other_j - C_ij)/epsilon); strides say which side of C is which. */
function softMinimum(
  out: Float64Array,
  other: Float64Array,
  cost: Float64Array,
  epsilon: number,
  stride: number,
  row: number,
): void {
  for (let i = 0; i < out.length; i++) {
    const at = stride === 1 ? i * row : i
    let top = -Infinity
    for (let j = 0; j < other.length; j++) top = Math.max(top, other[j]! - cost[at + j * stride]!)
    let sum = 0
    for (let j = 0; j < other.length; j++)
      sum += Math.exp((other[j]! - cost[at + j * stride]! - top) / epsilon)
    out[i] = -top - epsilon * Math.log(sum / other.length)
  }
}

/** u <- u^(1-w) (1 / mean_j K v)^w, then v likewise; gives the error of the first marginal before it. */
function scale(u: Float64Array, v: Float64Array, kernel: Float64Array, w: number): number {
  const n = u.length
  const m = v.length
  const columns = new Float64Array(m)
  let error = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < m; j++) sum += kernel[i * m + j]! * v[j]!
    error += Math.abs((u[i]! * sum) / m - 1) / n
    u[i] = w === 1 ? m / sum : u[i]! * (m / (u[i]! * sum)) ** w
    for (let j = 0; j < m; j++) columns[j]! += u[i]! * kernel[i * m + j]!
  }
  for (let j = 0; j < m; j++) v[j] = w === 1 ? n / columns[j]! : v[j]! * (n / (v[j]! * columns[j]!)) ** w
  return error
}

function outside(values: Float64Array): boolean {
  return values.some((value) => !(value > 1e-50 && value < 1e50))
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
