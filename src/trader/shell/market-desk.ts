import { mid } from '../../book/index.ts'
import {
  ConfigError,
  type Decimal,
  type Instrument,
  type InstrumentSlot,
  type OrderBook,
  type Side,
  type VenueId,
} from '../../core/index.ts'
import type { BookHandle, MarketSource, Subscription } from '../../market/index.ts'
import type { MarketPort } from '../engine/index.ts'
import { instrumentKey, type MarketView } from '../risk/index.ts'
import type { HostInput, LastTrade, MarketInput, StrategySetup } from '../strategy/index.ts'

/** What a {@link MarketDesk} is made of. */
export interface MarketDeskParts {
  /** Market data of each venue; opened and closed by others. */
  readonly markets: ReadonlyMap<VenueId, MarketSource>
  /** Takes what happened in markets. */
  readonly tell: (input: MarketInput) => void
}

interface Watched {
  /** Has the listing of now. */
  readonly slot: InstrumentSlot
  readonly handle: BookHandle
  readonly subscriptions: Subscription[]
  readonly heard: Set<MarketInput['type']>
  last: LastTrade | undefined
}

/** The books and prints of what is traded: for strategies, and for risk. */
export class MarketDesk implements MarketPort {
  readonly #parts: MarketDeskParts
  readonly #watched = new Map<string, Watched>()

  /** Watches nothing yet. */
  constructor(parts: MarketDeskParts) {
    this.#parts = parts
  }

  /**
   * Keeps the books of a strategy's instruments, and hears what it wants to hear.
   *
   * @throws ConfigError as `MarketData.book` and `MarketData.subscribe` do
   */
  watch({ legs, events }: StrategySetup): void {
    for (const { instrument } of legs) {
      const watched = this.#watch(instrument)
      for (const type of ['bbo', 'trade'] as const)
        if (events.includes(type)) this.#hear(watched, type, instrument)
    }
  }

  /** The instrument as listed now; `undefined` where nobody watches it. */
  listing(instrument: Instrument): Instrument | undefined {
    return this.#watched.get(instrumentKey(instrument))?.slot.instrument
  }

  /** Its book; `undefined` where nobody watches it. */
  book(instrument: Instrument): OrderBook | undefined {
    return this.#watched.get(instrumentKey(instrument))?.handle.view
  }

  /** Its newest print that was heard. */
  lastTrade(instrument: Instrument): LastTrade | undefined {
    return this.#watched.get(instrumentKey(instrument))?.last
  }

  /** What it trades at now: the mid of its live book; `undefined` where there is none. */
  mid(instrument: Instrument): Decimal | undefined {
    const book = this.book(instrument)
    return book?.state === 'live' ? mid(book) : undefined
  }

  /** What an order of a side could be traded at at once: the best price of the other; `undefined` where there is none. */
  touch(instrument: Instrument, side: Side): Decimal | undefined {
    const book = this.book(instrument)
    if (book?.state !== 'live') return undefined
    const levels = side === 'buy' ? book.asks : book.bids
    return levels.count === 0 ? undefined : levels.priceDecimal(0)
  }

  /** When the market data that an input tells of arrived, epoch µs; `undefined` where it tells of none, or of no live book. */
  arrivedUs(input: HostInput): number | undefined {
    if (input.type === 'bbo') return input.bbo.localTimeUs
    if (input.type === 'trade') return input.trade.localTimeUs
    const book = input.type === 'book' ? this.book(input.instrument) : undefined
    return book?.state === 'live' ? book.localTimeUs : undefined
  }

  /** What is watched. */
  instruments(): readonly Instrument[] {
    return [...this.#watched.values()].map(({ handle }) => handle.view.instrument)
  }

  /** See {@link MarketPort.market}. */
  market(instrument: Instrument): MarketView | undefined {
    const watched = this.#watched.get(instrumentKey(instrument))
    if (watched === undefined) return undefined
    const { slot, handle, last } = watched
    return {
      instrument: slot.instrument,
      book: handle.view,
      ...(last !== undefined && { last: last.price }),
    }
  }

  /** Lets go of every book. Idempotent. */
  async close(): Promise<void> {
    const watched = [...this.#watched.values()]
    this.#watched.clear()
    for (const { handle, subscriptions } of watched) {
      for (const subscription of subscriptions) await subscription.close()
      await handle.close()
    }
  }

  #watch(instrument: Instrument): Watched {
    const key = instrumentKey(instrument)
    const known = this.#watched.get(key)
    if (known !== undefined) return known
    const market = this.#marketOf(instrument)
    const slot = market.slot(instrument.pair)
    const handle = market.book(instrument.pair)
    const input = { type: 'book', instrument } as const
    const onChange = handle.onChange(() => this.#parts.tell(input), { onThrow: 'continue' })
    const watched = {
      slot,
      handle,
      subscriptions: [onChange],
      heard: new Set<MarketInput['type']>(),
      last: undefined,
    }
    this.#watched.set(key, watched)
    return watched
  }

  #hear(watched: Watched, type: 'bbo' | 'trade', instrument: Instrument): void {
    if (watched.heard.has(type)) return
    watched.heard.add(type)
    const market = this.#marketOf(instrument)
    const filter = { pair: instrument.pair }
    const options = { onThrow: 'continue' } as const
    // Both are borrowed, and have to wait for their turn.
    const subscription =
      type === 'bbo'
        ? market.subscribe(
            'bbo',
            filter,
            (bbo) => this.#parts.tell({ type, instrument, bbo: bbo.copy() }),
            options,
          )
        : market.subscribe(
            'trade',
            filter,
            (trade) => {
              watched.last = {
                price: trade.priceDecimal(),
                size: trade.sizeDecimal(),
                takerSide: trade.takerSide,
                localTimeUs: trade.localTimeUs,
              }
              this.#parts.tell({ type: 'trade', instrument, trade: trade.copy() })
            },
            options,
          )
    watched.subscriptions.push(subscription)
  }

  #marketOf({ venue }: Instrument): MarketSource {
    const market = this.#parts.markets.get(venue)
    if (market !== undefined) return market
    throw noMarket(venue)
  }
}

function noMarket(venue: VenueId): ConfigError {
  return new ConfigError(
    'INVALID_OPTIONS',
    `Watching markets: expected market data of ${venue}, was none; open it first`,
  )
}
