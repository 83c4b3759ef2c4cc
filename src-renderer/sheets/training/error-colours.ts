import { converter, interpolate } from 'culori'
import type { ErrorMap } from '#core/protocol/training'
import { palettes, type ThemeName } from '../../stage/palette'

/** Rows of the map from noise (left) to data (right), x_1 upwards; |error|^1/2, faded where there is no data. */
export function paintError(canvas: HTMLCanvasElement, map: ErrorMap, top: number, theme: ThemeName): void {
  const [width, height] = [map.logSnr.length, map.x.length]
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) return
  const image = context.createImageData(width, height)
  const table = tableOf(theme)
  for (let row = 0; row < width; row++)
    for (let column = 0; column < height; column++) {
      const value = map.values[row * height + column]! / top
      const shaped = Math.sign(value) * Math.min(1, Math.sqrt(Math.abs(value)))
      const at = 3 * Math.round(127.5 * (shaped + 1))
      const to = 4 * ((height - 1 - column) * width + row)
      image.data[to] = table[at]!
      image.data[to + 1] = table[at + 1]!
      image.data[to + 2] = table[at + 2]!
      image.data[to + 3] = 255 * Math.min(1, 0.12 + Math.sqrt(map.density[row * height + column]!) * 1.2)
    }
  context.putImageData(image, 0, 0)
}

const kept = new Map<ThemeName, Uint8ClampedArray>()
const rgb = converter('rgb')

/** 256 colours, interpolated in OKLab */
function tableOf(theme: ThemeName): Uint8ClampedArray {
  const found = kept.get(theme)
  if (found !== undefined) return found
  const between = interpolate([...palettes[theme].signed], 'oklab')
  const table = new Uint8ClampedArray(256 * 3)
  for (let i = 0; i < 256; i++) {
    const { r, g, b } = rgb(between(i / 255))
    table.set([255 * r, 255 * g, 255 * b], 3 * i)
  }
  kept.set(theme, table)
  return table
}
