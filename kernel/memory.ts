/**
 * Where things stand in the kernel's memory, in bytes. It never grows, so the views that JavaScript has over it last.
 *
 *     powers, limits │ numbers │ results │ bids │ asks │ programs │ names │ frame, then a zero
 */

/** Answer of every scan that found something else than expected: no place in the frame is 0. */
export const ODD: usize = 0

/** u64: powers of ten. */
const POWERS: usize = 1024
/** u64: the largest integers that stay within 2^53 when multiplied by them. */
const LIMITS: usize = POWERS + 8 * 19
/** v128: as many bytes of ones as the index says, 0 to 16, then zeros. */
export const MASKS: usize = 1408
/** f64: what the frame says once, by the small integers of `program.ts`; NaN where it does not. */
export const NUMBERS: usize = 2048
/** i32: see the offsets below. */
export const RESULTS: usize = NUMBERS + 8 * 12
/** f64: a number that is looked at once. */
export const SCRATCH: usize = RESULTS + 64
/** u8: digits that the price before had in front of the point and behind it, 0 at the start of a list. */
export const FORESEEN: usize = SCRATCH + 8
/** Levels of a side at most. */
export const MOST_LEVELS: i32 = 4096
/** f64 pairs, price and size. */
export const BIDS: usize = 4096
/** Likewise. */
export const ASKS: usize = BIDS + 16 * 4096
/** What shapes are made of, see `program.ts`. */
export const PROGRAMS: usize = ASKS + 16 * 4096
/** Instruments' names, see `names.ts`. */
export const NAMES: usize = PROGRAMS + 128 * 1024
/** The frame. */
export const FRAME: usize = NAMES + 256 * 1024
/** Bytes of a frame at most; more are read key by key. */
export const MOST_BYTES: i32 = 512 * 1024

/** Within the results: levels of each side, most fraction digits, where the name stands, whose it is; then of a trade. */
export const BID_COUNT: usize = 0
/** See {@link BID_COUNT}. */
export const ASK_COUNT: usize = 4
/** See {@link BID_COUNT}. */
export const PRICE_DIGITS: usize = 8
/** See {@link BID_COUNT}. */
export const SIZE_DIGITS: usize = 12
/** See {@link BID_COUNT}. */
export const NAME_START: usize = 16
/** See {@link BID_COUNT}. */
export const NAME_END: usize = 20
/** Number of the instrument that the frame names. */
export const INSTRUMENT: usize = 24
/** Whether the taker sold. */
export const IS_SELL: usize = 28
/** Where the id of the trade stands. */
export const ID_START: usize = 32
/** See {@link ID_START}. */
export const ID_END: usize = 36

/** The largest integer of which every smaller one is a double too. */
export const MAX_SAFE: u64 = 9007199254740991
/** Scales beyond it have no power that fits. */
export const MAX_SCALE: i32 = 18

/** Fills the tables; called once. */
export function fillTables(): void {
  let power: u64 = 1
  for (let i = 0; i <= MAX_SCALE; i += 1) {
    store<u64>(POWERS + 8 * i, power)
    store<u64>(LIMITS + 8 * i, MAX_SAFE / power)
    power *= 10
  }
  for (let bytes = 0; bytes <= 16; bytes += 1) {
    for (let i = 0; i < 16; i += 1) store<u8>(MASKS + 16 * bytes + i, i < bytes ? 0xff : 0)
  }
}

/** 10 to the `exponent`, 0 to 18. */
export function powerOf(exponent: i32): u64 {
  return load<u64>(POWERS + ((<usize>exponent) << 3))
}

/** The largest integer that such a power leaves within 2^53. */
export function limitOf(exponent: i32): u64 {
  return load<u64>(LIMITS + ((<usize>exponent) << 3))
}
