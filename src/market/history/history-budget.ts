import { ConfigError } from '../../core/index.ts'

const BYTES_PER_MEGABYTE = 1_000_000

/** When rows of a history are encoded. */
export interface HistoryTuning {
  /** Rows of a history that stay as they came. @defaultValue 192 */
  readonly hotRows: number
  /** Levels of those rows: where they have more, the oldest are encoded. @defaultValue 3,072 */
  readonly hotLevels: number
  /** Bytes after which a segment is complete: what is evicted at once. @defaultValue 16,384 */
  readonly segmentBytes: number
  /** Most levels that one append encodes, unless it brings that many itself. @defaultValue 1,024 */
  readonly sliceLevels: number
}

const DEFAULTS: HistoryTuning = Object.freeze({
  hotRows: 192,
  hotLevels: 3_072,
  segmentBytes: 16_384,
  sliceLevels: 1_024,
})

/** What a {@link HistoryBudget} is made with. */
export interface HistoryBudgetOptions extends Partial<HistoryTuning> {
  /** Most memory of all histories that share it, in MB of 10^6 bytes. */
  readonly megabytes: number
}

/** Numbers of a {@link HistoryBudget}. */
export interface HistoryBudgetUse {
  /** Most bytes. */
  readonly limitBytes: number
  /** Bytes held now. */
  readonly usedBytes: number
  /** Those of them that are never evicted: the newest rows of each history, and its book where it is of one. */
  readonly hotBytes: number
  /** Segments held now. */
  readonly segments: number
  /** Segments evicted so far. */
  readonly evictedSegments: number
  /** Rows evicted so far. */
  readonly evictedRows: number
}

/** A history as its budget sees it. */
export interface BudgetedHistory {
  /** Bytes held, as told last. */
  readonly bytes: number
  /** Those of them that cannot be evicted. */
  readonly hotBytes: number
  /** Segments held. */
  readonly segmentCount: number
  /** When the newest row of its oldest segment arrived, epoch µs; `Infinity` where it has no segment. */
  readonly oldestUs: number
  /** Lets its oldest segment go. Returns the number of its rows. */
  evictOldest(): number
}

/**
 * The memory that histories of any number of instruments and venues may take together. Where more would be held, the
 * oldest segment of all goes first, whosesoever it is.
 *
 * All that a history holds counts, what is never evicted too: some 30 kB of trades or best prices, 110 kB and 18 bytes a
 * level of a book. A budget that is smaller than that holds nothing but the newest rows, and `use().hotBytes` says so.
 */
export class HistoryBudget {
  /** When rows are encoded. */
  readonly tuning: HistoryTuning
  readonly #limitBytes: number
  readonly #histories = new Set<BudgetedHistory>()
  #usedBytes = 0
  #evictedSegments = 0
  #evictedRows = 0

  /**
   * A budget that nobody uses yet.
   *
   * @throws ConfigError `INVALID_OPTIONS` when an option is not a positive number, or one other than megabytes is not whole.
   */
  constructor({ megabytes, ...tuning }: HistoryBudgetOptions) {
    this.tuning = Object.freeze({ ...DEFAULTS, ...tuning })
    for (const [name, value] of Object.entries({ megabytes, ...this.tuning })) {
      if (
        value > 0 &&
        (name === 'megabytes' ? Number.isFinite(value) : Number.isSafeInteger(value))
      ) {
        continue
      }
      throw new ConfigError(
        'INVALID_OPTIONS',
        `Making a budget of histories: expected ${name} above 0, and whole unless megabytes, was ${value}`,
      )
    }
    this.#limitBytes = megabytes * BYTES_PER_MEGABYTE
  }

  /** What it holds now. Looks at every history. */
  use(): HistoryBudgetUse {
    let hotBytes = 0
    let segments = 0
    for (const history of this.#histories) {
      hotBytes += history.hotBytes
      segments += history.segmentCount
    }
    return {
      limitBytes: this.#limitBytes,
      usedBytes: this.#usedBytes,
      hotBytes,
      segments,
      evictedSegments: this.#evictedSegments,
      evictedRows: this.#evictedRows,
    }
  }

  /** Counts a history in. */
  add(history: BudgetedHistory): void {
    this.#histories.add(history)
    this.#usedBytes += history.bytes
    this.#enforce()
  }

  /** Counts a history out: its memory is free. */
  remove(history: BudgetedHistory): void {
    if (this.#histories.delete(history)) this.#usedBytes -= history.bytes
  }

  /** A history holds so many bytes more, or less; evicts while that is too much and there is something to evict. */
  change(bytes: number): void {
    this.#usedBytes += bytes
    if (bytes > 0) this.#enforce()
  }

  #enforce(): void {
    while (this.#usedBytes > this.#limitBytes) {
      const oldest = this.#oldest()
      if (oldest === undefined) return
      this.#usedBytes -= oldest.bytes
      this.#evictedRows += oldest.evictOldest()
      this.#usedBytes += oldest.bytes
      this.#evictedSegments += 1
    }
  }

  #oldest(): BudgetedHistory | undefined {
    let oldest: BudgetedHistory | undefined
    for (const history of this.#histories) {
      if (history.oldestUs < (oldest?.oldestUs ?? Number.POSITIVE_INFINITY)) oldest = history
    }
    return oldest
  }
}
