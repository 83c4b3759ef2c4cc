import { expect, test } from 'vitest'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { scaledForward } from '#core/densities/problems/scaled-family'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { compileSde } from '#core/densities/sde/sde'
import { gaussian } from '#core/densities/starts/gaussian'
import { closedEnds, heldEnds } from '#core/densities/transport'
import { cellSize, grid } from '#core/numeric/grids/grid'
import { explicitKernel, quickest, takesKernel } from '#main/engine/grids/explicit-kernel'

const on = grid([
  { low: -4, high: 4, count: 66 },
  { low: -5, high: 5, count: 72 },
])
const swirl = compileSde({
  dimension: 2,
  interpretation: 'ito',
  drift: ['y - x', '-x - y'],
  diffusion: [
    ['0.8', '0'],
    ['0', '0.5'],
  ],
})
const problems = {
  'closed ends': fokkerPlanck(on, [closedEnds, closedEnds], swirl),
  'ends that absorb': fokkerPlanck(on, [heldEnds(0, 0), closedEnds], swirl),
  'forward noising': scaledForward(on),
}

for (const build of ['simd', 'relaxed-simd'] as const)
  test.each(Object.entries(problems))(
    `${build}: float32 steps are the float64 scheme’s, %s`,
    (_, problem) => {
      expect(takesKernel(problem)).toBe(true)
      const start = gaussian.make({ x: 1, y: -0.5, deviation: 0.5 }).averages(on)
      const bound = explicitEuler.stepBound(problem, 0)
      for (const parts of [1, 4, 7]) {
        const times = (n: number, dt: number): Float64Array =>
          Float64Array.from({ length: n + 1 }, (_v, k) => k * dt)
        const fine = explicitEuler.run(problem, times(30 * parts, 0.9 * bound), { step: 0, t: 0, p: start })
        const coarse = explicitKernel(parts, build)!.run(problem, times(30, 0.9 * bound * parts), {
          step: 0,
          t: 0,
          p: start,
        })
        const top = Math.max(...start)
        for (const state of coarse) {
          let exact = fine.next()
          for (let k = 1; k < parts; k++) exact = fine.next()
          if (exact.done === true) throw new Error('the float64 run ended first')
          const { p } = exact.value
          expect(state.p.reduce((most, v, i) => Math.max(most, Math.abs(v - p[i]!)), 0)).toBeLessThan(
            1e-6 * top,
          )
          const mass = (of: Float64Array): number => cellSize(on) * of.reduce((a, b) => a + b, 0)
          expect(Math.abs(mass(state.p) - mass(p))).toBeLessThan(2e-6)
          expect(Math.min(...state.p)).toBeGreaterThanOrEqual(0)
        }
      }
    },
  )

test('a run goes on from any state to the same bits', () => {
  const problem = problems['closed ends']
  const scheme = quickest(explicitEuler, problem)
  expect(scheme.title).toBe('Explicit Euler, float32')
  expect(quickest(backwardEuler, problem)).toBe(backwardEuler)
  const dt = 0.9 * explicitEuler.stepBound(problem, 0)
  const times = Float64Array.from({ length: 41 }, (_, k) => (k * 40 * dt) / 40)
  const start = gaussian.make({ x: 1, y: -0.5, deviation: 0.5 }).averages(on)
  let middle = { step: 0, t: 0, p: start }
  let last: Float64Array = start
  for (const state of scheme.run(problem, times, middle)) {
    if (state.step === 17) middle = { ...state, p: state.p.slice() }
    last = state.p.slice()
  }
  let again: Float64Array = start
  for (const state of scheme.run(problem, times, middle)) again = state.p
  expect(again).toEqual(last)
})

test('what the kernel does not take stays with the float64 scheme', () => {
  expect(takesKernel(fokkerPlanck(on, ['periodic', closedEnds], swirl))).toBe(false)
  expect(takesKernel(fokkerPlanck(on, [heldEnds(1, 0), closedEnds], swirl))).toBe(false)
  expect(takesKernel(scaledForward(grid([{ low: 0, high: 1, count: 64 }])))).toBe(false)
  const bound = explicitEuler.stepBound(problems['closed ends'], 0)
  const run = explicitKernel()!.run(problems['closed ends'], Float64Array.of(0, 2 * bound), {
    step: 0,
    t: 0,
    p: new Float64Array(66 * 72),
  })
  expect(() => run.next()).toThrow(/^steps make a step of .* grows without limit beyond/)
})
