import type { DensitySource } from '#core/protocol/density-source'
import { linear, lookUp, type MapName } from '../palette'
import { srgbFromLinear } from '../rules/srgb'
import { niceStep, rangeLabel, tickLabel, ticks } from '../rules/ticks'
import { densityTransfer, signedTransfer } from '../rules/transfer'
import { mapOf, type StageState } from '../stage-state'
import type { Furniture } from './furniture'

/** Shares of the top that the colour bar names. */
const named = { positive: [0, 0.1, 0.25, 0.5, 0.75, 1], signed: [-1, -0.5, -0.1, 0, 0.1, 0.5, 1] } as const

export interface ColourBar {
  readonly top?: number
  readonly map?: MapName
  readonly source?: DensitySource
  readonly y?: number
}

/** Right: what a colour means, with its top at `y`; the place of its ticks is as non-linear as the colours. */
export function colourBar(
  furniture: Furniture,
  state: StageState,
  fill: number,
  {
    top = state.densityTop,
    map: name = mapOf(state),
    source = state.frame?.density?.source,
    y = 58,
  }: ColourBar = {},
): void {
  const { palette, surface } = state
  const signed = name === 'signed'
  const { width, height } = surface.size
  const long = width < 900 ? 112 : 160
  const x = width - 34
  const ground = linear(palette.stage)
  const map = lookUp(palette[name], 48)
  const stops = Array.from({ length: 48 }, (_, i) => {
    const part = (k: number): number =>
      Math.round(255 * srgbFromLinear(ground[k]! * (1 - fill) + map[4 * i + k]! * fill))
    return `rgb(${part(0)},${part(1)},${part(2)})`
  })
  if (height < long + 120) return
  furniture.text(x + 10, y - 12 * state.type, valueName(state, source), {
    anchor: 'end',
    size: 12,
    colour: palette.label,
  })
  furniture.ramp(x, y, 10, long, stops)
  for (const share of signed ? named.signed : named.positive) {
    const at = y + long * (1 - (signed ? signedTransfer(share) : densityTransfer(share)))
    furniture.text(x - 9, at + 4, rangeLabel(share * top, top), { anchor: 'end' })
  }
}

/** What the numbers of a colour bar or a height are */
export function valueName({ run, frame }: StageState, source = frame?.density?.source): string {
  switch (source) {
    case 'grid-difference':
      return 'grid \u2212 exact'
    case 'kernel-difference':
      return 'kernels \u2212 ' + (frame?.grid?.toExact === null ? 'grid' : 'exact')
    default:
      return run?.grid?.what === 'field' ? '*u*(*x*)' : '*p*_t(*x*)'
  }
}

/** Bottom right: what the length of an arrow means, and a bar of a round length. */
export function scaleKeys(
  furniture: Furniture,
  state: StageState,
  arrow: { readonly length: number; readonly reference: number } | null,
): void {
  const { palette, surface, plane } = state
  // Beside a learned field the exact one is drawn in ink.
  const colour = state.frame?.learned == null || !state.layers.learned ? palette.score : palette.truth
  const right = surface.size.width - 26
  let y = surface.size.height - 52
  const length = niceStep(90 / plane.k, 1)
  const bar = length * plane.k
  furniture.line(right - bar, y, right, y, palette.label)
  furniture.line(right - bar, y - 4, right - bar, y + 5, palette.label)
  furniture.line(right, y - 4, right, y + 5, palette.label)
  const name = length === 0.5 ? '\u00bd' : tickLabel(length)
  const unit = state.words.dataUnit[length > 1 ? 1 : 0]
  furniture.text(right - bar - 10, y + 4, `${name} ${unit}`, { anchor: 'end', size: 12 })
  if (arrow === null) return
  y -= 24
  const tip = right
  furniture.line(tip - arrow.length, y, tip - 5, y, colour, 1.25)
  furniture.line(tip, y, tip - 6, y - 2.6, colour, 1.2)
  furniture.line(tip, y, tip - 6, y + 2.6, colour, 1.2)
  furniture.line(tip - 1, y, tip - 6, y, colour, 3)
  furniture.text(
    right - Math.max(arrow.length, bar) - 10,
    y + 4,
    `\u2016*${state.run?.direction === 'time' ? 'J' : 's'}*\u2016 = ${two(arrow.reference)}`,
    {
      anchor: 'end',
      size: 12,
    },
  )
}

/** Ticks on the edges of the plane: no frame, no grid. */
export function planeTicks(furniture: Furniture, state: StageState): void {
  const { plane, surface, palette } = state
  const { width, height } = surface.size
  const [halfX, halfY] = [(0.5 * width) / plane.k, (0.5 * height) / plane.k]
  for (const x of ticks(plane.x - halfX, plane.x + halfX, width / 150)) {
    const px = 0.5 * width + (x - plane.x) * plane.k
    if (px < 40 || px > width - 20) continue
    furniture.line(px, height - 6, px, height, palette.line)
    furniture.text(px, height - 10, tickLabel(x), { anchor: 'middle' })
  }
  for (const y of ticks(plane.y - halfY, plane.y + halfY, height / 150)) {
    const py = 0.5 * height - (y - plane.y) * plane.k
    if (py < 16 || py > height - 30) continue
    furniture.line(0, py, 6, py, palette.line)
    furniture.text(10, py + 4, tickLabel(y))
  }
}

function two(value: number): string {
  return (
    tickLabel(Number(value.toPrecision(2))) +
    (value >= 1 && value < 9.95 && Number(value.toPrecision(2)) % 1 === 0 ? '.0' : '')
  )
}
