import type { Seeds } from '#core/experiment/document'
import { meanOf } from '#core/measures/paths/ito-bench'
import { generatorAt, type TestFunction } from '#core/measures/paths/weak-form'
import { compileFormula } from '#core/numeric/formula'
import { Invalid } from '#core/params/invalid'
import { testFunctionParam, type WeakForm } from '#core/protocol/weak-form'
import type { EquationModel } from '../equations/equation-model'
import { particlePaths } from '../equations/states'

/** Most particles, and most steps of particles: an answer takes a second or so. */
const MOST_PARTICLES = 10_000
const MOST_WORK = 1_500_000
/** Stretches at most */
const SHOWN = 60
/** Deviations of a normal number that one case in a thousand is beyond, to one side */
const RARE = 3.09

/** phi on the model's dimension. Throws `Invalid` at `phi`. */
function testFunctionOf(text: string, dimension: 1 | 2): TestFunction {
  if (typeof text !== 'string' || text.length > testFunctionParam.maxLength)
    throw new Invalid('phi', `is too long; at most ${testFunctionParam.maxLength} characters were expected`)
  const formula = compileFormula(text, dimension === 1 ? ['x'] : ['x', 'y'], 'phi')
  const held = new Float64Array(dimension)
  return {
    value(x, y) {
      held[0] = x
      if (dimension === 2) held[1] = y
      return formula.evaluate(held)
    },
  }
}

/**
 * Both sides of d/dt E phi = E L phi along the document's own particles. Over each step phi moves by L phi dt and a part
 * of mean 0, so the difference of both sides is known particle by particle, and stretches are independent. Throws
 * `Invalid`.
 */
export function weakForm(model: EquationModel, seeds: Seeds, text: string): WeakForm {
  const { sde, times, dimension: d, domain } = model
  if (sde === null) throw new Invalid('experiment.subject.kind', 'has no noise; "sde" was expected')
  const phi = testFunctionOf(text, d)
  const steps = times.length - 1
  const n = Math.max(200, Math.min(model.particles, MOST_PARTICLES, Math.floor(MOST_WORK / steps)))
  const stride = Math.ceil(steps / SHOWN)
  const valueAt = (x: Float64Array): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => phi.value(x[i * d]!, d === 2 ? x[i * d + 1]! : 0))
  const gone = (x: Float64Array, i: number): boolean =>
    domain.grid.axes.some(({ low, high }, axis) => {
      const at = x[i * d + axis]!
      return at < low || at > high
    })
  const folds = foldsOf(model)
  const rows: number[][] = []
  const stretches: number[][] = []
  let before: Float64Array = new Float64Array(0)
  let from: Float64Array = new Float64Array(0)
  let since = 0
  const drifted = new Float64Array(n)
  let folded = 0
  for (const { step, t, x, increments } of particlePaths(model, seeds, { first: 0, count: n })) {
    if (step > 0) {
      const last = times[step - 1]!
      const generator = generatorAt(sde, phi, before, last)
      // What has left through a held end stands still.
      for (let i = 0; i < n; i++) if (!gone(before, i)) drifted[i]! += (t - last) * generator[i]!
      folded += folds(before, increments, last, t - last)
    }
    before = Float64Array.from(x)
    if (step % stride !== 0 && step !== steps) continue
    const values = valueAt(x)
    const mean = meanOf(values)
    rows.push([t, mean.value, mean.error])
    if (step > 0) {
      const dt = t - since
      const change = values.map((value, i) => (value - from[i]!) / dt)
      const expected = drifted.map((value) => value / dt)
      const parts = [change, expected, change.map((value, i) => value - expected[i]!)].map(meanOf)
      stretches.push(parts.flatMap(({ value, error }) => [value, error]))
    }
    from = values
    since = t
    drifted.fill(0)
  }
  if (![...rows, ...stretches].flat().every(Number.isFinite))
    throw new Invalid(
      'phi',
      `is "${text}", which is not finite along the paths; a smooth formula that is finite for every place was expected`,
    )
  const row = (k: number): Float64Array => Float64Array.from(rows, (values) => values[k]!)
  const stretch = (k: number): Float64Array => Float64Array.from(stretches, (values) => values[k]!)
  return {
    t: row(0),
    mean: row(1),
    meanError: row(2),
    left: stretch(0),
    leftError: stretch(1),
    right: stretch(2),
    rightError: stretch(3),
    residual: stretch(4),
    residualError: stretch(5),
    ...verdict(stretch(4), stretch(5)),
    particles: n,
    folded,
  }
}

function verdict(
  residual: Float64Array,
  error: Float64Array,
): Pick<WeakForm, 'chiSquare' | 'compared' | 'largest' | 'agrees'> {
  const scores = [...residual].map((value, k) => value / error[k]!).filter(Number.isFinite)
  const chiSquare = scores.reduce((sum, z) => sum + z * z, 0)
  const largest = scores.reduce((most, z) => Math.max(most, Math.abs(z)), 0)
  const part = 2 / (9 * Math.max(1, scores.length))
  // Wilson & Hilferty 1931: the cube root of chi-square over its degrees is nearly normal.
  const z = (Math.cbrt(chiSquare / Math.max(1, scores.length)) - (1 - part)) / Math.sqrt(part)
  return { chiSquare, compared: scores.length, largest, agrees: z < RARE }
}

/** Counts the steps that would have led through an insulated end. */
function foldsOf({ sde, domain, dimension: d }: EquationModel) {
  const closed = domain.ends.map(
    (ends) => ends !== 'periodic' && [ends.low, ends.high].map(({ kind }) => kind === 'flux'),
  )
  return (x: Float64Array, increments: Float64Array, t: number, dt: number): number => {
    if (sde === null || !closed.some((ends) => ends !== false && ends.includes(true))) return 0
    const m = sde.noises
    const [drift, matrix] = [new Float64Array(d), new Float64Array(d * m)]
    let count = 0
    for (let i = 0; i < x.length / d; i++) {
      const [px, py] = [x[i * d]!, d === 2 ? x[i * d + 1]! : 0]
      sde.drift(drift, px, py, t)
      sde.diffusion(matrix, px, py, t)
      domain.grid.axes.forEach(({ low, high }, axis) => {
        const ends = closed[axis]
        if (ends === undefined || ends === false) return
        let next = x[i * d + axis]! + drift[axis]! * dt
        for (let k = 0; k < m; k++) next += matrix[axis * m + k]! * increments[i * m + k]!
        if ((next < low && ends[0] === true) || (next > high && ends[1] === true)) count++
      })
    }
    return count
  }
}
