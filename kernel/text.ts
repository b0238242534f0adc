/** Texts of a frame. */
import { FRAME, ODD } from './memory'
import { BEFORE_NAME } from './program'

const SPACE: u8 = 32
const QUOTE: u8 = 34
const BACKSLASH: u8 = 92
const LAST_ASCII: u8 = 126
/** Bytes from the end in which a name behind the levels is looked for. */
const FORESEEN: usize = 160

/** Passes the inside of a text of plain ASCII up to its quote, sixteen bytes at once. */
export function skipText(at: usize): usize {
  while (true) {
    const bytes = v128.load(at)
    const isPlain = v128.and(
      v128.and(
        i8x16.gt_u(bytes, i8x16.splat(SPACE - 1)),
        i8x16.lt_u(bytes, i8x16.splat(LAST_ASCII + 1)),
      ),
      v128.and(i8x16.ne(bytes, i8x16.splat(QUOTE)), i8x16.ne(bytes, i8x16.splat(BACKSLASH))),
    )
    const others = i8x16.bitmask(isPlain) ^ 0xffff
    if (others !== 0) {
      at += ctz(others)
      return load<u8>(at) === QUOTE ? at : ODD
    }
    at += 16
  }
}

/** Where the name stands that comes behind the levels, looked for from the end; ODD where it is not found. */
export function foreseeName(program: usize, end: usize): usize {
  const before = load<u32>(program + BEFORE_NAME)
  const first = end > FRAME + FORESEEN ? end - FORESEEN : FRAME
  for (let at = end - 4; at > first; at -= 1) if (load<u32>(at) === before) return at + 4
  return ODD
}
