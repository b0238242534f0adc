/** Texts of a frame. */
import { FRAME, ODD } from './memory'
import { BEFORE_NAME } from './program'

const SPACE: u8 = 32
const QUOTE: u8 = 34
const BACKSLASH: u8 = 92
const LAST_ASCII: u8 = 126
/** Bytes from the end in which a name behind the levels is looked for. */
const FORESEEN: usize = 160

/** Passes the inside of a text of plain ASCII up to its quote. */
export function skipText(at: usize): usize {
  let byte = load<u8>(at)
  while (byte !== QUOTE) {
    if (byte < SPACE || byte > LAST_ASCII || byte === BACKSLASH) return ODD
    at += 1
    byte = load<u8>(at)
  }
  return at
}

/** Where the name stands that comes behind the levels, looked for from the end; ODD where it is not found. */
export function foreseeName(program: usize, end: usize): usize {
  const before = load<u32>(program + BEFORE_NAME)
  const first = end > FRAME + FORESEEN ? end - FORESEEN : FRAME
  for (let at = end - 4; at > first; at -= 1) if (load<u32>(at) === before) return at + 4
  return ODD
}
