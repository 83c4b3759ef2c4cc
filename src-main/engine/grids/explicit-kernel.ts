import { AxisOperator } from '#core/densities/operator/axis-operator'
import { Operator } from '#core/densities/operator/operator'
import { explicitEuler, refuseLongStep } from '#core/densities/schemes/explicit'
import { type Scheme, startOf } from '#core/densities/schemes/scheme'
import type { Transport } from '#core/densities/transport'
import { shape } from '#core/numeric/grids/grid'
import { Arena } from '../backends/wasm/arena'
import { compileKernels, instantiate, type KernelBuild } from '../backends/wasm/module'

/** The scheme itself, or its kernel where it has one that takes the problem and that this machine runs. */
export function quickest(scheme: Scheme, problem: Transport): Scheme {
  if (scheme.kind !== explicitEuler.kind || !takesKernel(problem)) return scheme
  return explicitKernel() ?? scheme
}

/** Plane, float32, no coefficient that moves, nothing but closed ends or ends held at 0, rows of whole vectors. */
export function takesKernel(problem: Transport): boolean {
  const [, ny] = shape(problem.grid)
  return (
    problem.grid.axes.length === 2 &&
    ny % 4 === 0 &&
    problem.steady &&
    problem.cross === undefined &&
    problem.source === undefined &&
    problem.ends.every(
      (end) =>
        end !== 'periodic' &&
        [end.low, end.high].every((side) => (side.kind === 'flux' ? side.flux : side.value) === 0),
    )
  )
}

/**
 * The explicit scheme in float32 by an own SIMD kernel: the same steps as `explicitEuler` to 1e-6 of the largest value. A
 * step longer than the bound is refused as there; `parts` steps of the kernel are taken for each step of the run. Null
 * where the kernels cannot be had. For problems that `takesKernel`.
 */
export function explicitKernel(parts = 1, wanted?: KernelBuild): Scheme | null {
  const found = compileKernels(wanted)
  if (typeof found === 'string') return null
  return {
    ...explicitEuler,
    title: 'Explicit Euler, float32',
    *run(problem, times, from) {
      const [nx, ny] = shape(problem.grid)
      const p = startOf(from, times)
      const longest = 1 / new Operator(problem).fastest(0).together
      const kernels = instantiate(found.module)
      const arena = new Arena(kernels)
      const bytes = 4 * nx * ny
      const row = 4 * ny
      // A row of zeros before and after each plane, and a vector before the first.
      const place = (): number => arena.claim(bytes + 2 * row + 64) + row + 16
      let [here, there] = [place(), place()]
      const weights = arena.claim(5 * bytes)
      for (const at of [here, there]) arena.view(at - row - 16, nx * ny + 2 * ny + 16).fill(0)
      arena.view(here, nx * ny).set(p)
      let length = 0
      for (let step = from.step; step + 1 < times.length; step++) {
        const exact = (times[step + 1]! - times[step]!) / parts
        refuseLongStep(explicitEuler, problem, times[step]!, exact, longest)
        // Rounded like the weights, so that steps that differ by rounding alone have the same ones, wherever a run begins.
        const dt = Math.fround(exact)
        if (dt !== length) fillWeights(arena.view(weights, 5 * nx * ny), problem, dt)
        length = dt
        const result = kernels.fivePoint(here, there, weights, nx, ny, parts)
        if (result !== here) [here, there] = [there, here]
        p.set(arena.view(here, nx * ny))
        yield { step: step + 1, t: times[step + 1]!, p }
      }
    },
  }
}

/**
 * Kept, from below and above along the first axis, from left and right along the second, four cells at a time:
 * [nx, ny / 4, 5, 4]
 */
function fillWeights(out: Float32Array, problem: Transport, dt: number): void {
  const [nx, ny] = shape(problem.grid)
  const x = new AxisOperator(problem, 0).at(0)
  const y = new AxisOperator(problem, 1).at(0)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const at = i * ny + j
      const turned = j * nx + i
      const away =
        (x.backward[at]! + x.forward[at + ny]!) / x.h + (y.backward[turned]! + y.forward[turned + nx]!) / y.h
      const to = 5 * (at - (at & 3)) + (at & 3)
      out[to] = 1 - dt * away
      out[to + 4] = i > 0 ? (dt * x.forward[at]!) / x.h : 0
      out[to + 8] = i + 1 < nx ? (dt * x.backward[at + ny]!) / x.h : 0
      out[to + 12] = j > 0 ? (dt * y.forward[turned]!) / y.h : 0
      out[to + 16] = j + 1 < ny ? (dt * y.backward[turned + nx]!) / y.h : 0
    }
}
