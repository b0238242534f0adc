/**
 * @hotpath The order of a connection's messages: numbers count up by one, whatever the channel. Allocates nothing while
 * none is missing.
 *
 * The answer to a subscribe takes its number when the server hears the subscribe, and is sent when the snapshot was
 * fetched: other messages overtake it. A hole is that answer on its way, or a message that was lost, and only its own
 * number says which. So what comes behind a hole is held back, as TCP holds back what comes behind a lost segment, until
 * the number comes, or it is certain that it does not: more are missing than subscribes wait for their answer, or an
 * answer is overdue. docs/venues/dydx.md §Lost messages; checked 2026-11-21.
 */

/**
 * What a number says of its message: it is next; it waits for one before it; it came again, or after it was given up; or
 * one before it was lost.
 */
export type Turn = 'next' | 'early' | 'passed' | 'lost'

/** A message that waits for one before it. */
export interface HeldMessage {
  /** Its number. */
  readonly number: number
  /** When it arrived, epoch µs. */
  readonly localTimeUs: number
  /** Whether one right before it is missing, as far as is known. */
  isBehindHole: boolean
  /** A copy of its bytes. */
  readonly frame: Uint8Array
}

/** How long an answer may take; the same as the facts say. */
const ANSWERED_WITHIN_US = 10_000_000
/** How long a number may be missing where nobody tells what was sent (a recording); a snapshot takes well under it. */
const UNTOLD_WITHIN_US = 5_000_000
/** How many numbers may be missing there. */
const UNTOLD_MISSING = 64
/** More than ten seconds of a busy connection: what does not fit is no answer on its way. */
const MOST_HELD = 8_192

/** See the head of this file. One per connection. */
export class MessageOrder {
  /** Number of the message; NaN where it has none. Set before `take`: an argument would be boxed. */
  number: number = Number.NaN
  /** When it arrived, epoch µs. Set before `take`. */
  localTimeUs: number = Number.NaN
  /** The last number whose turn it was; NaN before the first. */
  #last: number = Number.NaN
  /** Subscribes without an answer so far. */
  #unanswered = 0
  #isTold = false
  /** Messages since the last one, whose numbers could not be read. */
  #unread = 0
  /** By number. */
  readonly #held: HeldMessage[] = []

  /** How many messages wait. */
  get heldCount(): number {
    return this.#held.length
  }

  /** Whether the message's number is the next one. */
  get isNext(): boolean {
    return this.number === this.#last + 1
  }

  /** For how long messages have waited by now, µs. */
  get heldForUs(): number {
    return this.localTimeUs - (this.#held[0]?.localTimeUs ?? this.localTimeUs)
  }

  /** A message left; the answer to a subscribe takes a number. */
  sent(isSubscribe: boolean): void {
    this.#isTold = true
    if (isSubscribe) this.#unanswered += 1
  }

  /** A message could not be read: its number is one of the next. `isAnswer` where so much could be read of it. */
  unread(isAnswer: boolean): void {
    this.#unread += 1
    if (isAnswer) this.#answered()
  }

  /** Counts the message; `isAnswer`: it answers a subscribe. */
  take(isAnswer: boolean): Turn {
    if (this.number !== this.#last + 1) return this.#takeOdd(isAnswer)
    this.#last = this.number
    this.#unread = 0
    if (isAnswer) this.#answered()
    return 'next'
  }

  /** Holds the message back: its frame is copied. */
  hold(frame: Uint8Array): void {
    const { number, localTimeUs } = this
    const at = this.#held.findLastIndex((each) => each.number < number) + 1
    const isBehindHole = number !== (this.#held[at - 1]?.number ?? this.#last) + 1
    const next = this.#held[at]
    if (next !== undefined) next.isBehindHole = number + 1 !== next.number
    this.#held.splice(at, 0, { number, localTimeUs, isBehindHole, frame: frame.slice() })
  }

  /** The first message held whose turn it is now; call until `undefined` after each that was next. */
  release(): HeldMessage | undefined {
    if (this.#held[0]?.number !== this.#last + 1) return undefined
    this.#last += 1
    const released = this.#held.shift()
    if (released !== undefined) released.isBehindHole = false
    return released
  }

  /** Gives up what is missing: all messages held, in order. Behind each hole nothing from before it is to be believed. */
  giveUp(): readonly HeldMessage[] {
    // Answers that did not come in all that time do not come: they must not hide other losses.
    if (this.heldForUs > ANSWERED_WITHIN_US) this.#unanswered = 0
    this.#last = this.#held.at(-1)?.number ?? this.#last
    return this.#held.splice(0)
  }

  /** Not the next number. Cold. */
  #takeOdd(isAnswer: boolean): Turn {
    const { number } = this
    // One too few only makes a hole count as a loss sooner.
    if (isAnswer) this.#answered()
    const unread = this.#unread
    this.#unread = 0
    if (Number.isNaN(this.#last) || (number > this.#last && number <= this.#last + 1 + unread)) {
      this.#last = number
      return 'next'
    }
    if (number <= this.#last || this.#held.some((each) => each.number === number)) return 'passed'
    if (!this.#isLost()) return 'early'
    if (this.#held.length === 0) this.#last = number
    return 'lost'
  }

  #isLost(): boolean {
    const highest = Math.max(this.number, this.#held.at(-1)?.number ?? 0)
    const missing = highest - this.#last - this.#held.length - 1
    const isTold = this.#isTold
    return (
      missing > (isTold ? this.#unanswered : UNTOLD_MISSING) ||
      this.heldForUs > (isTold ? ANSWERED_WITHIN_US : UNTOLD_WITHIN_US) ||
      this.#held.length >= MOST_HELD
    )
  }

  #answered(): void {
    if (this.#unanswered > 0) this.#unanswered -= 1
  }
}
