/** Eight ASCII digits as one 64-bit word, the first in the lowest byte, each XORed with `0`. */

const ZEROS: u64 = 0x3030303030303030
const SIXES: u64 = 0x0606060606060606
const HIGH: u64 = 0xf0f0f0f0f0f0f0f0
const BYTES_04: u64 = 0x000000ff000000ff

/** The eight bytes at `at`: digits are 0 to 9 now, and nothing else is. */
export function digitWord(at: usize): u64 {
  return load<u64>(at) ^ ZEROS
}

/** How many digits stand before the first byte that is none, 0 to 8. */
export function digitCount(word: u64): i32 {
  // Digits are below 16 still when 6 is added; what is carried goes to bytes behind the first other. `ctz` of 0 is 64.
  return <i32>(ctz((word | (word + SIXES)) & HIGH) >> 3)
}

/** Whether all eight are digits. */
export function areDigits(word: u64): bool {
  return ((word | (word + SIXES)) & HIGH) === 0
}

/** The number that the first `count` digits write, 1 to 8. */
export function firstDigits(word: u64, count: i32): u64 {
  // Digits move up to the end of the word and zeros fill it; then pairs, fours and eight at once.
  let pairs = word << (64 - ((<u64>count) << 3))
  pairs = pairs * 10 + (pairs >> 8)
  return (
    ((pairs & BYTES_04) * 0x000f424000000064 + ((pairs >> 16) & BYTES_04) * 0x0000271000000001) >>
    32
  )
}
