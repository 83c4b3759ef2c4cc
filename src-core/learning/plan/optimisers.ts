import { entry } from '#core/params/entry'
import type { Optimiser } from '../training/trainer'
import type { Schedule, ScheduleName } from '../training/schedule'

/** An optimiser and the rates it runs at; the schedule's length is that of the training. */
export interface MadeOptimiser {
  readonly optimiser: Optimiser
  readonly schedule: Omit<Schedule, 'steps'>
}

const rate = {
  kind: 'number',
  label: 'Learning rate',
  symbol: '\\eta',
  doc: 'Largest step of a weight. Too high and the loss jumps or runs away; too low and little is learned in the budget.',
  default: 0.003,
  min: 0.000001,
  max: 1,
  soft: [0.0001, 0.02],
  scale: 'log',
  step: 0.0001,
} as const

const shared = {
  rate,
  schedule: {
    kind: 'choice',
    label: 'Schedule',
    doc: 'How the rate falls over the training; a low rate at the end averages the noise of the batches away.',
    default: 'cosine',
    options: [
      { value: 'constant', label: 'Constant' },
      { value: 'cosine', label: 'Cosine' },
      { value: 'inverse-sqrt', label: 'Inverse square root' },
      { value: 'step', label: 'Two drops to a tenth' },
    ],
  },
  warmUp: {
    kind: 'number',
    label: 'Warm-up',
    doc: 'Steps over which the rate grows from 0, while Adam’s averages fill.',
    default: 100,
    min: 0,
    max: 10000,
    soft: [0, 1000],
    step: 10,
    integer: true,
    unit: 'steps',
    minor: true,
  },
  ema: {
    kind: 'number',
    label: 'Average',
    doc: 'Decay of the moving average of the weights, which is what is sampled with; 0 takes the weights as they are.',
    source: 'Karras et al. 2022, appendix F',
    default: 0.998,
    min: 0,
    max: 0.99999,
    soft: [0.9, 0.9999],
    step: 0.001,
  },
  clip: {
    kind: 'number',
    label: 'Gradient bound',
    doc: 'Longer gradients are shortened to it; 0 is no bound.',
    default: 0,
    min: 0,
    max: 1000,
    soft: [0, 10],
    step: 0.1,
    minor: true,
  },
  beta1: {
    kind: 'number',
    label: 'First moment',
    symbol: '\\beta_1',
    doc: 'How long Adam remembers gradients.',
    default: 0.9,
    min: 0,
    max: 0.999,
    step: 0.01,
    minor: true,
  },
  beta2: {
    kind: 'number',
    label: 'Second moment',
    symbol: '\\beta_2',
    doc: 'How long Adam remembers their squares.',
    default: 0.999,
    min: 0.5,
    max: 0.99999,
    step: 0.001,
    minor: true,
  },
} as const

interface Values {
  readonly rate: number
  readonly schedule: string
  readonly warmUp: number
  readonly ema: number
  readonly clip: number
  readonly beta1: number
  readonly beta2: number
}

function made(values: Values, weightDecay: number): MadeOptimiser {
  const { beta1, beta2, clip, ema: emaDecay, rate: top, schedule, warmUp } = values
  return {
    optimiser: { beta1, beta2, epsilon: 1e-8, weightDecay, clip, emaDecay },
    schedule: { name: schedule as ScheduleName, rate: top, warmUp },
  }
}

const adam = entry({
  kind: 'adam',
  title: 'Adam',
  doc: 'Steps of about the learning rate in every weight, along averaged gradients.',
  source: 'Kingma & Ba 2015',
  params: shared,
  make: (values): MadeOptimiser => made(values, 0),
})

const adamW = entry({
  kind: 'adamw',
  title: 'AdamW',
  doc: 'Adam with weights that shrink a little each step, apart from the gradient.',
  source: 'Loshchilov & Hutter 2019',
  params: {
    ...shared,
    weightDecay: {
      kind: 'number',
      label: 'Weight decay',
      symbol: '\\lambda',
      doc: 'Share of a weight that is lost per unit of learning rate.',
      default: 0.01,
      min: 0,
      max: 1,
      soft: [0, 0.1],
      step: 0.001,
    },
  },
  make: (values): MadeOptimiser => made(values, values.weightDecay),
})

export const optimisers = [adam, adamW]
