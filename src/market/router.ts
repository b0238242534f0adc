/**
 * @hotpath Fan-out of events by kind and instrument, called once per event of every frame.
 * One `try` per handler call: a handler's fault must not reach its neighbours. Casts: a subscriber stands in the table
 * of its own kind, so its handler takes that kind's events; the compiler cannot follow that through a table.
 * Allocation budget: none per event for callbacks; streams hold copies and pay for them. Proven by `bench/gate`.
 */
import {
  type BboUpdate,
  type BookUpdate,
  type ErrorCode,
  type MarketEvents,
  type MarketEventType,
  type MarketSink,
  type OwnedMarketEvent,
  type TradeUpdate,
  type VenueId,
} from '../core/index.ts'
import { EVENT_KIND_COUNT, EVENT_KINDS } from './event-kinds.ts'
import { EventStream } from './event-stream.ts'
import { checkStream, copiesInto, type StreamedEvents } from './stream-copies.ts'
import { type Subscriber, SubscriberTable } from './subscriber-table.ts'
import type { EventFilter, StreamOptions, SubscribeOptions, Subscription } from './subscription.ts'

/** What a router needs to know of the world. */
export interface RouterOptions extends StreamedEvents {
  /** The venue whose events it carries. */
  readonly venue: VenueId
  /** Now, epoch µs. */
  readonly nowUs: () => number
  /** Told of every handler that threw, beside the `fault` event: the log of last resort. */
  readonly onHandlerError: (subscriber: string, error: unknown) => void
}

/** Passes of one batch end. */
const MAX_PASSES = 8
const SLOW_CONSUMER = EVENT_KINDS.slowConsumer

/**
 * Hands every event to those who asked for it, synchronously, in subscription order.
 *
 * Callbacks get borrowed updates at once; streams get copies. A subscriber's fault or slowness hurts only itself.
 */
export class Router implements MarketSink {
  readonly #options: RouterOptions
  readonly #tables: readonly SubscriberTable[]
  readonly #streams = new Set<{ end(): void }>()
  #dirty: Subscriber[] = []
  #spare: Subscriber[] = []
  #dirtyCount = 0
  #isEnding = false
  #isTellingFault = false
  #isTellingLoss = false

  /** Makes a router without subscribers. */
  constructor(options: RouterOptions) {
    this.#options = options
    this.#tables = Array.from({ length: EVENT_KIND_COUNT }, () => new SubscriberTable())
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
    const subscriber: Subscriber = {
      name: options.name ?? `${kind} subscriber`,
      handler: handler as (event: unknown) => void,
      feed: filter.feed ?? '',
      endsOnThrow: options.onThrow !== 'continue',
      onBatchEnd: options.onBatchEnd,
      isDirty: false,
      isOpen: true,
    }
    const table = this.#tables[EVENT_KINDS[kind]] as SubscriberTable
    table.add(filter, subscriber)
    const detach = () => table.remove(filter, subscriber)
    const close = async () => {
      options.signal?.removeEventListener('abort', detach)
      detach()
    }
    options.signal?.addEventListener('abort', detach, { once: true })
    if (options.signal?.aborted) detach()
    return {
      get isOpen() {
        return subscriber.isOpen
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
    const subscriptions: Subscription[] = []
    const closeNow = () => void stream.close()
    const stream = new EventStream<MarketEvents[K]>({
      name,
      policy: options.slow,
      onLoss: (action, droppedEvents) => this.#tellLoss(name, action, droppedEvents),
      onClose: () => {
        for (const subscription of subscriptions) void subscription.close()
        options.signal?.removeEventListener('abort', closeNow)
        this.#streams.delete(stream)
        options.onClose?.()
      },
    })
    this.#streams.add(stream)
    for (const kind of kinds) {
      const push = copiesInto(kind, stream, this.#options)
      subscriptions.push(this.subscribe(kind, filter, push, { name, onThrow: 'continue' }))
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
    return this.#tables[EVENT_KINDS[kind]]?.isEmpty === false
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
    for (const table of this.#tables) table.clear()
  }

  #endOnce(): void {
    const dirty = this.#dirty
    const count = this.#dirtyCount
    this.#dirty = this.#spare
    this.#spare = dirty
    this.#dirtyCount = 0
    for (let i = 0; i < count; i += 1) {
      const subscriber = dirty[i] as Subscriber
      subscriber.isDirty = false
      if (!subscriber.isOpen || subscriber.onBatchEnd === undefined) continue
      try {
        subscriber.onBatchEnd()
      } catch (error) {
        this.#onThrow(subscriber, error)
      }
    }
  }

  #dispatch(kind: number, index: number, feed: string, event: unknown): void {
    const table = this.#tables[kind] as SubscriberTable
    const all = table.all
    for (let i = 0; i < all.length; i += 1) this.#call(all[i] as Subscriber, feed, event)
    if (index < 0) return
    const some = table.byIndex[index]
    if (some === undefined) return
    for (let i = 0; i < some.length; i += 1) this.#call(some[i] as Subscriber, feed, event)
  }

  #call(subscriber: Subscriber, feed: string, event: unknown): void {
    if (!subscriber.isOpen || (subscriber.feed !== '' && subscriber.feed !== feed)) return
    if (subscriber.onBatchEnd !== undefined && !subscriber.isDirty) {
      subscriber.isDirty = true
      this.#dirty[this.#dirtyCount] = subscriber
      this.#dirtyCount += 1
    }
    try {
      subscriber.handler(event)
    } catch (error) {
      this.#onThrow(subscriber, error)
    }
  }

  #onThrow(subscriber: Subscriber, error: unknown): void {
    if (subscriber.endsOnThrow) subscriber.isOpen = false
    this.#options.onHandlerError(subscriber.name, error)
    // A handler of faults that throws is told to the log alone; telling it as a fault would never end.
    if (this.#isTellingFault) return
    this.#isTellingFault = true
    const what = error instanceof Error ? error.message : String(error)
    const consequence = subscriber.endsOnThrow ? 'its subscription ended' : 'it goes on'
    const message = `Handler "${subscriber.name}" threw: ${what.slice(0, 200)}; ${consequence}`
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
}
