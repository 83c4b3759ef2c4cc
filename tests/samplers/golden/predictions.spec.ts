import { expect, it } from 'vitest'
import { type Level, predict } from '#core/samplers/level'
import { mixtureScore } from '#core/scores/mixture-score'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'
import { casesOf } from '#tests/golden/manifest'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('j_mixture_fields')
const forms = { mix1d, ring8, aniso3 } as const

it.each(casesOf('posterior means', 'j_mixture_fields', golden.names))(
  'the predictions of a level: %s',
  (name) => {
    const [which = '', where = ''] = name.split('/')
    const form = forms[which as keyof typeof forms]
    const [, first = '', second = ''] = /alpha([\d.]+)_sigma([\d.]+)/.exec(where)!
    const alpha = Number(first)
    // The file rounds the noise level in its name.
    const sigma = second === '0.994987' ? Math.sqrt(1 - 0.01) : Number(second)
    const level: Level = { t: 0, alpha, sigma, lambda: Math.log(alpha / sigma), ratio: sigma / alpha }
    const x = golden.array(`${which}/${where}/x`)
    const count = x.length / form.dimension
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
