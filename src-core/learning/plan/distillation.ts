import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import {
  type NetworkTable,
  type NetworkValue,
  networkNamed,
  ownTraining,
  refuseDimension,
} from '../network-table'

/** What is distilled, on how many levels. */
export interface MadeDistillation {
  readonly teacher: NetworkValue
  /** Levels of the ladder, ends included */
  readonly rungs: number
}

export interface DistillationContext {
  readonly networks: NetworkTable
  readonly dimension: number
}

/**
 * Stands among the losses of a training: the student has its teacher's architecture and begins with its weights, and its
 * targets come from networks, not from data alone.
 */
export const distillation = entry({
  kind: 'consistency',
  title: 'Consistency distillation',
  doc: 'A trained network is the teacher: the student learns to jump at once to where the teacher’s flow leads, so that one step samples.',
  source: 'Song, Dhariwal, Chen & Sutskever 2023, algorithm 2',
  formula:
    '\\mathbb{E}\\,\\big\\|f_\\theta(x_{t_{n+1}}) - f_{\\theta^-}\\big(\\hat x^{\\phi}_{t_n}\\big)\\big\\|^2',
  params: {
    teacher: {
      kind: 'text',
      label: 'Teacher',
      doc: 'The network that is distilled: one that ships with the lab, or imported weights. Its architecture is the student’s.',
      as: 'network',
      maxLength: 80,
      default: ownTraining,
    },
    rungs: {
      kind: 'number',
      label: 'Levels',
      doc: 'Noise levels that the student is taught on, closer together near the data. Few are learned fast and jump less exactly.',
      source: 'Karras et al. 2022, equation 5',
      default: 24,
      min: 2,
      max: 200,
      soft: [12, 48],
      step: 1,
      integer: true,
    },
  },
  make:
    ({ teacher: reference, rungs }) =>
    ({ networks, dimension }: DistillationContext): MadeDistillation => {
      // A teacher that goes on learning would make another student at every start.
      if (reference === ownTraining)
        throw new Invalid(
          'teacher',
          `is "${ownTraining}", which goes on; a network that stands still was expected: one that ships, or imported weights`,
        )
      const teacher = networkNamed(reference, networks, 'teacher')
      refuseDimension(teacher, dimension, reference, 'teacher')
      return { teacher, rungs }
    },
})
