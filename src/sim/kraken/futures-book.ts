import { scaledText } from '../../core/index.ts'
import { type BookLevels, ChangeLog } from '../change-log.ts'
import type { LevelChange } from '../engine-order.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { BookTruth, TruthLevels } from '../sim-market.ts'

const KEPT_CHANGES = 65_536
const FIRST_SEQ = 326_072_249

/** A change of one level with its number. */
export interface NumberedChange extends LevelChange {
  /** Its number: one more each time, per product. */
  readonly seq: number
  /** When, epoch µs. */
  readonly timeUs: number
}

/**
 * The book of a contract as the futures feed tells it: one level a message, each message one number further.
 *
 * A command that changes several levels takes several numbers; the states between them can be asked for, too.
 */
export class FuturesBook {
  readonly #live: LiveInstrument
  readonly #log = new ChangeLog(KEPT_CHANGES)
  readonly #listeners = new Set<(change: NumberedChange) => void>()
  #seq = FIRST_SEQ

  /** A book as it is now. */
  constructor(live: LiveInstrument) {
    this.#live = live
  }

  /** Number of the last change. */
  get seq(): number {
    return this.#seq
  }

  /** Takes the changes of one command. */
  add(changes: readonly LevelChange[], timeUs: number): void {
    for (const change of changes) {
      this.#seq += 1
      this.#log.add(this.#seq, timeUs, change)
    }
    // Told once all are noted: who asks for the book meanwhile gets the one that `seq` names.
    const first = this.#seq - changes.length + 1
    changes.forEach((change, i) => {
      for (const listener of this.#listeners) listener({ ...change, seq: first + i, timeUs })
    })
  }

  /** Hears every change. Returns how to stop. */
  listen(listener: (change: NumberedChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The book after a number; `undefined` where that is of the future or too long ago. */
  at(seq: number): BookLevels | undefined {
    return seq > this.#seq ? undefined : this.#log.rewind(this.#live.book(), seq)
  }

  /** The same as exact text; of now where no number is named. */
  truth(seq: number = this.#seq): BookTruth | undefined {
    const book = this.at(seq)
    if (book === undefined) return undefined
    const { symbol, priceScale, sizeScale } = this.#live.spec
    const texts = (levels: BookLevels['bids']): TruthLevels =>
      levels.map(([price, size]) => [scaledText(price, priceScale), scaledText(size, sizeScale)])
    return { symbol, updateId: seq, bids: texts(book.bids), asks: texts(book.asks) }
  }
}
