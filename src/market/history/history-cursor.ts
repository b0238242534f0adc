import type { BookUpdate, Borrowed, InstrumentSlot } from '../../core/index.ts'
import { RowCursor, type RowRange } from './row-cursor.ts'
import type { RowLog } from './row-log.ts'

/** Which part of a history is read. */
export interface HistoryReadOptions {
  /** Only what arrived then or later, epoch µs. @defaultValue from the oldest on */
  readonly fromTimeUs?: number
  /** Only what arrived then or earlier, epoch µs. @defaultValue up to the newest */
  readonly toTimeUs?: number
  /** Whether the newest comes first. @defaultValue `false` */
  readonly newestFirst?: boolean
}

/** What makes an event of a row. */
export interface RowReader<T> {
  /** The event that is filled anew for each row. */
  readonly event: T
  /** Fills it; `false` where the row is no event. */
  fill(kind: number, row: BookUpdate): boolean
}

/** The arrival times that options let through. */
export function rangeOf({ fromTimeUs, toTimeUs }: HistoryReadOptions): RowRange {
  return {
    fromUs: fromTimeUs ?? Number.NEGATIVE_INFINITY,
    toUs: toTimeUs ?? Number.POSITIVE_INFINITY,
  }
}

/** A cursor over the rows that options let through. */
export function rowsOf(slot: InstrumentSlot, log: RowLog, options: HistoryReadOptions): RowCursor {
  return new RowCursor(slot, log, rangeOf(options), options.newestFirst ?? false)
}

/**
 * Goes through a part of a history, once. One event is filled anew for each row: read it, or `copy()` it, before the next.
 *
 * It sees what was there when it was opened; what is evicted before it gets there is left out and counted. Prices and
 * sizes of a row have the scales that they arrived with: compare texts or Decimals where an instrument's scale may have
 * grown.
 *
 * @example
 * ```ts
 * for (const trade of tradeHistory.read({ newestFirst: true })) console.log(trade.priceText())
 * ```
 */
export class HistoryCursor<T> implements Iterable<Borrowed<T>> {
  readonly #rows: RowCursor
  readonly #reader: RowReader<T>

  /** Makes events of the rows of a cursor. */
  constructor(rows: RowCursor, reader: RowReader<T>) {
    this.#rows = rows
    this.#reader = reader
  }

  /** The event read last. Borrowed: valid until the next one is read. */
  get event(): Borrowed<T> {
    return this.#reader.event
  }

  /** Events that were evicted before they could be read; counted oldest first only. */
  get missed(): number {
    return this.#rows.missed
  }

  /** Reads the next event; `false` when there is none. */
  next(): boolean {
    const rows = this.#rows
    while (rows.next()) if (this.#reader.fill(rows.kind, rows.row)) return true
    return false
  }

  /** The events that are left, each in the same object. */
  [Symbol.iterator](): Iterator<Borrowed<T>> {
    const result = { done: false, value: this.#reader.event }
    return {
      next: () => {
        result.done = !this.next()
        return result as IteratorYieldResult<Borrowed<T>>
      },
    }
  }
}
