import { counterOf } from '#core/numeric/brownian/lattice'
import type { PathArrays } from '#core/numeric/brownian/walk'
import type { Arena } from './arena'
import type { Kernels } from './module'

/** Words of a draw as the kernel reads it */
const DRAW_WORDS = 6
/** The longest descent there is */
const MOST_DRAWS = 40

/** float32 planes in the kernels' memory, named by their byte offsets. */
export function planeArrays(
  kernels: Kernels,
  arena: Arena,
  seed: number,
  first: number,
  padded: number,
  dimension: number,
): PathArrays<number> {
  const bytes = padded * dimension * 4
  const table = arena.claim(MOST_DRAWS * DRAW_WORDS * 4)
  let floats = arena.view(table, MOST_DRAWS * DRAW_WORDS)
  let integers = new Int32Array(floats.buffer, floats.byteOffset, floats.length)
  return {
    bytes,
    claim: () => arena.claim(bytes),
    draw(out, left, right, draws) {
      // Memory that grows moves.
      if (floats.buffer !== kernels.memory.buffer) {
        floats = arena.view(table, MOST_DRAWS * DRAW_WORDS)
        integers = new Int32Array(floats.buffer, floats.byteOffset, floats.length)
      }
      for (let pair = 0; 2 * pair < dimension; pair++) {
        draws.forEach((draw, i) => {
          const { word, shift } = counterOf(draw, pair)
          const at = i * DRAW_WORDS
          integers[at] = word
          integers[at + 1] = shift
          floats[at + 2] = draw.leftWeight
          floats[at + 3] = draw.rightWeight
          floats[at + 4] = draw.deviation
          integers[at + 5] = draws[i + 1]?.right === draw.place ? 1 : 0
        })
        const offset = 2 * pair * padded * 4
        const both = 2 * pair + 1 < dimension
        const place = (array: number | null): number => (array === null ? 0 : array + offset)
        kernels.descend(
          out + offset,
          place(left),
          place(right),
          both,
          padded,
          seed | 0,
          first,
          table,
          draws.length,
        )
      }
    },
  }
}
