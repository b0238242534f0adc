/**
 * Where each pool's price was seen last, as a tick, so that a reading asks for the right words of its bitmap. No more than
 * a guess: an answer that does not reach far enough around the price is not used, and moves the guess.
 */
export type Hints = Map<string, number>
