/** Texts of a frame, and the name of its instrument. */
import { FRAME, NAME_END, NAME_START, ODD, RESULTS } from './memory'
import { areSame, BEFORE_NAME, MOST_NAME, NAME, NAME_LENGTH, NAME_STOP, OWNER } from './program'

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

/** Whether the name at `at` is the one of the owner's frame before. */
export function isSameName(program: usize, at: usize, owner: i32): bool {
  if (load<i32>(program + OWNER) !== owner) return false
  const length = load<i32>(program + NAME_LENGTH)
  return (
    areSame(at, program + NAME, length) &&
    load<u8>(at + length) === <u8>load<i32>(program + NAME_STOP)
  )
}

/** The place behind the name at `at`. */
export function nameEnd(program: usize, at: usize): usize {
  const stop = <u8>load<i32>(program + NAME_STOP)
  let byte = load<u8>(at)
  while (byte !== stop) {
    if (byte <= SPACE || byte > LAST_ASCII || byte === QUOTE || byte === BACKSLASH) return ODD
    at += 1
    byte = load<u8>(at)
  }
  return at
}

/** Takes the name at `at` for the owner's, and leaves where it stands in the results. */
export function takeName(program: usize, at: usize, owner: i32): usize {
  const end = nameEnd(program, at)
  if (end === ODD) return ODD
  const length = <i32>(end - at)
  store<i32>(program + OWNER, length <= MOST_NAME ? owner : 0)
  if (length <= MOST_NAME) {
    store<i32>(program + NAME_LENGTH, length)
    // Whole words, whatever stands behind the name: what is behind the frame is the kernel's too.
    for (let i = 0; i < MOST_NAME; i += 8) store<u64>(program + NAME + i, load<u64>(at + i))
  }
  store<i32>(RESULTS + NAME_START, <i32>(at - FRAME))
  store<i32>(RESULTS + NAME_END, <i32>(end - FRAME))
  return end
}

/** Where the name stands that comes behind the levels, looked for from the end; ODD where it is not found. */
export function foreseeName(program: usize, end: usize): usize {
  const before = load<u32>(program + BEFORE_NAME)
  const first = end > FRAME + FORESEEN ? end - FORESEEN : FRAME
  for (let at = end - 4; at > first; at -= 1) if (load<u32>(at) === before) return at + 4
  return ODD
}
