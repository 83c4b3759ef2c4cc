import { counterWord, nodeShift, streams } from '../gaussian-stream'
import type { PathClock } from './clock'

/**
 * How cells are cut, from the whole range down: first into 3000 parts such that grids of 200, 600 and 1000 equal steps
 * (and their divisors) of the clock fall on few levels, then in halves.
 */
const CUTS = [2, 2, 2, 5, 5, 3, 5]
const PARTS = CUTS.reduce((product, cut) => product * cut, 1)
/** Halvings of the finest lattice, whose places key the draws: 3000 * 2^18 < 2^30. */
const FINEST = 18
/** Times are resolved to this part of the range, at least. */
const RESOLUTION = 2 ** -24

/** The last place: the end of the range. */
export const lastPlace = PARTS * 2 ** FINEST

/** One draw: W at `place`, given W at the places `left` and `right` that enclose it. */
export interface Draw {
  readonly place: number
  readonly left: number
  readonly right: number
  /** W(place) = leftWeight W(left) + rightWeight W(right) + deviation N(0, 1) */
  readonly leftWeight: number
  readonly rightWeight: number
  readonly deviation: number
}

/**
 * The order in which a path on [tMin, tMax] with W(tMin) = 0 is refined (Lévy's construction on a clock): first W at
 * the end, then each cell is cut at a place that does not depend on what is asked, and W there is drawn from the
 * Brownian bridge between the cell's ends. So W at any place is a pure function of the seed.
 */
export class BrownianLattice {
  private readonly unit: number
  private readonly times = new Map<number, number>()

  constructor(private readonly clock: PathClock) {
    this.unit = 2 ** (FINEST - halvings(clock))
  }

  /** The place nearest to a time on the clock; times outside are clamped. */
  placeOf(t: number): number {
    return Math.round((this.clock.fraction(t) * lastPlace) / this.unit) * this.unit
  }

  timeOf(place: number): number {
    if (place === 0) return this.clock.tMin
    if (place === lastPlace) return this.clock.tMax
    const known = this.times.get(place)
    if (known !== undefined) return known
    const t = this.clock.time(place / lastPlace)
    if (place % 2 ** FINEST === 0) this.times.set(place, t)
    return t
  }

  /** What must be drawn to know W at a place, each draw between places that were drawn before it; none for place 0. */
  descent(place: number): Draw[] {
    if (place === 0) return []
    const { tMin, tMax } = this.clock
    const draws: Draw[] = [
      {
        place: lastPlace,
        left: 0,
        right: lastPlace,
        leftWeight: 0,
        rightWeight: 0,
        deviation: Math.sqrt(tMax - tMin),
      },
    ]
    let left = 0
    let right = lastPlace
    let part = lastPlace
    let parts = 1
    let level = 0
    while (place > left && place < right) {
      if (parts === 1) {
        parts = CUTS[level++] ?? 2
        part /= parts
      }
      const before = parts >> 1
      const middle = left + before * part
      draws.push(this.between(left, middle, right))
      if (place === middle) break
      if (place < middle) {
        right = middle
        parts = before
      } else {
        left = middle
        parts -= before
      }
    }
    return draws
  }

  private between(left: number, place: number, right: number): Draw {
    const [a, t, b] = [this.timeOf(left), this.timeOf(place), this.timeOf(right)]
    const rightWeight = b > a ? Math.min(1, Math.max(0, (t - a) / (b - a))) : 0.5
    const deviation = Math.sqrt(rightWeight * (1 - rightWeight) * Math.max(0, b - a))
    return { place, left, right, leftWeight: 1 - rightWeight, rightWeight, deviation }
  }
}

/** The counter of a draw for one pair of coordinates: word b, and what is added to the particle's number for word a. */
export function counterOf(draw: Draw, pair: number): { readonly word: number; readonly shift: number } {
  return { word: counterWord(streams.tree, pair, draw.place), shift: nodeShift(draw.place) }
}

/** How often the 3000 parts must be halved so that times are resolved where the clock runs fastest. */
function halvings(clock: PathClock): number {
  const samples = 256
  let widest = 0
  for (let i = 0; i < samples; i++)
    widest = Math.max(widest, clock.time((i + 1) / samples) - clock.time(i / samples))
  const speed = (widest * samples) / (clock.tMax - clock.tMin)
  return Math.min(FINEST, Math.max(13, Math.ceil(Math.log2(speed / (RESOLUTION * PARTS)))))
}
