import { entry } from '#core/params/entry'
import type { Slot } from '../../backend'
import { endAtZero } from '../../end-at-zero'
import { type Form, type Level, levelAt, predict } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { form } from '../dpm-solver/parameters'
import { type Known, type Scale, unipcStep } from './unipc-step'

const capabilities = (order: number): Capabilities => ({
  noise: 'none',
  equation: 'flow',
  // The first step is corrected to order 2, which leaves an error O(h^3).
  order: { ode: order + 1, sde: null, ...(order > 2 ? { ownStart: 3 } : {}) },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  // Earlier predictions, and x before the last step, from which the corrector sets out again.
  history: order + 1,
})

interface Options {
  readonly order: number
  readonly scale: Scale
  readonly form: Form
  readonly lowerOrderFinal: boolean
}

/**
 * UniPC-p (Zhao et al. 2023, algorithms 5 and 6 in the appendix): the prediction made where the predictor UniP-p came
 * to first corrects that very step by UniC-p, which costs no evaluation and raises the order to p + 1, and then serves
 * the next predictor. Orders rise from 1 at the start. The last step is not corrected.
 */
function make(options: Options): Sampler {
  const sampler = { capabilities: capabilities(options.order), run: run(options, 0) }
  return { ...sampler, toZero: endAtZero({ ...sampler, run: run(options, 1) }) }
}

/** `extra` counts the step to sigma = 0 that follows, so that orders fall towards it. */
function run({ order: most, scale, form: predicts, lowerOrderFinal }: Options, extra: 0 | 1): Sampler['run'] {
  return function* ({ process, times }, backend, from) {
    const { x } = from
    const steps = times.length - 1
    const owned = [...from.carried]
    while (owned.length < most + 1) owned.push(backend.allocate())
    const start = owned.pop()
    const here = backend.allocate()
    if (start === undefined) throw new Error('UniPC carries at least one prediction')
    let past: Slot[] = owned
    let fresh = here
    const level = (step: number): Level => levelAt(process, times[step]!)
    const orderOf = (step: number): number =>
      Math.min(most, step + 1, lowerOrderFinal ? steps - step + extra : most)
    const known = (slots: readonly Slot[], step: number): Known[] =>
      slots.map((prediction, j) => ({ prediction, level: level(step - j) }))
    try {
      let nfe = from.nfe
      for (let step = from.step; step < steps; step++) {
        predict(backend, fresh, x, level(step), predicts)
        nfe += 1
        if (step > 0) {
          const order = orderOf(step - 1)
          const [now, ...older] = known(past.slice(0, order), step - 1)
          const arrived = { level: level(step), prediction: fresh }
          const { keep, terms } = unipcStep(now!, [...older, arrived], level(step), predicts, scale)
          backend.combine(x, [keep, start], ...terms)
        }
        backend.combine(start, [1, x])
        const all = [fresh, ...past]
        const [now, ...older] = known(all.slice(0, orderOf(step)), step)
        const { keep, terms } = unipcStep(now!, older, level(step + 1), predicts, scale)
        backend.combine(x, [keep, x], ...terms)
        past = all.slice(0, most)
        fresh = all[most]!
        yield { step: step + 1, t: times[step + 1]!, nfe, x, carried: [...past, start] }
      }
    } finally {
      for (const slot of [...past, fresh, start]) backend.free(slot)
    }
  }
}

export const unipc = {
  ...entry({
    kind: 'unipc',
    title: 'UniPC',
    doc: 'One evaluation per step: each step is corrected by the evaluation of the next one, which raises the order by one.',
    source: 'Zhao et al. 2023, algorithms 5 and 6',
    params: {
      order: {
        kind: 'number',
        label: 'Order of the predictor',
        symbol: 'p',
        doc: 'How many predictions are joined; corrected steps are of the order above. 3 may swing at few steps.',
        default: 2,
        min: 1,
        max: 3,
        step: 1,
        integer: true,
      },
      scale: {
        kind: 'choice',
        label: 'B(h)',
        doc: 'The function that scales the differences; the paper takes the first for few steps without guidance.',
        source: 'Zhao et al. 2023, section 3.2',
        default: 'bh2',
        options: [
          { value: 'bh1', label: 'B1 = h' },
          { value: 'bh2', label: 'B2 = exp(h) - 1' },
        ],
      },
      form: { ...form, default: 'data' },
      lowerOrderFinal: {
        kind: 'boolean',
        label: 'Lower order at the end',
        doc: 'Takes the last steps by orders that fall to 1, as the authors’ code does.',
        default: false,
        minor: true,
      },
    },
    make: ({ order, scale, form: predicts, lowerOrderFinal }) =>
      make({ order, scale: scale as Scale, form: predicts as Form, lowerOrderFinal }),
  }),
  capabilities: capabilities(2),
}
