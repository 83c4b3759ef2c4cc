import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { WeakForm } from '#core/protocol/weak-form'
import { assembleEquation, type EquationModel } from '#main/engine/equations/equation-model'
import { weakForm } from '#main/engine/observers/weak-form'

const seeds = { data: 1, start: 2, path: 3, locked: [], noise: 'tree' } as const
function modelOf(subject: Record<string, unknown>): EquationModel {
  const { experiment } = parse({ scorefield: 1, experiment: { subject } }, catalog)
  if (experiment.subject.kind === 'generative') throw new Error('an equation was meant')
  return assembleEquation(experiment.subject, catalog)
}
const found = (subject: Record<string, unknown>, phi: string): WeakForm =>
  weakForm(modelOf(subject), seeds, phi)

const spring = {
  kind: 'sde',
  equation: { kind: 'ornstein-uhlenbeck', theta: 0.5, sigma: 1 },
  domain: { kind: 'line', low: -30, high: 30 },
  start: { kind: 'point', x: 2 },
  horizon: 2,
  steps: 200,
  particles: 4000,
}

test('the square of a spring: both sides are those of the closed form', () => {
  const { t, mean, meanError, left, leftError, right, residualError, agrees, compared, folded } = found(
    spring,
    'x^2',
  )
  expect(agrees).toBe(true)
  expect(compared).toBe(left.length)
  expect(folded).toBe(0)
  // E x^2 = 1 + 3 e^-t, and its slope -3 e^-t
  expect(Math.abs(mean.at(-1)! - (1 + 3 * Math.exp(-2)))).toBeLessThan(4 * meanError.at(-1)! + 0.02)
  left.forEach((value, k) => {
    const exact = -3 * Math.exp(-0.5 * (t[k]! + t[k + 1]!))
    expect(Math.abs(value - exact)).toBeLessThan(4.5 * leftError[k]! + 0.05)
    expect(Math.abs(right[k]! - exact)).toBeLessThan(0.25)
  })
  // The difference of both has what the mean of L x^2 does not add: sd 2 sigma x / sqrt(dt n)
  expect(residualError[0]! / (4 / Math.sqrt(t[1]! * 4000))).toBeCloseTo(1, 1)
})

test('holds in the plane with a cross term, and for noise that depends on the place', () => {
  const plane = {
    kind: 'sde',
    equation: {
      kind: 'formula-plane',
      driftX: '-x + y',
      driftY: '-y',
      xx: '1',
      xy: '0',
      yx: '0.6',
      yy: '0.5',
    },
    domain: { kind: 'plane', lowX: -20, highX: 20, lowY: -20, highY: 20, cells: 32 },
    horizon: 1,
    steps: 100,
    particles: 3000,
  }
  expect(found(plane, 'x * y').agrees).toBe(true)
  const geometric = {
    kind: 'sde',
    equation: { kind: 'geometric-brownian' },
    horizon: 1,
    steps: 200,
    particles: 3000,
  }
  expect(found(geometric, 'sin(x)').agrees).toBe(true)
})

test('planted: particles of another equation than L is of are found out', () => {
  const model = modelOf(spring)
  const { sde } = model
  if (sde === null) throw new Error('an SDE was meant')
  // The same noise sequence, but L reads the half of the diffusion as if it were all: particles move as they should.
  let calls = 0
  const halved: EquationModel = {
    ...model,
    sde: {
      ...sde,
      diffusion(out, x, y, t) {
        sde.diffusion(out, x, y, t)
        // Paths ask once a particle and step, then `L` does, then what counts folds.
        const ofGenerator = Math.floor(calls++ / 4000) % 3 === 1
        if (ofGenerator) out[0]! *= Math.SQRT1_2
      },
    },
  }
  expect(weakForm(halved, seeds, 'x^2').agrees).toBe(false)
})

test('ends that fold paths back are counted; a test function that is flat there is not troubled', () => {
  const box = {
    kind: 'sde',
    equation: { kind: 'brownian' },
    domain: { kind: 'line', low: -1, high: 1, lowEnd: 'insulated', highEnd: 'insulated' },
    horizon: 1,
    steps: 400,
    particles: 3000,
  }
  const bent = found(box, 'x^2')
  expect(bent.folded).toBeGreaterThan(1000)
  expect(bent.agrees).toBe(false)
  const flat = found(box, 'cos(pi * x)')
  expect(flat.chiSquare).toBeLessThan(0.2 * bent.chiSquare)
})

test('what cannot be read, or is not finite along the paths, is refused in a sentence', () => {
  expect(() => found(spring, 'x +')).toThrow(/^phi is "x \+", which cannot be read/)
  expect(() => found(spring, 'y')).toThrow(/^phi uses "y", which is not known/)
  expect(() => found(spring, 'log(x - 100)')).toThrow(/^phi is "log\(x - 100\)", which is not finite/)
})
