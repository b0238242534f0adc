/**
 * @hotpath Continuity of Coinbase's books, and of a connection's messages. docs/venues/coinbase.md §Book; the venue's
 * procedure is cited by step. Checked 2026-11-21. Allocation budget: none.
 */
import { judgeUnnumbered } from '../../book/index.ts'
import type { ContinuityRule, Market } from '../../core/index.ts'

/**
 * Step 4: a snapshot replaces, an update changes, and one before any snapshot is ignored. Neither feed numbers the
 * messages of a book: what is lost shows in the numbers of the whole connection (`level2`), or in the trades' (`level2_batch`).
 * Step 6: there is no checksum; a crossed book is the only evidence that a book has of itself. Books of auctions may cross.
 */
const UNNUMBERED: ContinuityRule = {
  snapshot: 'stream',
  judge: judgeUnnumbered,
  crossed: 'corruptWhileTrading',
}

/** The rule of a feed: `level2` and `level2_batch` have the same. */
export function continuity(_market: Market, _feed: string): ContinuityRule {
  return UNNUMBERED
}

/** What the number of a message says: it is the next one, some before it are missing, or it was passed already. */
export type MessagePlace = 'next' | 'hole' | 'passed'

/** Steps 1 to 3: `sequence_num` counts every message of a connection, whatever its channel, from 0. */
export class MessageOrder {
  #next = 0
  #passed: number = Number.NaN

  /**
   * Judges the number of a message and moves on, where it was not passed already.
   *
   * Two passed numbers in a row mean that the count itself went back (one damaged number would have silenced the
   * connection for good): then something is missing, as far as anybody can know.
   */
  judge(number: number): MessagePlace {
    const isPassed = number < this.#next
    if (isPassed && number !== this.#passed + 1) {
      this.#passed = number
      return 'passed'
    }
    const place = number === this.#next ? 'next' : 'hole'
    this.#next = number + 1
    this.#passed = Number.NaN
    return place
  }
}
