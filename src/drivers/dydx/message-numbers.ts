/**
 * @hotpath The numbers of a connection's messages: one more each, whatever the channel. Allocates nothing while none is missing.
 *
 * The answer to a subscribe takes its number when the server hears the subscribe, and is sent when the snapshot was
 * fetched: it may be overtaken by any number of messages. So a number may be missing for each subscribe that was sent and
 * is not answered yet; one more than that, and a message was lost. docs/venues/dydx.md §Lost messages; checked 2026-11-21.
 *
 * Who replays a recording without what was sent is not told of subscribes: a number may then be missing for a while.
 */

/** What a number says of its message. */
export type Turn = 'inTurn' | 'outOfTurn'

/** How long a number may be missing where nobody tells what was sent; the server fetches a snapshot in well under it. */
const MISSING_FOR_US = 5_000_000
/** Numbers that are remembered as missing; a hole larger than that is no answer on its way. */
const MOST_MISSING = 64

/** See the head of this file. One per connection. */
export class MessageNumbers {
  /** Whether the last message showed that another one was lost. */
  hasLost = false
  #last: number = Number.NaN
  #unanswered = 0
  #isTold = false
  readonly #missing: number[] = []
  #missingSinceUs = 0

  /** A subscribe left: its answer takes a number. */
  subscribed(): void {
    this.#isTold = true
    this.#unanswered += 1
  }

  /** The connection greets: numbers begin. */
  restart(number: number): void {
    this.hasLost = false
    this.#last = number
    this.#missing.length = 0
  }

  /** A message could not be read, nor its number: the next one is believed. */
  unread(): void {
    this.#last = Number.NaN
  }

  /** Takes the number of a message; `isAnswer`: of an answer to a subscribe, which may come late. */
  take(number: number, isAnswer: boolean, localTimeUs: number): Turn {
    this.hasLost = false
    const next = this.#last + 1
    if (number !== next && !Number.isNaN(next)) return this.#takeOdd(number, isAnswer, localTimeUs)
    this.#last = number
    if (isAnswer) this.#answered()
    if (this.#missing.length > 0) this.#judge(localTimeUs)
    return 'inTurn'
  }

  /** Not the next number. Cold. */
  #takeOdd(number: number, isAnswer: boolean, localTimeUs: number): Turn {
    if (number > this.#last) {
      this.#miss(number, localTimeUs)
      if (isAnswer) this.#answered()
      this.#judge(localTimeUs)
      return 'inTurn'
    }
    const at = this.#missing.indexOf(number)
    if (at >= 0) this.#missing.splice(at, 1)
    // A late answer, or an error that repeats the newest number.
    if (isAnswer) {
      this.#answered()
      this.#judge(localTimeUs)
      return 'inTurn'
    }
    // A change that is later than what came after it: what stands on those is wrong.
    if (at >= 0) this.hasLost = true
    return 'outOfTurn'
  }

  #miss(number: number, localTimeUs: number): void {
    if (this.#missing.length === 0) this.#missingSinceUs = localTimeUs
    const first = this.#last + 1
    this.#last = number
    if (number - first > MOST_MISSING) this.#lose()
    else for (let each = first; each < number; each += 1) this.#missing.push(each)
  }

  #answered(): void {
    if (this.#unanswered > 0) this.#unanswered -= 1
  }

  #judge(localTimeUs: number): void {
    const isLost = this.#isTold
      ? this.#missing.length > this.#unanswered
      : this.#missing.length > 0 && localTimeUs - this.#missingSinceUs > MISSING_FOR_US
    if (isLost) this.#lose()
  }

  /** What is missing now is told once. An answer among it may still come, so as many are waited for. */
  #lose(): void {
    this.hasLost = true
    if (!this.#isTold) {
      this.#missing.length = 0
      return
    }
    if (this.#missing.length > MOST_MISSING) this.#missing.splice(0, MOST_MISSING / 2)
    if (this.#missing.length > this.#unanswered) this.#unanswered = this.#missing.length
  }
}
