/**
 * @hotpath `book`, `bbo` and `trade` run once per update, inside the router's fan-out: they write the row's text into
 * a reused buffer and copy it into the open batch. No promise, no object per level. Bench: `bench/monitor`.
 */
import {
  type BboUpdate,
  type BookStateChanged,
  type BookUpdate,
  type InstrumentSlot,
  type MarketSink,
  type OwnedMarketEvent,
  type TradeUpdate,
  type VenueId,
} from '../core/index.ts'
import type { TimerHandle } from '../runtime/ports.ts'
import {
  Batcher,
  type RecordingRow,
  type RowsLost,
  recordingLine,
  type Sink,
  type SinkStatus,
  type StreamBuffer,
  type StreamPart,
} from '../storage/index.ts'
import type { FeedQuality } from './feed-quality.ts'
import { BookLog, InstrumentLog } from './instrument-log.ts'
import {
  type BookSource,
  MONITOR_DEFAULTS,
  type MonitorOptions,
  type MonitorPorts,
  snapshotEveryNs,
  TICK_MS,
} from './monitor-options.ts'
import { RowWriter } from './row-writer.ts'

const RATE_INTERVAL_NS = 1_000_000_000
// A thousand levels a side take about 0.2 ms to write; after a mass resync the snapshots must not hold up the books.
const MAX_SNAPSHOTS_PER_TICK = 16
// A store that is down loses batch after batch: snapshots right after each loss would be lost with them.
const SNAPSHOT_AFTER_LOSS_NS = 5_000_000_000

/**
 * Records what it is told into sinks: every book change, snapshots of live books, BBOs, trades, and the events that say
 * where the record has gaps. Counts how good each feed is.
 *
 * An ordinary subscriber: give it the updates that were *applied* to the books, in order, after the book applied each.
 * It keeps nothing of an update, never waits, and never throws for what a venue sent.
 */
export class MonitorRole implements MarketSink, AsyncDisposable {
  readonly #books: BookSource
  readonly #ports: MonitorPorts
  readonly #batcher: Batcher
  readonly #name: string
  readonly #snapshotEveryNs: number
  readonly #writer = new RowWriter()
  readonly #instruments = new Map<InstrumentSlot, InstrumentLog>()
  readonly #streams = new Map<string, StreamBuffer>()
  #tickTimer: TimerHandle | undefined
  #rateSinceNs: number
  #isClosed = false

  /**
   * A recorder that feeds `sinks`, which it owns from now on: closing it closes them.
   *
   * @throws ConfigError `INVALID_OPTIONS`
   */
  constructor(
    sinks: readonly Sink[],
    books: BookSource,
    ports: MonitorPorts,
    options: MonitorOptions = {},
  ) {
    const { name, snapshotEveryMs, onRowsLost, ...batching } = options
    this.#books = books
    this.#ports = ports
    this.#name = name ?? MONITOR_DEFAULTS.name
    this.#snapshotEveryNs = snapshotEveryNs(snapshotEveryMs ?? MONITOR_DEFAULTS.snapshotEveryMs)
    this.#batcher = new Batcher(sinks, ports, {
      ...batching,
      onRowsLost: (loss) => {
        this.#lost(loss)
        onRowsLost?.(loss)
      },
    })
    this.#rateSinceNs = ports.monotonicClock.nowNs()
    this.#schedule()
  }

  /** Records a change of a book. The update is borrowed. */
  book(update: BookUpdate): void {
    const log = this.#instrument(update.slot)
    const book = this.#bookLog(log, update.feed)
    this.#writer.update(book.heads, update, book.truncateTo)
    // Before the row is handed over: that may close a batch and lose it, and then a snapshot is due again.
    book.wrote(update)
    this.#append(log, update.localTimeUs)
    log.quality.message(update.venueUs, update.localTimeUs)
    if (book.needsSnapshot) this.#snapshot(log, book, true)
  }

  /** Records a change of the best bid or offer. The update is borrowed. */
  bbo(update: BboUpdate): void {
    const log = this.#instrument(update.slot)
    this.#writer.bbo(log.heads, update)
    this.#append(log, update.localTimeUs)
    log.quality.message(update.venueUs, update.localTimeUs)
  }

  /** Records a trade. The update is borrowed. */
  trade(update: TradeUpdate): void {
    const log = this.#instrument(update.slot)
    this.#writer.trade(log.heads, update)
    this.#append(log, update.localTimeUs)
    log.quality.message(update.venueUs, update.localTimeUs)
  }

  /** Records anything else. */
  event(event: OwnedMarketEvent): void {
    if (event.type === 'slowConsumer') {
      if (event.subscriber === this.#name) this.#missed()
      return
    }
    const part: StreamPart = 'market' in event ? event.market : 'venue'
    this.#stream(event.venue, part).appendText(JSON.stringify(event), event.localTimeUs)
    if (event.type === 'bookState') this.#stateChanged(event)
  }

  /** How good each instrument's data is, in the order in which they were first heard of. */
  quality(): readonly FeedQuality[] {
    return [...this.#instruments.values()].map((log) => log.quality.read())
  }

  /** How each sink is doing. */
  sinks(): readonly SinkStatus[] {
    return this.#batcher.status()
  }

  /** Closes open batches now; does not wait for the sinks. */
  flush(): void {
    this.#batcher.flush()
  }

  /** Writes that the recording stopped, delivers what is there and closes the sinks. Idempotent. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true
      this.#tickTimer?.cancel()
      for (const buffer of this.#streams.values()) this.#mark(buffer, { event: 'stopped' })
    }
    await this.#batcher.close()
  }

  /** Same as {@link MonitorRole.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #append(log: InstrumentLog, localTimeUs: number): void {
    const { text } = this.#writer
    log.buffer.append(text.bytes, text.length, localTimeUs)
  }

  #instrument(slot: InstrumentSlot): InstrumentLog {
    let log = this.#instruments.get(slot)
    if (log === undefined) {
      const buffer = this.#stream(slot.instrument.venue, slot.instrument.market)
      log = new InstrumentLog(slot, buffer, this.#ports.metrics)
      this.#instruments.set(slot, log)
    }
    log.refresh()
    return log
  }

  #bookLog(log: InstrumentLog, feed: string): BookLog {
    let book = log.findBook(feed)
    if (book === undefined) {
      const due = this.#ports.monotonicClock.nowNs() + this.#snapshotEveryNs
      book = new BookLog(log.slot, feed, this.#books.truncateTo(log.slot, feed), due)
      log.books.push(book)
    }
    return book
  }

  #stream(venue: VenueId, part: StreamPart): StreamBuffer {
    const key = `${venue}/${part}`
    let buffer = this.#streams.get(key)
    if (buffer === undefined) {
      buffer = this.#batcher.stream(venue, part)
      this.#streams.set(key, buffer)
      this.#mark(buffer, { event: 'started' })
    }
    return buffer
  }

  #mark(buffer: StreamBuffer, what: Pick<RecordingRow, 'event' | 'reason'>): void {
    const localTimeUs = this.#ports.wallClock.nowUs()
    const row: RecordingRow = { type: 'recording', ...buffer.stream, ...what, localTimeUs }
    buffer.appendText(recordingLine(row), localTimeUs)
  }

  #stateChanged(event: BookStateChanged): void {
    for (const log of this.#instruments.values()) {
      const { venue, market, symbol } = log.slot.instrument
      if (symbol !== event.symbol || market !== event.market || venue !== event.venue) continue
      log.quality.row()
      if (event.state === 'corrupt') log.quality.corruption()
      if (event.state === 'stale' && event.reason === 'gap') log.quality.gap()
      const wasBroken = event.previous === 'stale' || event.previous === 'corrupt'
      if (event.state === 'live' && wasBroken) log.quality.resync()
      const book = log.findBook(event.feed)
      if (book !== undefined && event.state !== 'live') book.needsSnapshot = true
    }
  }

  #lost(loss: Pick<RowsLost, 'stream'>): void {
    const soonNs = this.#ports.monotonicClock.nowNs() + SNAPSHOT_AFTER_LOSS_NS
    for (const log of this.#instruments.values()) {
      const { venue, part } = log.buffer.stream
      if (venue !== loss.stream.venue || part !== loss.stream.part) continue
      for (const book of log.books) {
        book.nextSnapshotNs = Math.min(book.nextSnapshotNs, soonNs)
        book.isUnchanged = false
      }
    }
  }

  /** The router dropped events that were ours: nobody can say which. */
  #missed(): void {
    for (const buffer of this.#streams.values()) {
      this.#mark(buffer, { event: 'rowsLost', reason: 'overflow' })
      this.#lost(buffer)
    }
  }

  #schedule(): void {
    this.#tickTimer = this.#ports.timers.after(TICK_MS, () => {
      this.#tick()
      this.#schedule()
    })
  }

  /** Between frames every book is exactly where its last row left it, so it may be read here. */
  #tick(): void {
    const nowNs = this.#ports.monotonicClock.nowNs()
    const elapsedNs = nowNs - this.#rateSinceNs
    const isRateDue = elapsedNs >= RATE_INTERVAL_NS
    if (isRateDue) this.#rateSinceNs = nowNs
    let left = MAX_SNAPSHOTS_PER_TICK
    for (const log of this.#instruments.values()) {
      if (isRateDue) log.quality.tick(elapsedNs)
      for (const book of log.books) {
        const isDue = book.needsSnapshot || (nowNs >= book.nextSnapshotNs && !book.isUnchanged)
        if (left > 0 && isDue && this.#snapshot(log, book, false)) left -= 1
      }
    }
  }

  #snapshot(log: InstrumentLog, book: BookLog, isInsideFrame: boolean): boolean {
    const live = this.#books.find(book.slot, book.feed)
    if (live === undefined || live.state !== 'live') return false
    if (isInsideFrame && !book.isAt(live)) return false
    const { monotonicClock, wallClock } = this.#ports
    const nowUs = wallClock.nowUs()
    this.#writer.book(book.heads, live, book.truncateTo, nowUs)
    book.needsSnapshot = false
    book.isUnchanged = true
    book.nextSnapshotNs = monotonicClock.nowNs() + this.#snapshotEveryNs
    this.#append(log, nowUs)
    log.quality.row()
    return true
  }
}
