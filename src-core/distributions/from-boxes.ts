import { counterWord, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import type { BoxesForm } from '#core/scores/score-form'
import type { Distribution } from './distribution'
import { cumulate, pick } from './from-mixture'

/** An axis-parallel box [low, high] of the plane. */
export type Rectangle = readonly [x0: number, y0: number, x1: number, y1: number]

/** Uniform on disjoint rectangles; mass in proportion to area. */
export function distributionFromRectangles(rectangles: readonly Rectangle[]): Distribution {
  const areas = Float64Array.from(rectangles, ([x0, y0, x1, y1]) => (x1 - x0) * (y1 - y0))
  const total = areas.reduce((sum, area) => sum + area, 0)
  const form: BoxesForm = {
    form: 'boxes',
    dimension: 2,
    weights: areas.map((area) => area / total),
    low: Float64Array.from(rectangles.flatMap(([x0, y0]) => [x0, y0])),
    high: Float64Array.from(rectangles.flatMap(([, , x1, y1]) => [x1, y1])),
  }
  const mean = new Float64Array(2)
  let variance = 0
  for (let j = 0; j < 2; j++) {
    const middle = (k: number): number => 0.5 * (form.low[2 * k + j]! + form.high[2 * k + j]!)
    form.weights.forEach((w, k) => (mean[j]! += w * middle(k)))
    form.weights.forEach((w, k) => {
      const side = form.high[2 * k + j]! - form.low[2 * k + j]!
      variance += 0.5 * w * ((middle(k) - mean[j]!) ** 2 + (side * side) / 12)
    })
  }
  const ends = (values: Float64Array, choose: (...all: number[]) => number): Float64Array =>
    Float64Array.of(
      choose(...values.filter((_, i) => i % 2 === 0)),
      choose(...values.filter((_, i) => i % 2 === 1)),
    )
  const cumulative = cumulate(form.weights)
  return {
    dimension: 2,
    form,
    mean,
    variance,
    box: { low: ends(form.low, Math.min), high: ends(form.high, Math.max) },
    sample(out, seed, first) {
      for (let i = 0; i < out.length / 2; i++) {
        uniformPair(seed, first + i, counterWord(streams.data, 0, 0))
        const k = pick(cumulative, pairOfUniforms.first)
        uniformPair(seed, first + i, counterWord(streams.data, 0, 1))
        const { first: u, second: v } = pairOfUniforms
        out[2 * i] = form.low[2 * k]! + u * (form.high[2 * k]! - form.low[2 * k]!)
        out[2 * i + 1] = form.low[2 * k + 1]! + v * (form.high[2 * k + 1]! - form.low[2 * k + 1]!)
      }
    },
  }
}
