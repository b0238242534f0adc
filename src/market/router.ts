/**
 * @hotpath Fan-out of events by kind and instrument, called once per event of every frame.
 * Lists of subscribers are replaced, never changed, so a dispatch under way is not disturbed by subscribing or closing.
 * One `try` per handler call: a handler's fault must not reach its neighbours. Casts: an entry stands in the table of
 * its own kind, so its handler takes that kind's events; the compiler cannot follow that through a table.
 * Allocation budget: none per event for callbacks; streams hold copies and pay for them. Proven by `bench/gate`.
 */
import {
  type BboUpdate,
  type BookUpdate,
  ConfigError,
  type ErrorCode,
  type MarketEvents,
  type MarketEventType,
  type MarketSink,
  type OwnedMarketEvent,
  type TradeUpdate,
  type VenueId,
} from '../core/index.ts'
import { EVENT_KIND_COUNT, EVENT_KINDS } from './event-kinds.ts'
import { checkSlowPolicy, EventStream, type SlowPolicy } from './event-stream.ts'
import type { EventFilter, SubscribeOptions, Subscription } from './subscription.ts'

/** What a router needs to know of the world. */
export interface RouterOptions {
  /** The venue whose events it carries. */
  readonly venue: VenueId
  /** Index of the instrument that an owned event belongs to, -1 where it belongs to none. */
  readonly indexOf: (event: OwnedMarketEvent) => number
  /** Now, epoch µs. */
  readonly nowUs: () => number
  /** The whole book of a feed as it is now, owned by the caller; `undefined` unless it is live. */
  readonly wholeBook: (index: number, feed: string) => BookUpdate | undefined
  /** Told of every handler that threw, beside the `fault` event: the log of last resort. */
  readonly onHandlerError: (subscriber: string, error: unknown) => void
}

/** How an iterator wants to be treated. */
export interface StreamOptions {
  /** What happens when it does not keep up. */
  readonly slow: SlowPolicy
  /** The name it goes by in `slowConsumer` events. */
  readonly name?: string
  /** Closes the stream when aborted. */
  readonly signal?: AbortSignal
  /** Called once when the stream is closed by its reader. */
  readonly onClose?: () => void
}

interface Entry {
  readonly name: string
  readonly handler: (event: unknown) => void
  readonly feed: string
  readonly endsOnThrow: boolean
  readonly onBatchEnd: (() => void) | undefined
  isDirty: boolean
  isOpen: boolean
}

interface KindTable {
  all: readonly Entry[]
  readonly byIndex: (readonly Entry[] | undefined)[]
}

/** Passes of one batch end. */
const MAX_PASSES = 8
const NOBODY: readonly Entry[] = []
const SLOW_CONSUMER = EVENT_KINDS.slowConsumer
const BORROWED: ReadonlySet<MarketEventType> = new Set([
  'bookSnapshot',
  'bookDelta',
  'bbo',
  'trade',
])

/**
 * Hands every event to those who asked for it, synchronously, in subscription order.
 *
 * Callbacks get borrowed updates at once; streams get copies. A subscriber's fault or slowness hurts only itself.
 */
export class Router implements MarketSink {
  readonly #options: RouterOptions
  readonly #tables: readonly KindTable[]
  readonly #streams = new Set<{ end(): void }>()
  #dirty: Entry[] = []
  #spare: Entry[] = []
  #dirtyCount = 0
  #isEnding = false
  #isTellingFault = false
  #isTellingLoss = false

  /** Makes a router without subscribers. */
  constructor(options: RouterOptions) {
    this.#options = options
    this.#tables = Array.from({ length: EVENT_KIND_COUNT }, () => ({ all: NOBODY, byIndex: [] }))
  }

  /**
   * Calls `handler` for each event of a kind, synchronously, before the next frame is read.
   *
   * Book, BBO and trade events are borrowed: read them inside the callback, or `copy()`.
   */
  subscribe<K extends MarketEventType>(
    kind: K,
    filter: EventFilter,
    handler: (event: MarketEvents[K]) => void,
    options: SubscribeOptions = {},
  ): Subscription {
    const entry: Entry = {
      name: options.name ?? `${kind} subscriber`,
      handler: handler as (event: unknown) => void,
      feed: filter.feed ?? '',
      endsOnThrow: options.onThrow !== 'continue',
      onBatchEnd: options.onBatchEnd,
      isDirty: false,
      isOpen: true,
    }
    this.#attach(EVENT_KINDS[kind], filter, entry)
    const detach = () => this.#detach(EVENT_KINDS[kind], filter, entry)
    const close = async () => {
      options.signal?.removeEventListener('abort', detach)
      detach()
    }
    options.signal?.addEventListener('abort', detach, { once: true })
    if (options.signal?.aborted) detach()
    return {
      get isOpen() {
        return entry.isOpen
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  }

  /**
   * Opens a bounded stream of copies of the kinds named, in venue order.
   *
   * @throws ConfigError `INVALID_OPTIONS` where book deltas are conflated without snapshots: merged deltas are told as
   * a snapshot, so both kinds must be asked for.
   */
  stream<K extends MarketEventType>(
    kinds: readonly K[],
    filter: EventFilter,
    options: StreamOptions,
  ): EventStream<MarketEvents[K]> {
    checkStream(kinds, options.slow)
    const name = options.name ?? `${kinds.join('+')} stream`
    const entries: Subscription[] = []
    const closeNow = () => void stream.close()
    const stream = new EventStream<MarketEvents[K]>({
      name,
      policy: options.slow,
      onLoss: (action, droppedEvents) => this.#tellLoss(name, action, droppedEvents),
      onClose: () => {
        for (const entry of entries) void entry.close()
        options.signal?.removeEventListener('abort', closeNow)
        this.#streams.delete(stream)
        options.onClose?.()
      },
    })
    this.#streams.add(stream)
    for (const kind of kinds) {
      const push = this.#pusher(kind, stream)
      entries.push(this.subscribe(kind, filter, push, { name, onThrow: 'continue' }))
    }
    options.signal?.addEventListener('abort', closeNow, { once: true })
    if (options.signal?.aborted) closeNow()
    return stream
  }

  /** The whole book of a feed as it is now, owned by the caller; `undefined` unless it is live. */
  wholeBook(index: number, feed: string): BookUpdate | undefined {
    return this.#options.wholeBook(index, feed)
  }

  /** Whether anybody listens to a kind at all. */
  hasSubscribers(kind: MarketEventType): boolean {
    const table = this.#tables[EVENT_KINDS[kind]]
    return (
      table !== undefined &&
      (table.all.length > 0 || table.byIndex.some((list) => list !== undefined && list.length > 0))
    )
  }

  /** Publishes a book change. */
  book(update: BookUpdate): void {
    const kind = update.isSnapshot ? EVENT_KINDS.bookSnapshot : EVENT_KINDS.bookDelta
    this.#dispatch(kind, update.slot.index, update.feed, update)
  }

  /** Publishes a change of the best bid or offer. */
  bbo(update: BboUpdate): void {
    this.#dispatch(EVENT_KINDS.bbo, update.slot.index, '', update)
  }

  /** Publishes a trade. */
  trade(update: TradeUpdate): void {
    this.#dispatch(EVENT_KINDS.trade, update.slot.index, '', update)
  }

  /** Publishes any other event. */
  event(event: OwnedMarketEvent): void {
    const feed =
      event.type === 'bookState' ? event.feed : event.type === 'candle' ? event.interval : ''
    this.#dispatch(EVENT_KINDS[event.type], this.#options.indexOf(event), feed, event)
  }

  /** Ends the frame: tells those who were called in it and want to know. */
  endBatch(): void {
    if (this.#dirtyCount === 0 || this.#isEnding) return
    this.#isEnding = true
    // Who publishes at a batch end starts another batch, which ends in a further pass; one that never stops doing so
    // waits for the next frame.
    for (let pass = 0; pass < MAX_PASSES && this.#dirtyCount > 0; pass += 1) this.#endOnce()
    this.#isEnding = false
  }

  /** Ends every subscription; streams complete after what waits in them was read. Idempotent. */
  close(): void {
    for (const stream of [...this.#streams]) stream.end()
    this.#streams.clear()
    for (const table of this.#tables) {
      for (const list of [table.all, ...table.byIndex])
        for (const entry of list ?? NOBODY) entry.isOpen = false
      table.all = NOBODY
      table.byIndex.length = 0
    }
  }

  #endOnce(): void {
    const dirty = this.#dirty
    const count = this.#dirtyCount
    this.#dirty = this.#spare
    this.#spare = dirty
    this.#dirtyCount = 0
    for (let i = 0; i < count; i += 1) {
      const entry = dirty[i] as Entry
      entry.isDirty = false
      if (!entry.isOpen || entry.onBatchEnd === undefined) continue
      try {
        entry.onBatchEnd()
      } catch (error) {
        this.#onThrow(entry, error)
      }
    }
  }

  #dispatch(kind: number, index: number, feed: string, event: unknown): void {
    const table = this.#tables[kind] as KindTable
    const all = table.all
    for (let i = 0; i < all.length; i += 1) this.#call(all[i] as Entry, feed, event)
    if (index < 0) return
    const some = table.byIndex[index]
    if (some === undefined) return
    for (let i = 0; i < some.length; i += 1) this.#call(some[i] as Entry, feed, event)
  }

  #call(entry: Entry, feed: string, event: unknown): void {
    if (!entry.isOpen || (entry.feed !== '' && entry.feed !== feed)) return
    if (entry.onBatchEnd !== undefined && !entry.isDirty) {
      entry.isDirty = true
      this.#dirty[this.#dirtyCount] = entry
      this.#dirtyCount += 1
    }
    try {
      entry.handler(event)
    } catch (error) {
      this.#onThrow(entry, error)
    }
  }

  #onThrow(entry: Entry, error: unknown): void {
    if (entry.endsOnThrow) entry.isOpen = false
    this.#options.onHandlerError(entry.name, error)
    // A handler of faults that throws is told to the log alone; telling it as a fault would never end.
    if (this.#isTellingFault) return
    this.#isTellingFault = true
    const what = error instanceof Error ? error.message : String(error)
    const consequence = entry.endsOnThrow ? 'its subscription ended' : 'it goes on'
    const message = `Handler "${entry.name}" threw: ${what.slice(0, 200)}; ${consequence}`
    const code: ErrorCode = 'HANDLER_FAILED'
    const { venue } = this.#options
    this.event(
      Object.freeze({
        type: 'fault',
        venue,
        code,
        message,
        offsetBytes: 0,
        sample: '',
        localTimeUs: this.#options.nowUs(),
      }),
    )
    this.#isTellingFault = false
  }

  #tellLoss(subscriber: string, action: 'dropped' | 'failed', droppedEvents: number): void {
    // A slow reader of `slowConsumer` itself must not produce more of them.
    if (this.#isTellingLoss) return
    this.#isTellingLoss = true
    const localTimeUs = this.#options.nowUs()
    this.#dispatch(
      SLOW_CONSUMER,
      -1,
      '',
      Object.freeze({ type: 'slowConsumer', subscriber, action, droppedEvents, localTimeUs }),
    )
    this.#isTellingLoss = false
  }

  #pusher<K extends MarketEventType>(
    kind: K,
    stream: EventStream<MarketEvents[K]>,
  ): (event: MarketEvents[K]) => void {
    if (kind === 'bookSnapshot' || kind === 'bookDelta') {
      return (event) => {
        const update = event as unknown as BookUpdate
        const { feed } = update
        const { index } = update.slot
        const whole = () =>
          this.#options.wholeBook(index, feed) as unknown as MarketEvents[K] | undefined
        stream.push(update.clone() as unknown as MarketEvents[K], `book ${index} ${feed}`, whole)
      }
    }
    if (BORROWED.has(kind)) {
      return (event) => {
        const update = event as unknown as BboUpdate | TradeUpdate
        stream.push(update.copy() as unknown as MarketEvents[K], `${kind} ${update.slot.index}`)
      }
    }
    return (event) =>
      stream.push(event, conflationKey(event as OwnedMarketEvent, this.#options.indexOf))
  }

  #attach(kind: number, filter: EventFilter, entry: Entry): void {
    const table = this.#tables[kind] as KindTable
    if (filter.instruments === undefined) {
      table.all = [...table.all, entry]
      return
    }
    for (const index of filter.instruments)
      table.byIndex[index] = [...(table.byIndex[index] ?? NOBODY), entry]
  }

  #detach(kind: number, filter: EventFilter, entry: Entry): void {
    entry.isOpen = false
    const table = this.#tables[kind] as KindTable
    const others = (list: readonly Entry[] | undefined) =>
      (list ?? NOBODY).filter((other) => other !== entry)
    if (filter.instruments === undefined) table.all = others(table.all)
    else for (const index of filter.instruments) table.byIndex[index] = others(table.byIndex[index])
  }
}

function conflationKey(
  event: OwnedMarketEvent,
  indexOf: (event: OwnedMarketEvent) => number,
): string {
  const head = `${event.type} ${indexOf(event)}`
  if (event.type === 'bookState') return `${head} ${event.feed}`
  if (event.type === 'candle') return `${head} ${event.interval}`
  if (event.type === 'connection') return `${head} ${event.endpoint} ${event.connection}`
  return head
}

function checkStream(kinds: readonly MarketEventType[], slow: SlowPolicy): void {
  if (slow === 'conflate') {
    if (!kinds.includes('bookDelta') || kinds.includes('bookSnapshot')) return
    throw new ConfigError(
      'INVALID_OPTIONS',
      'Opening a stream: conflated book changes are told as snapshots, so ask for bookSnapshot beside bookDelta',
    )
  }
  checkSlowPolicy(slow)
}
