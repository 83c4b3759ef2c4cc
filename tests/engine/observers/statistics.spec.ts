import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { assemble, type Model } from '#main/engine/assemble'
import { statistics } from '#main/engine/observers/statistics'

const n = 5000

function modelOf(subject: Record<string, unknown>): Model {
  const document = parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'ring' },
          process: { kind: 'vp-linear' },
          grid: { kind: 'log-snr', steps: 10 },
          particles: n,
          ...subject,
        },
      },
    },
    catalog,
  )
  return assemble(document.experiment.subject, catalog)
}

/** Exact draws of p_t, each coordinate then changed. */
function cloud(model: Model, step: number, change: (value: number, i: number) => number = (v) => v) {
  const { distribution, process, times } = model
  const d = distribution.dimension
  const x = new Float64Array(n * d)
  const noise = new Float64Array(n * d)
  distribution.sample(x, 77, 0)
  fillNormals(noise, d, 78, 0, streams.start, 0)
  const t = times[step]!
  return Float32Array.from(x, (v, i) => change(process.alpha(t) * v + process.sigma(t) * noise[i]!, i))
}

const verdicts = (model: Model, step: number, x: Float32Array) =>
  Object.fromEntries(statistics(model, step, x, n).witnesses.map((witness) => [witness.name, witness]))

describe('witnesses of a frame', () => {
  test.each([0, 5, 10])('all agree for exact draws at step %i', (step) => {
    const model = modelOf({})
    const found = verdicts(model, step, cloud(model, step))
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(['Mean', 'Spread', 'Sliced W₂', 'Mass', 'Score']),
    )
    // The identity needs a difference in time, so not the ends of it.
    expect('Flow identity' in found).toBe(step === 5)
    // At the data end the modes are apart; in the noise they are not.
    expect('Mode shares' in found).toBe(step === 10)
    for (const [name, witness] of Object.entries(found)) expect(witness.agrees, name).toBe(true)
  })

  test('a lost mode is seen by its share and the distance, with mean and spread repaired', () => {
    const model = modelOf({})
    // Everything right of x = 2.9 goes to the mirrored side: one mode of eight is lost.
    const found = verdicts(
      model,
      10,
      (() => {
        const x = cloud(model, 10)
        for (let i = 0; i < n; i++) if (x[2 * i]! > 3.2) x[2 * i] = -x[2 * i]!
        return x
      })(),
    )
    expect(found['Mode shares']!.agrees).toBe(false)
    expect(found['Sliced W₂']!.agrees).toBe(false)
    expect(found['Score']!.agrees).toBe(true)
  })

  test('particles that are a tenth too wide are seen', () => {
    const model = modelOf({
      data: {
        kind: 'mixture',
        components: [
          {
            weight: 1,
            mean: [0, 0],
            cov: [
              [1, 0],
              [0, 1],
            ],
          },
        ],
      },
    })
    const found = verdicts(
      model,
      10,
      cloud(model, 10, (v) => 1.1 * v),
    )
    expect(found['Spread']!.agrees).toBe(false)
  })

  test('a guided score has its own target at w = 1 and none beyond', () => {
    const plain = modelOf({ score: { kind: 'guided', label: 2, weight: 1 } })
    const conditional = plain.score.target!
    const x = new Float64Array(2 * n)
    conditional.sample(x, 5, 0)
    const found = verdicts(plain, 10, Float32Array.from(x))
    expect(found['Mean']!.agrees).toBe(true)
    expect(found['Sliced W₂']!.agrees).toBe(true)
    const strong = verdicts(
      modelOf({ score: { kind: 'guided', label: 2, weight: 4 } }),
      10,
      Float32Array.from(x),
    )
    expect(Object.keys(strong)).toEqual(['Score'])
    expect(strong['Score']!.agrees).toBe(true)
  })

  test('a preview has no distance', () => {
    const model = modelOf({})
    const few = statistics(model, 10, cloud(model, 10), 2000).witnesses.map((witness) => witness.name)
    expect(few).not.toContain('Sliced W₂')
    expect(few).toContain('Mode shares')
  })

  test('boxes and points have no mass nor mode witness, and do not fail', () => {
    const model = modelOf({ data: { kind: 'checkerboard' } })
    expect(Object.keys(verdicts(model, 10, cloud(model, 10)))).toEqual([
      'Mean',
      'Spread',
      'Sliced W₂',
      'Score',
    ])
  })
})
