import {
  type ChannelRequest,
  ConfigError,
  type DepthChoice,
  type ExchangeDriver,
  type InstrumentSlot,
  type MarketEvents,
  type MarketEventType,
  type OrderBook,
} from '../core/index.ts'
import { type BookHandle, createBookHandle } from './book-handle.ts'
import { eventFilter, type MarketFilter, pairsOf } from './channel-requests.ts'
import type { EventStream } from './event-stream.ts'
import { holdAll } from './hold-all.ts'
import type { InstrumentDirectory } from './instrument-directory.ts'
import type { Lease } from './lease-desk.ts'
import type { Router } from './router.ts'
import type { EventFilter, StreamOptions, SubscribeOptions, Subscription } from './subscription.ts'

/** What a {@link MarketFront} is made of. */
export interface MarketFrontParts {
  /** Whose market data. */
  readonly driver: ExchangeDriver
  /** Its instruments. */
  readonly directory: InstrumentDirectory
  /** Its events. */
  readonly router: Router
  /** Its books. */
  readonly books: { view(index: number, feed: string): OrderBook | undefined }
  /** Holds the channels of a request; whoever is closed throws. */
  readonly hold: (slot: InstrumentSlot, request: ChannelRequest) => Lease
}

/** What users do with the market data of a venue, wherever its books are kept: see `MarketData`. */
export class MarketFront {
  readonly #parts: MarketFrontParts

  /** Subscribes nothing. */
  constructor(parts: MarketFrontParts) {
    this.#parts = parts
  }

  /** See `MarketData.book`. */
  book(pair: string, depth: DepthChoice): BookHandle {
    const { driver, directory, router, books } = this.#parts
    const slot = directory.slot(pair)
    const lease = this.hold(pair, { channel: 'book', depth })
    const feed = lease.topics.find((topic) => topic.feed !== undefined)?.feed
    const view = feed === undefined ? undefined : books.view(slot.index, feed)
    if (view === undefined) {
      void lease.close()
      throw new ConfigError(
        'UNKNOWN_CHANNEL',
        `Opening the book of ${pair}: the driver names no feed for it`,
      )
    }
    const { market } = slot.instrument
    return createBookHandle({
      slot,
      view,
      truncateTo: driver.continuity(market, view.feed).truncateTo,
      router,
      onClose: () => void lease.close(),
    })
  }

  /** See `MarketData.subscribe`. */
  subscribe<K extends MarketEventType>(
    kind: K,
    filter: MarketFilter,
    handler: (event: MarketEvents[K]) => void,
    options: SubscribeOptions,
  ): Subscription {
    const leases = this.#holdAll([kind], filter)
    const { router } = this.#parts
    const subscription = router.subscribe(kind, this.#eventFilter([kind], filter), handler, options)
    const close = async () => {
      await subscription.close()
      for (const lease of leases.splice(0)) await lease.close()
    }
    options.signal?.addEventListener('abort', () => void close(), { once: true })
    return {
      get isOpen() {
        return subscription.isOpen
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  }

  /** See `MarketData.stream`. */
  stream<K extends MarketEventType>(
    kinds: readonly K[],
    filter: MarketFilter,
    options: StreamOptions,
  ): EventStream<MarketEvents[K]> {
    const leases = this.#holdAll(kinds, filter)
    const release = () => {
      for (const lease of leases.splice(0)) void lease.close()
    }
    try {
      return this.#parts.router.stream(kinds, this.#eventFilter(kinds, filter), {
        ...options,
        onClose: release,
      })
    } catch (error) {
      release()
      throw error
    }
  }

  /** See `MarketData.hold`. */
  hold(pair: string, request: ChannelRequest): Lease {
    return this.#parts.hold(this.#parts.directory.slot(pair), request)
  }

  #holdAll(kinds: readonly MarketEventType[], filter: MarketFilter): Lease[] {
    return holdAll((pair, request) => this.hold(pair, request), kinds, filter)
  }

  #eventFilter(kinds: readonly MarketEventType[], filter: MarketFilter): EventFilter {
    const { driver, directory } = this.#parts
    const slots = pairsOf(filter)?.map((pair) => directory.slot(pair))
    return eventFilter(driver, kinds, filter, slots)
  }
}

/** The error of who subscribes what was closed. */
export function closedMarket(pair: string): ConfigError {
  return new ConfigError('CLOSED', `Subscribing ${pair}: this market data is closed; open it again`)
}
