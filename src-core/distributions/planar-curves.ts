import { entry } from '#core/params/entry'
import type { NumberParam } from '#core/params/param'
import { distributionFromCurves } from './curve'

const width = (fallback: number): NumberParam & { kind: 'number' } => ({
  kind: 'number',
  label: 'Width',
  symbol: 's',
  doc: 'Standard deviation across the curve; thin curves make the score stiff near the data.',
  default: fallback,
  min: 0.01,
  max: 2,
  soft: [0.02, 0.5],
  scale: 'log',
  step: 0.01,
})

export const twoMoons = entry({
  kind: 'two-moons',
  title: 'Two moons',
  doc: 'Two interleaved half circles: a classic that no linear map can part.',
  source: 'mixture along the curves by quadrature',
  params: {
    gap: {
      kind: 'number',
      label: 'Overlap',
      doc: 'How far the moons reach into each other.',
      default: 0.5,
      min: -2,
      max: 2,
      soft: [-0.5, 1],
      step: 0.05,
    },
    width: width(0.12),
  },
  make: ({ gap, width: s }) =>
    distributionFromCurves(
      2,
      [
        (u) => [1.4 * Math.cos(Math.PI * u) - 0.7, 1.4 * Math.sin(Math.PI * u) - 0.7 * gap],
        (u) => [0.7 - 1.4 * Math.cos(Math.PI * u), 0.7 * gap - 1.4 * Math.sin(Math.PI * u)],
      ],
      s,
    ),
})

export const spiral = entry({
  kind: 'spiral',
  title: 'Spiral',
  doc: 'One or more arms winding out from the centre.',
  source: 'mixture along the curves by quadrature',
  params: {
    arms: {
      kind: 'number',
      label: 'Arms',
      doc: 'How many arms there are.',
      default: 1,
      min: 1,
      max: 8,
      soft: [1, 4],
      step: 1,
      integer: true,
    },
    turns: {
      kind: 'number',
      label: 'Turns',
      doc: 'How often an arm winds round.',
      default: 2,
      min: 0.25,
      max: 5,
      soft: [0.5, 3],
      step: 0.05,
    },
    width: width(0.08),
  },
  make: ({ arms, turns, width: s }) =>
    distributionFromCurves(
      2,
      Array.from({ length: arms }, (_, k) => (u: number) => {
        // The square root keeps the density even along the arm.
        const r = 0.25 + 1.95 * Math.sqrt(u)
        const angle = 2 * Math.PI * (turns * Math.sqrt(u) + k / arms)
        return [r * Math.cos(angle), r * Math.sin(angle)]
      }),
      s,
    ),
})

export const pinwheel = entry({
  kind: 'pinwheel',
  title: 'Pinwheel',
  doc: 'Arms that bend as they leave the centre, thinner than the gaps between them.',
  source: 'mixture along the curves by quadrature',
  params: {
    arms: {
      kind: 'number',
      label: 'Arms',
      doc: 'How many arms there are.',
      default: 5,
      min: 2,
      max: 12,
      soft: [3, 8],
      step: 1,
      integer: true,
    },
    twist: {
      kind: 'number',
      label: 'Twist',
      doc: 'How far an arm bends from its root to its tip.',
      default: 1.15,
      min: -6,
      max: 6,
      soft: [-2, 2],
      step: 0.05,
      unit: 'rad',
    },
    width: width(0.1),
  },
  make: ({ arms, twist, width: s }) =>
    distributionFromCurves(
      2,
      Array.from({ length: arms }, (_, k) => (u: number) => {
        const r = 0.6 + 1.6 * u
        const angle = (2 * Math.PI * k) / arms + twist * (r - 1.4)
        return [r * Math.cos(angle), r * Math.sin(angle)]
      }),
      s,
    ),
})
