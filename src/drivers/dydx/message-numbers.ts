/**
 * @hotpath The numbers of a connection's messages: one more each, whatever the channel. Allocates nothing while none is missing.
 *
 * The answer to a subscribe takes its number when the server hears the subscribe, and is sent when the snapshot was
 * fetched: it may be overtaken by any number of messages. So a number may be missing for each subscribe that was sent and
 * is not answered yet; one more than that, and a message was lost. docs/venues/dydx.md §Lost messages; checked 2026-11-21.
 *
 * Who replays a recording without what was sent is not told of subscribes: any number may then be missing for a while.
 */

/** What a number says of its message: that it is next, or a late answer; or that it came again, or too late. */
export type Turn = 'inTurn' | 'outOfTurn'

/** How long an answer may take; the same as the facts say. */
const ANSWERED_WITHIN_US = 10_000_000
/** How long a number may be missing where nobody tells what was sent; a snapshot is fetched in well under it. */
const UNTOLD_WITHIN_US = 5_000_000
/** Numbers that are remembered as missing; a larger hole is no answers on their way. */
const MOST_MISSING = 64

/** See the head of this file. One per connection. */
export class MessageNumbers {
  /** Number of the message; NaN where it has none. Set before `take`: an argument would be boxed. */
  number: number = Number.NaN
  /** When it arrived, epoch µs. Set before `take`. */
  localTimeUs: number = Number.NaN
  /** Whether the last message showed that another one was lost. */
  hasLost = false
  #last: number = Number.NaN
  /** Subscribes without an answer so far. */
  #unanswered = 0
  #isTold = false
  readonly #missing: number[] = []
  /** How many of the missing were told as lost already. */
  #forgiven = 0
  /** Since when a number is missing, or an answer; NaN while neither is. */
  #sinceUs: number = Number.NaN

  /** A message left; the answer to a subscribe takes a number. */
  sent(isSubscribe: boolean): void {
    this.#isTold = true
    if (!isSubscribe) return
    this.#unanswered += 1
    this.#sinceUs = Number.NaN
  }

  /** The connection greets: numbers begin. */
  restart(): void {
    this.hasLost = false
    this.#last = this.number
    this.#forget()
  }

  /** A message could not be read: the next one is believed. `isAnswer` where so much could be read of it. */
  unread(isAnswer: boolean): void {
    this.#last = Number.NaN
    if (isAnswer) this.#answered()
  }

  /** Counts the message; `isAnswer`: it answers a subscribe, and may come late. */
  take(isAnswer: boolean): Turn {
    this.hasLost = false
    const next = this.#last + 1
    if (this.number !== next && !Number.isNaN(next)) return this.#takeOdd(isAnswer)
    this.#last = this.number
    if (isAnswer) this.#answered()
    if (this.#missing.length + this.#unanswered > 0) this.#judge()
    return 'inTurn'
  }

  /** Not the next number. Cold. */
  #takeOdd(isAnswer: boolean): Turn {
    const { number } = this
    const at = this.#missing.indexOf(number)
    if (at >= 0) this.#missing.splice(at, 1)
    const isAhead = number > this.#last
    if (isAhead) this.#miss(number)
    // A late answer, or an error that repeats the newest number.
    if (isAnswer) this.#answered()
    this.#judge()
    if (isAhead || isAnswer) return 'inTurn'
    // A change that is later than what came after it: what stands on those is wrong, unless that was told.
    if (at >= 0 && this.#forgiven > 0) this.#forgiven -= 1
    else if (at >= 0) this.hasLost = true
    return 'outOfTurn'
  }

  #miss(number: number): void {
    const first = this.#last + 1
    this.#last = number
    if (number - first > MOST_MISSING) {
      this.hasLost = true
      this.#forget()
    } else for (let each = first; each < number; each += 1) this.#missing.push(each)
  }

  #answered(): void {
    if (this.#unanswered > 0) this.#unanswered -= 1
  }

  #judge(): void {
    const { localTimeUs } = this
    const missing = this.#missing.length - this.#forgiven
    if (Number.isNaN(this.#sinceUs)) this.#sinceUs = localTimeUs
    const withinUs = this.#isTold ? ANSWERED_WITHIN_US : UNTOLD_WITHIN_US
    if (localTimeUs - this.#sinceUs > withinUs) {
      // What did not come by now does not come: an answer that was lost must not hide other losses.
      if (missing > 0) this.hasLost = true
      this.#unanswered = 0
      this.#forget()
    } else if (!this.#isTold) {
      if (missing === 0) this.#forget()
    } else if (missing > this.#unanswered) {
      // Which of them are answers, nobody knows yet: as many as are too many were told.
      this.hasLost = true
      this.#forgiven = this.#missing.length - this.#unanswered
      if (this.#unanswered === 0 || this.#missing.length > MOST_MISSING) this.#forget()
    } else if (this.#unanswered === 0) this.#forget()
  }

  #forget(): void {
    this.#missing.length = 0
    this.#forgiven = 0
    this.#sinceUs = Number.NaN
  }
}
