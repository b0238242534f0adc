import type { Instrument, Market, Pair, VenueId, VenueSymbol } from '../core/index.ts'
import type { Counter, Gauge, Histogram, Metrics } from '../runtime/ports.ts'

/** How good one instrument's data is. Counts are since the monitor started. */
export interface FeedQuality {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The unified name. */
  readonly pair: Pair
  /** The venue's own name. */
  readonly symbol: VenueSymbol
  /** Book, BBO and trade messages. */
  readonly messages: number
  /** Messages per second over the last complete interval of about a second. */
  readonly messagesPerSecond: number
  /** Times that a book was found to miss a change. */
  readonly gaps: number
  /** Times that a book was stale or corrupt and became live again. */
  readonly resyncs: number
  /** Times that a book contradicted its own evidence. */
  readonly corruptions: number
  /** Rows recorded. */
  readonly rows: number
  /** Median of arrival minus venue time in µs, both clocks' errors included; NaN while the venue sent no time. */
  readonly latencyP50Us: number
  /** 99 of 100 messages took at most this, in µs. */
  readonly latencyP99Us: number
  /** Messages that arrived before the venue's clock says they were sent: how often the clocks disagree. */
  readonly fromTheFuture: number
}

const NS_PER_SECOND = 1_000_000_000

/** Counts what happens to one instrument. Its numbers are metrics too, labelled by venue, market and symbol. */
export class QualityMeter {
  readonly #instrument: Instrument
  readonly #messages: Counter
  readonly #gaps: Counter
  readonly #resyncs: Counter
  readonly #corruptions: Counter
  readonly #rows: Counter
  readonly #fromTheFuture: Counter
  readonly #latencyUs: Histogram
  readonly #perSecond: Gauge
  #messagesBefore: number

  /** A meter whose counts go on where the metrics of this instrument stand. */
  constructor(instrument: Instrument, metrics: Metrics) {
    this.#instrument = instrument
    const { venue, market, symbol } = instrument
    const labels = { venue, market, symbol }
    this.#messages = metrics.counter('monitor_messages', labels)
    this.#gaps = metrics.counter('monitor_gaps', labels)
    this.#resyncs = metrics.counter('monitor_resyncs', labels)
    this.#corruptions = metrics.counter('monitor_corruptions', labels)
    this.#rows = metrics.counter('monitor_rows', labels)
    this.#fromTheFuture = metrics.counter('monitor_messages_from_the_future', labels)
    this.#latencyUs = metrics.histogram('monitor_latency_us', labels)
    this.#perSecond = metrics.gauge('monitor_messages_per_second', labels)
    this.#messagesBefore = this.#messages.value()
  }

  /** Counts one message and the row made of it; `venueUs` is NaN where the venue sent no time. */
  message(venueUs: number, localTimeUs: number): void {
    this.#messages.add()
    this.#rows.add()
    const latencyUs = localTimeUs - venueUs
    if (latencyUs >= 0) this.#latencyUs.record(latencyUs)
    else if (latencyUs < 0) this.#fromTheFuture.add()
  }

  /** Counts a row that is no message: a snapshot, a state. */
  row(): void {
    this.#rows.add()
  }

  /** Counts a gap. */
  gap(): void {
    this.#gaps.add()
  }

  /** Counts a resync. */
  resync(): void {
    this.#resyncs.add()
  }

  /** Counts a corruption. */
  corruption(): void {
    this.#corruptions.add()
  }

  /** Ends an interval of the message rate. */
  tick(elapsedNs: number): void {
    const messages = this.#messages.value()
    if (elapsedNs > 0) {
      this.#perSecond.set(((messages - this.#messagesBefore) * NS_PER_SECOND) / elapsedNs)
    }
    this.#messagesBefore = messages
  }

  /** The numbers now. */
  read(): FeedQuality {
    const { venue, market, pair, symbol } = this.#instrument
    return {
      venue,
      market,
      pair,
      symbol,
      messages: this.#messages.value(),
      messagesPerSecond: this.#perSecond.value(),
      gaps: this.#gaps.value(),
      resyncs: this.#resyncs.value(),
      corruptions: this.#corruptions.value(),
      rows: this.#rows.value(),
      latencyP50Us: this.#latencyUs.quantile(0.5),
      latencyP99Us: this.#latencyUs.quantile(0.99),
      fromTheFuture: this.#fromTheFuture.value(),
    }
  }
}
