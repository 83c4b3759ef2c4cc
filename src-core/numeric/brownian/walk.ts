import { type BrownianLattice, type Draw, lastPlace } from './lattice'

/** Arrays [n, d] of W at one place each, in whatever memory a backend has. */
export interface PathArrays<A> {
  claim(): A
  /** Bytes of one */
  readonly bytes: number
  /**
   * out <- W at the place of the last draw, by the draws in turn; `left` and `right` enclose the first of them, and
   * null is 0. A later draw lies beside the one before it, so that place has become one of its ends.
   */
  draw(out: A, left: A | null, right: A | null, draws: readonly Draw[]): void
}

/** Memory for places that are kept, and how many of them it may hold: all of the clock's 3000 parts lie 15 deep. */
const KEPT_BYTES = 24 * 2 ** 20
const DEEPEST = 16
const SHALLOWEST = 6
/** Levels that are kept beyond those that the last two places shared: the next two may share more */
const SPARE = 2

interface Known<A> {
  readonly place: number
  readonly array: A
}

/**
 * W at one place after another. The places on the way to the last one are kept, so that a run that goes on step by step
 * over a grid that suits the clock draws once a step, and any other time costs a descent of at most 31 draws.
 */
export class BrownianWalk<A> {
  private readonly most: number
  /** How deep the way is kept: as deep as the last places had it in common, since what is not shared is drawn in one go. */
  private kept: number
  private readonly pool: A[] = []
  /** The draws towards the last place, from the end of the range on */
  private way: Known<A>[] = []
  private last: Known<A> | null = null

  constructor(
    private readonly lattice: BrownianLattice,
    private readonly arrays: PathArrays<A>,
  ) {
    this.most = Math.min(DEEPEST, Math.max(SHALLOWEST, Math.floor(KEPT_BYTES / arrays.bytes)))
    this.kept = this.most
  }

  /** W at two places, null for 0; valid until the next call. */
  ends(from: number, to: number): readonly [A | null, A | null] {
    const before = this.at(from, null)
    return [before, this.at(to, before)]
  }

  private at(place: number, busy: A | null): A | null {
    if (place === 0) return null
    if (this.last?.place === place) return this.last.array
    const draws = this.lattice.descent(place)
    let shared = 0
    while (shared < this.way.length && this.way[shared]?.place === draws[shared]?.place) shared++
    if (this.way.length > 0)
      this.kept =
        shared === this.way.length ? this.most : Math.min(this.most, Math.max(shared + SPARE, this.kept - 1))
    this.way.length = shared
    while (this.way.length < Math.min(this.kept, draws.length)) {
      const draw = draws[this.way.length]!
      this.way.push({ place: draw.place, array: this.drawn([draw], busy) })
    }
    const array =
      draws.length > this.kept ? this.drawn(draws.slice(this.kept), busy) : this.way[draws.length - 1]!.array
    this.last = { place, array }
    return array
  }

  private drawn(draws: readonly Draw[], busy: A | null): A {
    const out = this.vacant(busy)
    const { left, right } = draws[0]!
    this.arrays.draw(out, this.known(left), right === lastPlace ? this.end() : this.known(right), draws)
    return out
  }

  private end(): A | null {
    return this.way[0]?.array ?? null
  }

  private known(place: number): A | null {
    return place === 0 ? null : this.way.find((step) => step.place === place)!.array
  }

  private vacant(busy: A | null): A {
    const taken = (array: A): boolean =>
      array === busy || array === this.last?.array || this.way.some((step) => step.array === array)
    const found = this.pool.find((array) => !taken(array))
    if (found !== undefined) return found
    const made = this.arrays.claim()
    this.pool.push(made)
    return made
  }
}
