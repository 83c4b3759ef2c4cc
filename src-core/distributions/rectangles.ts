import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import { distributionFromRectangles, type Rectangle } from './from-boxes'
import { glyphs, glyphHeight, glyphWidth } from './glyphs'

export const checkerboard = entry({
  kind: 'checkerboard',
  title: 'Checkerboard',
  doc: 'Uniform on every second square: sharp edges and corners that only touch.',
  source: 'closed form: error functions',
  params: {
    cells: {
      kind: 'number',
      label: 'Squares',
      doc: 'Squares along a side.',
      default: 4,
      min: 2,
      max: 12,
      soft: [2, 8],
      step: 1,
      integer: true,
    },
    side: {
      kind: 'number',
      label: 'Side',
      doc: 'Length of the whole board.',
      default: 4,
      min: 0.5,
      max: 20,
      soft: [2, 8],
      step: 0.1,
    },
  },
  make({ cells, side }) {
    const a = side / cells
    const squares: Rectangle[] = []
    for (let i = 0; i < cells; i++)
      for (let j = 0; j < cells; j++)
        if ((i + j) % 2 === 0) {
          const x = -0.5 * side + i * a
          const y = -0.5 * side + j * a
          squares.push([x, y, x + a, y + a])
        }
    return distributionFromRectangles(squares)
  },
})

export const letters = entry({
  kind: 'letters',
  title: 'Letters',
  doc: 'A short word built of rectangles, uniform inside.',
  source: 'closed form: error functions',
  params: {
    text: {
      kind: 'text',
      label: 'Word',
      doc: 'Latin letters and digits; other signs are left out.',
      as: 'words',
      maxLength: 8,
      default: 'SDE',
    },
    height: {
      kind: 'number',
      label: 'Height',
      doc: 'Height of a letter.',
      default: 2,
      min: 0.2,
      max: 10,
      soft: [0.5, 4],
      step: 0.1,
    },
  },
  make({ text, height }) {
    const drawn = [...text.toUpperCase()].filter((sign) => sign in glyphs)
    if (drawn.length === 0)
      throw new Invalid(
        'text',
        `is "${text}", in which nothing can be drawn; at least one of A–Z or 0–9 was expected`,
      )
    const unit = height / glyphHeight
    const left = -0.5 * unit * (drawn.length * (glyphWidth + 1) - 1)
    return distributionFromRectangles(
      drawn.flatMap((sign, i) => {
        const x = left + i * (glyphWidth + 1) * unit
        return runsOf(glyphs[sign] ?? []).map(([column, row, length]): Rectangle => [
          x + column * unit,
          0.5 * height - (row + 1) * unit,
          x + (column + length) * unit,
          0.5 * height - row * unit,
        ])
      }),
    )
  },
})

/** Filled cells of a glyph's rows, joined along each row: column, row, length. */
function runsOf(rows: readonly string[]): [number, number, number][] {
  return rows.flatMap((row, y) =>
    Array.from(row.matchAll(/#+/g), (run): [number, number, number] => [run.index, y, run[0].length]),
  )
}
