import { formatHex, interpolate, rgb } from 'culori'
import { linearFromSrgb } from './rules/srgb'

export type ThemeName = 'dark' | 'light'

/** Colours of mathematical objects on the stage; the same object has the same colour in every view. */
export interface Palette {
  readonly stage: string
  readonly ink: string
  readonly tick: string
  /** Hairlines of boxes and references */
  readonly line: string
  /** Labels */
  readonly label: string
  /** Ground of chips over the picture */
  readonly veil: string
  readonly truth: string
  readonly learned: string
  readonly sde: string
  readonly ode: string
  readonly pde: string
  readonly contour: string
  readonly score: string
  /** Five stops from nothing to the highest density */
  readonly density: readonly string[]
  /** The same when nothing lies over the density */
  readonly densityAlone: readonly string[]
  /** Of what has either sign, at -1, -1/2, 0, 1/2, 1; lightness is monotone on each side of the middle. */
  readonly signed: readonly string[]
  /** Source alpha over source weight of points: below 1 dense cores lift without whitening. */
  readonly additive: number
  /** Strength of the point rule */
  readonly kappa: number
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    stage: '#080A0E',
    ink: '#F2F0EA',
    tick: '#969AA3',
    line: '#60636D',
    label: '#BABEC4',
    veil: 'rgba(8,10,14,.76)',
    truth: '#F6F3EB',
    learned: '#FB76B6',
    sde: '#FFA24D',
    ode: '#4CCFF7',
    pde: '#A68DF6',
    contour: '#C9BBFF',
    score: '#64E6B6',
    density: ['#090A0E', '#16163D', '#2B216A', '#45328D', '#604AA1'],
    densityAlone: ['#090A0E', '#2C2E5B', '#5C59A6', '#968DE1', '#D3C9FF'],
    signed: ['#3995FF', '#2D568B', '#0E0908', '#833E2E', '#F55F3E'],
    additive: 0.92,
    kappa: 0.32,
  },
  light: {
    stage: '#FEFDFC',
    ink: '#181A20',
    tick: '#60636C',
    line: '#7D8086',
    label: '#454750',
    veil: 'rgba(254,253,252,.84)',
    truth: '#14161C',
    learned: '#C81778',
    sde: '#BF4F00',
    ode: '#00739C',
    pde: '#6C4BCC',
    contour: '#6C4BCC',
    score: '#007654',
    density: ['#FDFDFF', '#EFECFE', '#E0DBFB', '#D0CBF8', '#BFBBF4'],
    densityAlone: ['#FDFDFF', '#D0C8EC', '#A295D5', '#7564BC', '#4C30A1'],
    signed: ['#006CDC', '#8BB7F2', '#FFFDFC', '#EB9E8B', '#C73107'],
    additive: 1,
    kappa: 1,
  },
}

/** A colour map of a field: under particles, with nothing over it, or of what has either sign. */
export type MapName = 'density' | 'densityAlone' | 'signed'

/** Linear-light components of a CSS colour. */
export function linear(colour: string): [number, number, number] {
  const known = converted.get(colour)
  if (known !== undefined) return known
  const { r, g, b } = rgb(colour) ?? { r: 0, g: 0, b: 0 }
  const value: [number, number, number] = [linearFromSrgb(r), linearFromSrgb(g), linearFromSrgb(b)]
  converted.set(colour, value)
  return value
}

const converted = new Map<string, [number, number, number]>()

/** Linear-light RGBA of a colour map, interpolated in OKLab: [size, 4]. */
export function lookUp(stops: readonly string[], size = 256): Float32Array {
  const at = interpolate([...stops], 'oklab')
  const values = new Float32Array(size * 4)
  for (let i = 0; i < size; i++) {
    const { r, g, b } = rgb(at(i / (size - 1)))
    values.set([linearFromSrgb(clamp(r)), linearFromSrgb(clamp(g)), linearFromSrgb(clamp(b)), 1], 4 * i)
  }
  return values
}

/** A colour between two, in OKLab; CSS. */
export function between(a: string, b: string, share: number): string {
  return formatHex(interpolate([a, b], 'oklab')(clamp(share)))
}

/**
 * The opacity in linear light that looks like `alpha` of a blend of screen values: thin marks over a dark stage
 * would glow, over a light one vanish.
 */
export function seenOpacity(alpha: number, palette: Palette): number {
  return palette.additive < 1 ? alpha ** 1.8 : 1 - (1 - alpha) ** 1.8
}

/** Colour of the run along lambda: the flow's at 0, the SDE's at 1. */
export function pathColour(palette: Palette, lambda: number): string {
  return between(palette.ode, palette.sde, lambda)
}

function clamp(c: number): number {
  return Math.min(1, Math.max(0, c))
}
