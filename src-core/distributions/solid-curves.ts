import { entry } from '#core/params/entry'
import { distributionFromCurves } from './curve'

export const swissRoll = entry({
  kind: 'swiss-roll',
  title: 'Swiss roll',
  doc: 'A sheet rolled up in space; its layers must not be mistaken for one another.',
  source: 'mixture along the sheet by quadrature',
  params: {
    turns: {
      kind: 'number',
      label: 'Turns',
      doc: 'How often the sheet winds round.',
      default: 1.5,
      min: 0.5,
      max: 3,
      soft: [0.75, 2],
      step: 0.05,
    },
    height: {
      kind: 'number',
      label: 'Height',
      doc: 'Length of the roll along its axis.',
      default: 2,
      min: 0.2,
      max: 6,
      soft: [0.5, 4],
      step: 0.1,
    },
    width: {
      kind: 'number',
      label: 'Width',
      symbol: 's',
      doc: 'Standard deviation about the sheet.',
      default: 0.15,
      min: 0.05,
      max: 1,
      soft: [0.08, 0.4],
      scale: 'log',
      step: 0.01,
    },
  },
  make({ turns, height, width }) {
    // Rows of curves at even heights, as near to each other as nodes along a curve are.
    const rows = Math.min(16, Math.max(3, Math.ceil(height / width)))
    return distributionFromCurves(
      3,
      Array.from({ length: rows }, (_, row) => (u: number) => {
        const r = 0.5 + 1.5 * Math.sqrt(u)
        const angle = 2 * Math.PI * turns * Math.sqrt(u)
        return [r * Math.cos(angle), height * ((row + 0.5) / rows - 0.5), r * Math.sin(angle)]
      }),
      width,
    )
  },
})

export const trefoil = entry({
  kind: 'trefoil',
  title: 'Trefoil knot',
  doc: 'A closed knotted curve in space: the flow unties noise into a knot without crossing itself.',
  source: 'mixture along the curve by quadrature',
  params: {
    size: {
      kind: 'number',
      label: 'Size',
      doc: 'Radius of the knot.',
      default: 0.75,
      min: 0.1,
      max: 3,
      soft: [0.3, 1.5],
      step: 0.05,
    },
    width: {
      kind: 'number',
      label: 'Width',
      symbol: 's',
      doc: 'Standard deviation about the curve.',
      default: 0.1,
      min: 0.02,
      max: 1,
      soft: [0.04, 0.4],
      scale: 'log',
      step: 0.01,
    },
  },
  make: ({ size, width }) =>
    distributionFromCurves(
      3,
      [
        (u) => {
          const a = 2 * Math.PI * u
          return [
            size * (Math.sin(a) + 2 * Math.sin(2 * a)),
            size * (Math.cos(a) - 2 * Math.cos(2 * a)),
            -size * Math.sin(3 * a),
          ]
        },
      ],
      width,
    ),
})
