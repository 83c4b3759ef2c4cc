import type { Frame, GridSpec, RunInfo } from '#core/protocol/contract'
import type { PathSet, Ridgeline } from '#renderer/stage/stage'

/** Centre, standard deviation and weight of one round Gaussian. */
interface Blob {
  readonly mean: readonly number[]
  readonly deviation: number
}

/** A seeded mixture under VP noise with its exact marginals: frames as an engine would send them. */
export interface ExactRun {
  readonly info: RunInfo
  frame(step: number, particles: number, grids: { density: GridSpec | null; score: GridSpec | null }): Frame
  paths(count: number, lambda: 0 | 1): PathSet
  ridgeline(grid: GridSpec): Ridgeline
}

const steps = 100

/** Numerical Recipes' quick generator; pictures need no better. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

export function pinwheel(dimension: 1 | 2 | 3): readonly Blob[] {
  if (dimension === 1)
    return [-1.6, -0.3, 1.4].map((m, i) => ({ mean: [m], deviation: [0.16, 0.3, 0.22][i]! }))
  const blobs: Blob[] = []
  for (let arm = 0; arm < 5; arm++)
    for (let k = 0; k < 21; k++) {
      const r = 0.35 + (1.75 * k) / 20
      const a = (2 * Math.PI * arm) / 5 + 1.15 * (r / 2.1) ** 1.2 + 0.4
      const mean = [r * Math.cos(a), r * Math.sin(a), dimension === 3 ? 1.6 * Math.sin(3 * a) : 0]
      blobs.push({ mean: mean.slice(0, dimension), deviation: 0.08 + 0.02 * r })
    }
  return blobs
}

export function exactRun(dimension: 1 | 2 | 3, seed: number, revision = 1): ExactRun {
  const blobs = pinwheel(dimension)
  // Even in log-SNR from noise to data
  const logSnr = Float64Array.from({ length: steps + 1 }, (_, i) => -8 + (15.5 * i) / steps)
  const alpha = logSnr.map((l) => Math.sqrt(1 / (1 + Math.exp(-l))))
  const sigma = logSnr.map((l) => Math.sqrt(1 / (1 + Math.exp(l))))
  const at = (step: number): { a: number; s: number } => ({ a: alpha[step]!, s: sigma[step]! })

  function evaluate(step: number, x: ArrayLike<number>, offset: number, score: Float64Array): number {
    const { a, s } = at(step)
    let p = 0
    score.fill(0)
    for (const { mean, deviation } of blobs) {
      const v = a * a * deviation * deviation + s * s
      let r2 = 0
      for (let k = 0; k < dimension; k++) r2 += (x[offset + k]! - a * mean[k]!) ** 2
      const q = Math.exp((-0.5 * r2) / v) / (2 * Math.PI * v) ** (dimension / 2) / blobs.length
      p += q
      for (let k = 0; k < dimension; k++) score[k]! += (-q * (x[offset + k]! - a * mean[k]!)) / v
    }
    if (p > 1e-280) for (let k = 0; k < dimension; k++) score[k]! /= p
    return p
  }

  function onGrid(step: number, grid: GridSpec): { p: Float32Array; s: Float32Array } {
    const total = grid.counts.reduce((m, n) => m * n, 1)
    const p = new Float32Array(total)
    const s = new Float32Array(total * dimension)
    const x = new Float64Array(dimension)
    const score = new Float64Array(dimension)
    for (let i = 0; i < total; i++) {
      let rest = i
      for (let axis = dimension - 1; axis >= 0; axis--) {
        x[axis] = grid.origin[axis]! + (rest % grid.counts[axis]!) * grid.spacing[axis]!
        rest = Math.floor(rest / grid.counts[axis]!)
      }
      p[i] = evaluate(step, x, 0, score)
      s.set(score, i * dimension)
    }
    return { p, s }
  }

  /** The same particles at every step: their component and noise do not change. */
  function sample(step: number, count: number): Float32Array {
    const next = random(seed)
    const { a, s } = at(step)
    const out = new Float32Array(count * dimension)
    for (let i = 0; i < count; i++) {
      const { mean, deviation } = blobs[Math.floor(next() * blobs.length)]!
      for (let k = 0; k < dimension; k++) {
        const r = Math.sqrt(-2 * Math.log(next()))
        const turn = 2 * Math.PI * next()
        out[i * dimension + k] = a * (mean[k]! + deviation * r * Math.cos(turn)) + s * r * Math.sin(turn)
      }
    }
    return out
  }

  const low = Array.from({ length: dimension }, () => -2.6)
  const info: RunInfo = {
    revision,
    dimension,
    particles: 20000,
    times: logSnr.map((l) => 1 / (1 + Math.exp(0.5 * l))),
    alpha,
    sigma,
    logSnr,
    nfe: Float64Array.from({ length: steps + 1 }, (_, i) => i),
    direction: 'reverse',
    deterministic: false,
    equation: '',
    backend: { name: 'reference', precision: 'float64', detail: '' } as unknown as RunInfo['backend'],
    backendReason: '',
    workers: 1,
    dataVariance: 1,
    box: { low, high: low.map((v) => -v) },
    scoreAccuracy: '',
    startMismatch: null,
    grid: null,
  }

  return {
    info,
    frame(step, particles, grids) {
      const density = grids.density === null ? null : onGrid(step, grids.density).p
      const score = grids.score === null ? null : onGrid(step, grids.score).s
      return {
        revision,
        step,
        t: info.times[step]!,
        shown: particles,
        particles: sample(step, particles),
        density:
          density === null || grids.density === null
            ? null
            : { grid: grids.density, values: density, max: density.reduce((m, v) => Math.max(m, v), 0) },
        score: score === null || grids.score === null ? null : { grid: grids.score, values: score },
        learned: null,
        mesh: null,
        grid: null,
        statistics: null,
      }
    },
    paths(count, lambda) {
      const values = new Float32Array(count * (steps + 1) * dimension)
      const next = random(seed + 17)
      const normal = (): number => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
      const score = new Float64Array(dimension)
      for (let i = 0; i < count; i++) {
        // Euler steps of the family in lambda, in y = x / alpha whose drift is the score alone
        const x = new Float64Array(dimension).map(() => normal())
        for (let step = 0; step <= steps; step++) {
          const base = (i * (steps + 1) + step) * dimension
          for (let k = 0; k < dimension; k++) values[base + k] = x[k]!
          if (step === steps) continue
          const [from, to] = [at(step), at(step + 1)]
          const change = (from.s / from.a) ** 2 - (to.s / to.a) ** 2
          evaluate(step, x, 0, score)
          for (let k = 0; k < dimension; k++) {
            const drift = 0.5 * (1 + lambda) * change * from.a * score[k]!
            const noise = normal() * lambda * Math.sqrt(change)
            x[k] = to.a * (x[k]! / from.a + drift + noise)
          }
        }
      }
      return { particles: Array.from({ length: count }, (_, i) => i), values, steps }
    },
    ridgeline(grid) {
      const rows = Array.from({ length: steps + 1 }, (_, step) => [...onGrid(step, grid).p])
      return { grid, values: Float32Array.from(rows.flat()), source: 'exact' }
    },
  }
}
