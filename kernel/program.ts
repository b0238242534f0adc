/**
 * A shape as steps, each aligned to eight bytes:
 *
 *     op u16 │ length u16 │ other i32 │ `length` bytes that stand before the value, filled up with zeros
 *
 * Where they do not stand there, the frame goes on with the step `other` bytes behind this one; with none where that is 0.
 * The head of a program says what else is known of its frames. `src/drivers/kit/frame-program.ts` writes programs.
 */

import { MASKS, ODD } from './memory'

/** No value: the frame, or the level, ends here. */
export const END: i32 = 0
/** A number that nobody wants. */
export const SKIP_NUMBER: i32 = 1
/** A text that nobody wants, up to its quote. */
export const SKIP_TEXT: i32 = 2
/** The name of the instrument. */
export const SYMBOL: i32 = 3
/** A list of levels. */
export const BIDS_LIST: i32 = 4
/** Likewise. */
export const ASKS_LIST: i32 = 5
/** Likewise, of levels that say their sides. */
export const CHANGES_LIST: i32 = 6
/** The side of the level that is read. */
export const SIDE: i32 = 7
/** Its price. */
export const PRICE: i32 = 8
/** Its size. */
export const SIZE: i32 = 9
/** A number that must not fall from level to level. */
export const NUMBER_IN_ORDER: i32 = 10
/** Epoch µs of RFC 3339 text. */
export const TIMESTAMP: i32 = 11
/** Epoch µs of digits whose number tells the unit. */
export const EPOCH: i32 = 12
/** Likewise, of a level: the newest is the frame's. */
export const NEWEST: i32 = 13
/** The id of a trade, a number. */
export const NUMBER_ID: i32 = 14
/** Likewise, a text. */
export const TEXT_ID: i32 = 15
/** Integers: this and the seven above it, by their place in the numbers. */
export const INTEGER: i32 = 16
/** Price and size of the best bid or of a trade, then those of the best ask, by their place in the numbers too. */
export const BEST: i32 = 24
/** See {@link BEST}: the last of the four. */
export const LAST_BEST: i32 = 27
/** The side of the taker, in the words of the program. */
export const TAKER_SIDE: i32 = 28
/** `true` where the buyer was the maker, `false` where the seller was. */
export const BUYER_IS_MAKER: i32 = 29

/** Place of a time in µs among the numbers. */
export const TIME_NUMBER: usize = 0
/** Place of a time in ms. */
export const MS_NUMBER: usize = 5
/** Place of one that is taken where the frame has no better. */
export const SENT_NUMBER: usize = 6

// The head.
/** i32: where the level's steps stand, from the program's start; 0 where none are known. */
export const LEVEL_STEPS: usize = 0
/** i32: what lists of levels are, see the three below; else 0. */
export const LIST_FORM: usize = 4
/** Arrays of two quoted numbers or more. */
export const PLAIN_TEXTS: i32 = 1
/** Likewise, not quoted. */
export const PLAIN_NUMBERS: i32 = 2
/** Quoted, with the side in front. */
export const SIDED_TEXTS: i32 = 3
/** i32: the byte that ends the name. */
export const NAME_STOP: usize = 8
/** i32: the four bytes before the name, where levels come before it; else 0. */
export const BEFORE_NAME: usize = 12
/** u64: the word that says bids, with the quote behind it. */
export const BID_WORD: usize = 16
/** u64: likewise. */
export const ASK_WORD: usize = 24
/** i32: bytes of each word. */
export const BID_LENGTH: usize = 32
/** See {@link BID_LENGTH}. */
export const ASK_LENGTH: usize = 36
/** The steps. */
export const STEPS: usize = 40

/** What the value of a step is. */
export function opOf(step: usize): i32 {
  return <i32>load<u16>(step)
}

/** How many bytes stand before it. */
export function lengthBefore(step: usize): i32 {
  return <i32>load<u16>(step, 2)
}

/** The step behind one. */
export function nextStep(step: usize): usize {
  return step + 8 + ((<usize>lengthBefore(step) + 7) & ~7)
}

/** What stands in the place of a step whose bytes are not at `at`; ODD where there is none. */
export function otherStep(step: usize, at: usize): usize {
  do {
    const other = load<i32>(step, 4)
    if (other === 0) return ODD
    step += other
  } while (!areSame(at, step + 8, lengthBefore(step)))
  return step
}

/** Whether `length` bytes at two places are the same; up to sixteen bytes may be read behind them. */
export function areSame(a: usize, b: usize, length: i32): bool {
  while (length > 16) {
    if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false
    a += 16
    b += 16
    length -= 16
  }
  const differences = v128.xor(v128.load(a), v128.load(b))
  return !v128.any_true(v128.and(differences, v128.load(MASKS + ((<usize>length) << 4))))
}
