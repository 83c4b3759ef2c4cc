export const glyphWidth = 5
export const glyphHeight = 7

/** Rows of a letter, five columns each, from 35 bits: row by row from the top, the left column highest. */
function glyph(rows: string): readonly string[] {
  return rows
    .split(' ')
    .map((digits) =>
      Number.parseInt(digits, 32)
        .toString(2)
        .padStart(glyphWidth, '0')
        .replaceAll('1', '#')
        .replaceAll('0', '.'),
    )
}

/** Capital letters and digits on a grid of 5 by 7; each row is one digit in base 32. */
export const glyphs: Readonly<Record<string, readonly string[]>> = {
  A: glyph('e h h v h h h'),
  B: glyph('u h h u h h u'),
  C: glyph('e h g g g h e'),
  D: glyph('u h h h h h u'),
  E: glyph('v g g u g g v'),
  F: glyph('v g g u g g g'),
  G: glyph('e h g n h h e'),
  H: glyph('h h h v h h h'),
  I: glyph('e 4 4 4 4 4 e'),
  J: glyph('1 1 1 1 h h e'),
  K: glyph('h i k o k i h'),
  L: glyph('g g g g g g v'),
  M: glyph('h r l l h h h'),
  N: glyph('h p l j h h h'),
  O: glyph('e h h h h h e'),
  P: glyph('u h h u g g g'),
  Q: glyph('e h h h l i d'),
  R: glyph('u h h u k i h'),
  S: glyph('f g g e 1 1 u'),
  T: glyph('v 4 4 4 4 4 4'),
  U: glyph('h h h h h h e'),
  V: glyph('h h h h h a 4'),
  W: glyph('h h h l l r h'),
  X: glyph('h h a 4 a h h'),
  Y: glyph('h h a 4 4 4 4'),
  Z: glyph('v 1 2 4 8 g v'),
  '0': glyph('e h j l p h e'),
  '1': glyph('4 c 4 4 4 4 e'),
  '2': glyph('e h 1 2 4 8 v'),
  '3': glyph('e h 1 6 1 h e'),
  '4': glyph('2 6 a i v 2 2'),
  '5': glyph('v g u 1 1 h e'),
  '6': glyph('e g g u h h e'),
  '7': glyph('v 1 2 4 8 8 8'),
  '8': glyph('e h h e h h e'),
  '9': glyph('e h h f 1 1 e'),
}
