import { type Borrowed, ConfigError, type Decimal, type DepthChoice } from '../core/index.ts'
import type { WallClock } from '../runtime/ports.ts'
import type { BookHandle } from './book-handle.ts'
import { compareBest } from './compare-prices.ts'
import { ConsolidatedMark } from './consolidated-mark.ts'
import { type ConsolidatedQuote, quotedSide, quotedVenue } from './consolidated-quote.ts'
import { BestOfVenues, type ConsolidatedSide } from './consolidated-side.ts'
import { type ConsolidatedSource, VenueSource } from './consolidated-source.ts'
import { checkSlowPolicy, EventStream } from './event-stream.ts'
import type { MarketData } from './market-data.ts'
import type { StreamOptions, SubscribeOptions, Subscription } from './subscription.ts'

/** A pair at a venue. */
export interface VenuePair {
  /** The venue. */
  readonly market: Pick<MarketData, 'book'>
  /** The pair as this venue has it. */
  readonly pair: string
  /** How much of the book is kept; the best level is all that the view reads. @defaultValue `'full'` */
  readonly depth?: DepthChoice
}

/** What a {@link ConsolidatedBbo} is made of. */
export interface ConsolidatedBboOptions {
  /** Books, which stay yours to close, or pairs whose books the view opens and closes. The first wins at equal prices. */
  readonly sources: readonly (BookHandle | VenuePair)[]
  /** Whose time ages are told by. */
  readonly wallClock: WallClock
  /**
   * The pairs that you take for one, where the sources have different ones: `['BTC/USDT', 'BTC/USD']`. Nothing is
   * guessed, and nothing is converted: a price in USD then stands beside one in USDT.
   *
   * @defaultValue the pair of the first source alone
   */
  readonly pairs?: readonly string[]
}

/** How a stream of quotes wants to be treated. */
export interface QuoteStreamOptions extends StreamOptions {
  /** Told of the first loss since the reader last caught up, and of the end of a `fail` stream. */
  readonly onLoss?: (action: 'dropped' | 'failed', droppedEvents: number) => void
}

/**
 * The best bid and the best ask of one pair over several venues.
 *
 * Nothing is remembered: every question is answered from the books as they are when it is asked. A book that turned stale
 * contributes nothing from that very moment, be it in the middle of a frame. Prices of different scales are compared
 * exactly. Sizes stay in their venue's unit; {@link ConsolidatedSide.baseSize} adds what can be added.
 *
 * @example
 * ```ts
 * import { ConsolidatedBbo } from 'crossbook/market'
 *
 * await using best = new ConsolidatedBbo({
 *   sources: [{ market, pair: 'BTC/USDT' }, { market, pair: 'BTC/USDC' }],
 *   pairs: ['BTC/USDT', 'BTC/USDC'],
 *   wallClock: ports.wallClock,
 * })
 * best.onChange(({ bid, ask }) => {
 *   console.log(bid.source()?.venue, bid.priceText(), ask.source()?.venue, ask.priceText())
 * })
 * ```
 */
export class ConsolidatedBbo implements AsyncDisposable {
  /** Every venue, whether it counts or not, in the order in which they were named. */
  readonly sources: readonly ConsolidatedSource[]
  /** The highest bid. */
  readonly bid: ConsolidatedSide
  /** The lowest ask. */
  readonly ask: ConsolidatedSide
  readonly #sources: readonly VenueSource[]
  readonly #bid: BestOfVenues
  readonly #ask: BestOfVenues
  readonly #clock: WallClock
  readonly #opened: readonly BookHandle[]
  readonly #own = new Set<{ close(): Promise<void> }>()
  #isOpen = true

  /**
   * Opens the books that are named by pair.
   *
   * @throws ConfigError `INVALID_OPTIONS` where there is no source, where one stands twice, where their pairs differ and
   * `pairs` does not name them all, or where their base assets differ; and as `MarketData.book`.
   */
  constructor({ sources, wallClock, pairs }: ConsolidatedBboOptions) {
    const opened: BookHandle[] = []
    try {
      const handles = sources.map((source) => {
        if ('view' in source) return source
        const handle = source.market.book(source.pair, source.depth)
        opened.push(handle)
        return handle
      })
      this.#sources = handles.map((handle) => new VenueSource(handle, wallClock))
      checkSources(this.#sources, pairs)
    } catch (error) {
      for (const handle of opened) void handle.close()
      throw error
    }
    this.#opened = opened
    this.#clock = wallClock
    this.sources = this.#sources
    this.bid = this.#bid = new BestOfVenues('bid', this.#sources)
    this.ask = this.#ask = new BestOfVenues('ask', this.#sources)
  }

  /**
   * Whether the best bid is not below the best ask. Between venues that is no fault: it is an opportunity, or a delay of
   * one of them; `ageUs` of both tells more. No book is doubted for it.
   */
  isCrossed(): boolean {
    const bids = this.#bid.levels()
    const asks = this.#ask.levels()
    return bids !== undefined && asks !== undefined && compareBest(bids, asks) >= 0
  }

  /** Best ask less best bid, exact; negative where they cross, `undefined` where a side is missing. */
  spread(): Decimal | undefined {
    const bid = this.#bid.priceDecimal()
    return bid === undefined ? undefined : this.#ask.priceDecimal()?.minus(bid)
  }

  /** The view as it is now, to keep. */
  quote(): ConsolidatedQuote {
    const bid = quotedSide(this.#bid)
    const ask = quotedSide(this.#ask)
    return Object.freeze({
      ...(bid === undefined ? {} : { bid }),
      ...(ask === undefined ? {} : { ask }),
      isCrossed: this.isCrossed(),
      venues: Object.freeze(this.#sources.map(quotedVenue)),
      localTimeUs: this.#clock.nowUs(),
    })
  }

  /**
   * Calls `handler` after each frame that changed what a venue contributes: a best price, who has it, a size at it, or the
   * state of a book. Synchronously; `view` is this object.
   *
   * A throw ends the subscription unless `onThrow` is `'continue'`, and is told as a `fault` of the venue whose frame it
   * was.
   */
  onChange(
    handler: (view: Borrowed<ConsolidatedBbo>) => void,
    options: SubscribeOptions = {},
  ): Subscription {
    const mark = new ConsolidatedMark(this.#sources, [this.#bid, this.#ask])
    // What is there already is not news.
    mark.look()
    const look = () => {
      if (!mark.look()) return
      try {
        handler(this)
      } catch (error) {
        if (options.onThrow !== 'continue') void close()
        throw error
      }
    }
    const name = options.name ?? 'consolidated view'
    const parts = this.#isOpen
      ? this.#sources.map(({ handle }) => handle.onChange(look, { ...options, name }))
      : []
    const close = async () => {
      this.#own.delete(subscription)
      for (const part of parts.splice(0)) void part.close()
    }
    const subscription: Subscription = {
      get isOpen() {
        return parts.some((part) => part.isOpen)
      },
      close,
      [Symbol.asyncDispose]: close,
    }
    this.#own.add(subscription)
    return subscription
  }

  /**
   * The view at every change, as quotes of their own; starts with the one of now, ends when every book is closed. By
   * default a slow reader gets the newest.
   *
   * @throws ConfigError `INVALID_OPTIONS` where there is room for no quote.
   */
  updates(options: Partial<QuoteStreamOptions> = {}): EventStream<ConsolidatedQuote> {
    const { slow = 'conflate', name = 'consolidated view', signal, onLoss, onClose } = options
    checkSlowPolicy(slow)
    const closeNow = () => void stream.close()
    const stream = new EventStream<ConsolidatedQuote>({
      name,
      policy: slow,
      onLoss: onLoss ?? (() => {}),
      onClose: () => {
        void listener.close()
        this.#own.delete(stream)
        signal?.removeEventListener('abort', closeNow)
        onClose?.()
      },
    })
    const tell = () => {
      stream.push(this.quote(), 'quote', () => this.quote())
      if (this.#sources.every(({ state }) => state === 'closed')) stream.end()
    }
    const listener = this.onChange(tell, { name, onThrow: 'continue' })
    this.#own.add(stream)
    signal?.addEventListener('abort', closeNow, { once: true })
    if (this.#isOpen) tell()
    if (!this.#isOpen || signal?.aborted === true) closeNow()
    return stream
  }

  /** Ends subscriptions and streams, and closes the books that the view opened. Idempotent. */
  async close(): Promise<void> {
    this.#isOpen = false
    for (const part of [...this.#own]) void part.close()
    await Promise.all(this.#opened.map((handle) => handle.close()))
  }

  /** Same as {@link ConsolidatedBbo.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function checkSources(sources: readonly VenueSource[], pairs: readonly string[] | undefined): void {
  const [first] = sources
  if (first === undefined) throw invalid('expected one source or more, there is none')
  const names = sources.map(({ venue, market, pair }) => `${venue} ${market} ${pair}`)
  const doubled = names.find((name, i) => names.indexOf(name) !== i)
  // Its size would be added to itself.
  if (doubled !== undefined) throw invalid(`${doubled} stands twice`)
  const known = pairs ?? [first.pair]
  const others = [...new Set(sources.map(({ pair }) => pair))].filter(
    (pair) => !known.includes(pair),
  )
  if (others.length > 0) {
    throw invalid(
      `expected the pair ${known.join(' or ')}, found ${others.join(', ')} too; name all that you take for one in \`pairs\``,
    )
  }
  // Prices are for one unit of base: those of 1000SHIB and SHIB differ by a factor that no name tells.
  const base = sources.find(({ instrument }) => instrument.base !== first.instrument.base)
  if (base !== undefined) {
    throw invalid(
      `prices of ${base.pair} are for one ${base.instrument.base}, those of ${first.pair} for one ${first.instrument.base}`,
    )
  }
}

function invalid(problem: string): ConfigError {
  return new ConfigError('INVALID_OPTIONS', `Making a consolidated view: ${problem}`)
}
