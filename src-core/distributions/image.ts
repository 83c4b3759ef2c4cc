import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Distribution } from './distribution'
import { distributionFromEnergy } from './from-energy'

/** Sides of an image in pixels: what a document can hold and a score can show */
export const imageSides = [8, 64] as const

/** A crescent, so that the choice shows something before a file is read: rows from the top, 0 to 1. */
const crescent = Array.from({ length: 24 }, (_, row) =>
  Array.from({ length: 24 }, (_, column) => {
    const [x, y] = [(column - 11.5) / 12, (11.5 - row) / 12]
    return Math.hypot(x, y) < 0.85 && Math.hypot(x - 0.35, y - 0.2) > 0.65 ? 1 : 0
  }),
)

let held: { key: string; made: Distribution } | null = null

export const image = entry({
  kind: 'image',
  title: 'Image',
  doc: 'The brightness of a picture as a density in the plane, smooth between its pixels.',
  source: 'bilinear interpolation; Tweedie sums over a grid of the density',
  formula: 'p_0(x) \\propto I(x)',
  params: {
    pixels: {
      kind: 'rows',
      label: 'Picture',
      doc: 'Rows of brightness from the top, 0 to 1, all of the same length.',
      widths: Array.from({ length: imageSides[1] - imageSides[0] + 1 }, (_, i) => imageSides[0] + i),
      minRows: imageSides[0],
      maxRows: imageSides[1],
      default: crescent,
    },
    ink: {
      kind: 'choice',
      label: 'Data is',
      doc: 'Whether points lie where the picture is bright or where it is dark, as ink on paper.',
      default: 'bright',
      options: [
        { value: 'bright', label: 'Bright' },
        { value: 'dark', label: 'Dark' },
      ],
    },
    size: {
      kind: 'number',
      label: 'Height',
      doc: 'Half of the longer side, in data units.',
      default: 3,
      min: 0.5,
      max: 6,
      step: 0.1,
    },
  },
  make({ pixels, ink, size }) {
    const key = JSON.stringify([pixels, ink, size])
    if (held?.key === key) return held.made
    const made = densityOf(pixels, ink === 'dark', size)
    held = { key, made }
    return made
  },
})

/** Brightness below this share of the brightest is nothing. */
const LEAST = 1e-4

function densityOf(pixels: readonly (readonly number[])[], dark: boolean, size: number): Distribution {
  const [rows, columns] = [pixels.length, pixels[0]!.length]
  const bad = pixels.findIndex((row) => row.some((value) => !(value >= 0 && value <= 1)))
  if (bad !== -1) throw new Invalid(`pixels.${bad}`, 'holds a number outside 0 to 1; brightness was expected')
  const at = (row: number, column: number): number => {
    const value = pixels[row]?.[column]
    // Beyond its edge a picture has no data, whatever the ink.
    return value === undefined ? 0 : dark ? 1 - value : value
  }
  const top = Math.max(...pixels.map((row) => Math.max(...row.map((value) => (dark ? 1 - value : value)))))
  if (!(top > 0))
    throw new Invalid(
      'pixels',
      `is ${dark ? 'white' : 'black'} everywhere; a picture with some data was expected`,
    )
  const pixel = (2 * size) / Math.max(rows, columns)
  // One pixel of nothing on each side, in which the density falls to 0.
  return distributionFromEnergy(2, size + 2 * pixel, (x, y) => {
    const column = x / pixel + 0.5 * (columns - 1)
    const row = 0.5 * (rows - 1) - y / pixel
    const [c, r] = [Math.floor(column), Math.floor(row)]
    const [u, v] = [column - c, row - r]
    const value =
      (1 - v) * ((1 - u) * at(r, c) + u * at(r, c + 1)) + v * ((1 - u) * at(r + 1, c) + u * at(r + 1, c + 1))
    return value > LEAST * top ? -Math.log(value / top) : Infinity
  })
}
