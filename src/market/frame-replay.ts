import { MaintainedBook } from '../book/index.ts'
import type {
  BookUpdate,
  ContinuityRule,
  ExchangeDriver,
  FrameDecoder,
  FrameOutcome,
  FrameSink,
  Instrument,
  InstrumentTable,
  Market,
  MarketSink,
} from '../core/index.ts'
import { createInstrumentTable } from '../drivers/kit/instrument-table.ts'
import { doubtOf } from './book-doubt.ts'
import { BookSync } from './book-sync.ts'

/**
 * What became of one update in a replay: `hold` until a snapshot joins it; `refuse` for a snapshot from before what the
 * book had shown; else as in a live book.
 */
export type ReplayVerdict = 'apply' | 'replace' | 'refuse' | 'drop' | 'hold' | 'gap' | 'corrupt'

/** One update of one book, judged. */
export interface JudgedUpdate {
  /** What was done with it. */
  readonly verdict: ReplayVerdict
  /** The book afterwards; narrow on its state. */
  readonly book: MaintainedBook
  /** The update itself; valid during the call. */
  readonly update: BookUpdate
}

/** How frames are replayed. */
export interface FrameReplayOptions {
  /** Whose frames they are. */
  readonly driver: ExchangeDriver
  /** Settles what a symbol alone leaves open. */
  readonly market: Market
  /** A listing; without it instruments are inferred from symbols and scales grow with the digits. */
  readonly instruments?: readonly Instrument[]
  /** Gets every event of every frame, before books are touched. */
  readonly sink?: MarketSink
  /** Gets every book update with its verdict. */
  readonly onBook?: (judged: JudgedUpdate) => void
  /** Takes the place of the driver's rules; for frames of a time whose rules were others. */
  readonly continuity?: (market: Market, feed: string) => ContinuityRule
}

const NOWHERE: MarketSink = { book: () => {}, bbo: () => {}, trade: () => {}, event: () => {} }
/** One recorded connection. */
const SOURCE = 0

interface Replayed {
  readonly book: MaintainedBook
  readonly sync: BookSync
  readonly rule: ContinuityRule
}

/**
 * Recorded frames through the same decoder, continuity rules and books as live ones, without clock or network.
 *
 * A gap waits for the recording's next snapshot: nothing can be fetched again.
 */
export class FrameReplay {
  /** The instruments seen so far. */
  readonly table: InstrumentTable
  readonly #options: FrameReplayOptions
  readonly #decoder: FrameDecoder
  readonly #sink: FrameSink
  readonly #books = new Map<string, Replayed>()

  /** A replay with no books yet. */
  constructor(options: FrameReplayOptions) {
    const { driver, market, instruments = [] } = options
    this.#options = options
    this.table = createInstrumentTable(
      instruments.length > 0 ? {} : { infer: (of, symbol) => driver.inferInstrument(of, symbol) },
    )
    for (const instrument of instruments) this.table.add(instrument)
    this.#decoder = driver.createDecoder(this.table, market)
    const told = options.sink ?? NOWHERE
    this.#sink = {
      book: (update) => {
        told.book(update)
        this.#onUpdate(update)
      },
      bbo: (update) => told.bbo(update),
      trade: (update) => told.trade(update),
      event: (event) => told.event(event),
      lost: () => this.#doubtAll(),
    }
  }

  /** Why the last frame was ignored, or a fault. */
  get decoder(): Pick<FrameDecoder, 'ignoredReason' | 'fault'> {
    return this.#decoder
  }

  /** The books built so far. */
  get books(): readonly MaintainedBook[] {
    return [...this.#books.values()].map(({ book }) => book)
  }

  /** Takes one received frame. Never throws for what a frame says. */
  frame(frame: Uint8Array, localTimeUs: number): FrameOutcome {
    return this.#decoder.decode(frame, localTimeUs, this.#sink)
  }

  /** Takes one sent frame, where the recording has them. */
  sent(frame: string | Uint8Array): void {
    this.#decoder.sent?.(frame)
  }

  /**
   * Takes one recorded REST answer: a book snapshot joins its book, anything else is `ignored`.
   *
   * @throws ProtocolError `MALFORMED_RESPONSE` when a snapshot cannot be read.
   */
  answer(url: string, body: Uint8Array, localTimeUs: number): FrameOutcome {
    const response = { status: 200, headers: {}, body }
    const snapshot = this.#options.driver.rest.snapshotAt?.(url, response, this.table, localTimeUs)
    if (snapshot === undefined) return 'ignored'
    ;(this.#options.sink ?? NOWHERE).book(snapshot)
    this.#join(snapshot)
    return 'event'
  }

  #onUpdate(update: BookUpdate): void {
    const { book, sync, rule } = this.#bookOf(update)
    const step = sync.judge(update, SOURCE)
    switch (step) {
      case 'apply':
      case 'replace':
        book.apply(update, rule)
        this.#vouch(update, step)
        return
      case 'join':
        this.#join(update)
        return
      case 'gap':
      case 'refuse':
        book.state = 'stale'
        break
      case 'drop':
      case 'hold':
        break
      case 'fill': // only with a second connection
        throw new Error('FrameReplay: one connection cannot fill its own gap')
    }
    this.#options.onBook?.({ verdict: step, book, update })
  }

  /** Messages of the connection are missing: no book may be believed before its next snapshot. */
  #doubtAll(): void {
    for (const { book, sync } of this.#books.values()) {
      if (sync.phase === 'waiting') continue
      sync.distrust()
      book.state = 'stale'
    }
  }

  #join(snapshot: BookUpdate): void {
    const { book, sync, rule } = this.#bookOf(snapshot)
    const onTop = sync.join(snapshot)
    if (onTop === undefined) {
      this.#options.onBook?.({ verdict: 'drop', book, update: snapshot })
      return
    }
    book.apply(snapshot, rule)
    this.#vouch(snapshot, 'replace')
    for (const update of onTop) {
      book.apply(update, rule)
      this.#vouch(update, 'apply')
    }
  }

  /** Sets the state that the book's own evidence allows, and tells it. */
  #vouch(update: BookUpdate, verdict: 'apply' | 'replace'): void {
    const { book, sync, rule } = this.#bookOf(update)
    const isDoubted = doubtOf(book, rule, update) !== ''
    book.state = isDoubted ? 'corrupt' : 'live'
    if (isDoubted) sync.distrust()
    this.#options.onBook?.({ verdict: isDoubted ? 'corrupt' : verdict, book, update })
  }

  #bookOf(update: BookUpdate): Replayed {
    const { slot, feed } = update
    const key = `${slot.index} ${feed}`
    const known = this.#books.get(key)
    if (known !== undefined) return known
    const { driver, continuity } = this.#options
    const { market } = slot.instrument
    const rule = continuity?.(market, feed) ?? driver.continuity(market, feed)
    const made: Replayed = {
      rule,
      book: new MaintainedBook(slot, feed, rule.truncateTo ?? 'full'),
      sync: new BookSync(rule, { maxHeld: 100_000, canFill: false }),
    }
    this.#books.set(key, made)
    return made
  }
}
