import type { Description } from '#core/params/entry'

/** The study as a witness: what a document may ask of it. */
export const convergence = {
  kind: 'convergence',
  title: 'Convergence study',
  doc: 'Error against evaluations, on the same start and the same Brownian path, with the orders that are found.',
  source: 'Kloeden & Platen 1992, sections 9.6 and 9.7',
  params: {
    samplers: {
      kind: 'text',
      label: 'Samplers',
      doc: 'Kinds with commas between, each with its default parameters; "own" is the document’s sampler. Methods for ODEs are run on the probability flow.',
      as: 'words',
      maxLength: 400,
      default: 'own',
    },
    from: {
      kind: 'number',
      label: 'Fewest steps',
      doc: 'Where the study begins; each further point has twice as many steps.',
      default: 8,
      min: 1,
      max: 1000,
      step: 1,
      integer: true,
    },
    doublings: {
      kind: 'number',
      label: 'Doublings',
      doc: 'How often the steps are doubled; an order needs the finest few.',
      default: 5,
      min: 2,
      max: 10,
      step: 1,
      integer: true,
    },
    particles: {
      kind: 'number',
      label: 'Particles',
      doc: 'How many particles are compared; weak errors need more of them.',
      default: 200,
      min: 2,
      max: 100000,
      soft: [50, 2000],
      scale: 'log',
      step: 1,
      integer: true,
    },
  },
} as const satisfies Description
