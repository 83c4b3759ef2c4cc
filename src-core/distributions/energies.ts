import { entry } from '#core/params/entry'
import { compileFormula } from '#core/numeric/formula'
import type { Distribution } from './distribution'
import { distributionFromEnergy } from './from-energy'

/** The last few typed energies, with the grids that were made of them: a slider of another part asks for them again. */
const held = new Map<string, Distribution>()
const MOST_HELD = 4

function remembered(key: string, make: () => Distribution): Distribution {
  const found = held.get(key) ?? make()
  held.delete(key)
  held.set(key, found)
  if (held.size > MOST_HELD) for (const [oldest] of [...held].slice(0, 1)) held.delete(oldest)
  return found
}

export const doubleMoon = entry({
  kind: 'double-moon',
  title: 'Double moon',
  doc: 'Two crescents facing each other, given by an energy alone: nobody knows its normalising constant.',
  source: 'Tweedie sums over a grid of exp(-U)',
  formula:
    'U = \\tfrac12\\big(\\tfrac{\\|x\\|-2}{0.4}\\big)^2 - \\ln\\!\\big(e^{-\\frac12(\\frac{x_1-2}{0.6})^2} + e^{-\\frac12(\\frac{x_1+2}{0.6})^2}\\big)',
  params: {},
  make: () =>
    remembered('double-moon', () =>
      distributionFromEnergy(2, 4, (x, y) => {
        const radial = 0.5 * ((Math.hypot(x, y) - 2) / 0.4) ** 2
        const right = -0.5 * ((x - 2) / 0.6) ** 2
        const left = -0.5 * ((x + 2) / 0.6) ** 2
        const top = Math.max(right, left)
        return radial - top - Math.log(Math.exp(right - top) + Math.exp(left - top))
      }),
    ),
})

export const energy = entry({
  kind: 'energy',
  title: 'Energy',
  doc: 'Any density exp(-U) with U typed as a formula; it need not be normalised.',
  source: 'Tweedie sums over a grid of exp(-U)',
  formula: 'p_0 \\propto e^{-U(x)}',
  params: {
    formula: {
      kind: 'text',
      label: 'U(x, y)',
      symbol: 'U',
      doc: 'The energy. In the plane with x and y, on the line with x alone; usual functions, pi and e are known.',
      as: 'formula',
      variables: ['x', 'y'],
      maxLength: 400,
      default: '(x^2 - 2)^2 / 1.2 + (y - 0.4 x^2 + 0.6)^2 / 0.3',
    },
    reach: {
      kind: 'number',
      label: 'Reach',
      doc: 'Half the side of the square about the origin that holds everything; U is not asked beyond it.',
      default: 4,
      min: 0.5,
      max: 10,
      soft: [2, 8],
      step: 0.1,
    },
  },
  make({ formula, reach }) {
    return remembered(`${reach} ${formula}`, () => {
      const compiled = compileFormula(formula, ['x', 'y'], 'formula')
      const dimension = compiled.uses('y') ? 2 : 1
      return distributionFromEnergy(dimension, reach, (x, y) => compiled.evaluate([x, y]))
    })
  },
})
