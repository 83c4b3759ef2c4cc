import { expect, it } from 'vitest'
import { type Level, predict } from '#core/samplers/level'
import { mixtureClassifier } from '#core/scores/mixture-classifier'
import { mixtureScore } from '#core/scores/mixture-score'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { casesOf } from '#tests/golden/manifest'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('j_mixture_fields')
const forms = { mix1d, ring8, aniso3 } as const

const fieldOf = (name: string) => {
  const [which = '', where = ''] = name.split('/')
  const [, first = '', second = ''] = /alpha([\d.]+)_sigma([\d.]+)/.exec(where)!
  const form = forms[which as keyof typeof forms]
  const x = golden.array(`${which}/${where}/x`)
  // The file rounds the noise level in its name.
  const sigma = second === '0.994987' ? Math.sqrt(1 - 0.01) : Number(second)
  return { form, x, d: form.dimension, n: x.length / form.dimension, alpha: Number(first), sigma }
}

it.each(casesOf('posterior means', 'j_mixture_fields', golden.names))(
  'the predictions of a level: %s',
  (name) => {
    const { form, x, n: count, alpha, sigma } = fieldOf(name)
    const level: Level = { t: 0, alpha, sigma, lambda: Math.log(alpha / sigma), ratio: sigma / alpha }
    const backend = referenceBackend({
      score: mixtureScore(form),
      first: 0,
      count,
      startSeed: 1,
      noise: { kind: 'independent', seed: 1 },
      ensemble: single(count),
    })
    const [at, data, noise] = [backend.allocate(), backend.allocate(), backend.allocate()]
    backend.write(at, x)
    predict(backend, data, at, level, 'data')
    predict(backend, noise, at, level, 'noise')
    const mean = new Float64Array(x.length)
    backend.read(data, mean)
    expect(distance(mean, golden.array(name))).toBeLessThan(1e-10)
    // x = alpha D + sigma eps joins the two.
    backend.combine(data, [alpha, data], [sigma, noise])
    backend.read(data, mean)
    expect(distance(mean, x)).toBeLessThan(1e-12)
  },
)

it.each(casesOf('posterior covariances', 'j_mixture_fields', golden.names))(
  'the Hessian gives the covariance of the data given x: %s',
  (name) => {
    const { form, x, d, n, alpha, sigma } = fieldOf(name)
    const hessian = new Float64Array(n * d * d)
    mixtureScore(form).at(alpha, sigma).hessian?.(hessian, x, n)
    // Cov = (sigma^4 H + sigma^2 I) / alpha^2
    const covariance = hessian.map((h, i) => {
      const diagonal = Math.floor((i % (d * d)) / d) === i % d ? 1 : 0
      return (sigma ** 4 * h + sigma ** 2 * diagonal) / alpha ** 2
    })
    expect(distance(covariance, golden.array(name))).toBeLessThan(1e-10)
  },
)

it.each(casesOf('responsibilities', 'j_mixture_fields', golden.names))(
  'the classifier gives the chances of the components: %s',
  (name) => {
    const { form, x, n, alpha, sigma } = fieldOf(name)
    const expected = golden.array(name)
    const k = form.weights.length
    const labelled = { ...form, labels: Int32Array.from(form.weights, (_, i) => i) }
    for (let label = 0; label < k; label++) {
      const logs = new Float64Array(n)
      mixtureClassifier(labelled, label, alpha, sigma).logProbability(logs, x, n)
      const chances = logs.map(Math.exp)
      const column = expected.filter((_, i) => i % k === label)
      expect(distance(chances, column)).toBeLessThan(1e-10)
    }
  },
)
