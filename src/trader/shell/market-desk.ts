import { mid } from '../../book/index.ts'
import {
  ConfigError,
  DEPTH_CHOICES,
  type Decimal,
  type DepthChoice,
  type Instrument,
  type OrderBook,
  type Side,
  type VenueId,
} from '../../core/index.ts'
import type { MarketSource } from '../../market/index.ts'
import type { MarketPort } from '../engine/index.ts'
import { instrumentKey } from '../risk/index.ts'
import type { HostInput, LastTrade, MarketInput, StrategySetup } from '../strategy/index.ts'
import { WatchedMarket } from './watched-market.ts'

/** What a {@link MarketDesk} is made of. */
export interface MarketDeskParts {
  /** Market data of each venue; opened and closed by others. */
  readonly markets: ReadonlyMap<VenueId, MarketSource>
  /** Takes what happened in markets. */
  readonly tell: (input: MarketInput) => void
}

/** The books and prints of what is traded: for strategies, and for risk. */
export class MarketDesk implements MarketPort {
  readonly #parts: MarketDeskParts
  readonly #watched = new Map<string, WatchedMarket>()
  // By the very object that was asked with: names need not be spelled again.
  #found = new WeakMap<Instrument, WatchedMarket>()

  /** Watches nothing yet. */
  constructor(parts: MarketDeskParts) {
    this.#parts = parts
  }

  /**
   * Keeps the books of the instruments of strategies, each as deep as the deepest of them wants, and hears what they want to
   * hear, beside what is kept and heard already.
   *
   * @throws ConfigError as `MarketData.book` and `MarketData.subscribe` do
   */
  watch(setups: readonly StrategySetup[]): void {
    const depths = deepest(setups)
    for (const { legs, events } of setups)
      for (const { instrument } of legs) {
        const watched = this.#watch(instrument, depths.get(instrumentKey(instrument)) ?? 'full')
        for (const type of ['bbo', 'trade'] as const)
          if (events.includes(type)) this.#hear(watched, type, instrument)
      }
  }

  /** Lets go of markets that are not needed any more. */
  retain(isNeeded: (instrument: Instrument) => boolean): void {
    for (const [key, watched] of this.#watched) {
      if (isNeeded(watched.instrument)) continue
      this.#watched.delete(key)
      this.#found = new WeakMap()
      void watched.close()
    }
  }

  /** The instrument as listed now; `undefined` where nobody watches it. */
  listing(instrument: Instrument): Instrument | undefined {
    return this.market(instrument)?.instrument
  }

  /** Its book; `undefined` where nobody watches it. */
  book(instrument: Instrument): OrderBook | undefined {
    return this.market(instrument)?.book
  }

  /** Its newest print that was heard. */
  lastTrade(instrument: Instrument): LastTrade | undefined {
    return this.market(instrument)?.lastTrade
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
    return Array.from(this.#watched.values(), ({ book }) => book.instrument)
  }

  /** See {@link MarketPort.market}. */
  market(instrument: Instrument): WatchedMarket | undefined {
    const known = this.#found.get(instrument)
    if (known !== undefined) return known
    const watched = this.#watched.get(instrumentKey(instrument))
    if (watched !== undefined) this.#found.set(instrument, watched)
    return watched
  }

  /** Lets go of every book. Idempotent. */
  async close(): Promise<void> {
    const watched = [...this.#watched.values()]
    this.#watched.clear()
    this.#found = new WeakMap()
    for (const each of watched) await each.close()
  }

  #watch(instrument: Instrument, depth: DepthChoice): WatchedMarket {
    const known = this.market(instrument)
    if (known !== undefined && !isDeeper(depth, known.wanted)) return known
    const market = this.#marketOf(instrument)
    const slot = market.slot(instrument.pair)
    const handle = market.book(instrument.pair, depth)
    const input = { type: 'book', instrument } as const
    handle.onChange(() => this.#parts.tell(input), { onThrow: 'continue' })
    if (known !== undefined) {
      known.deepen(handle, depth)
      return known
    }
    const watched = new WatchedMarket(slot, handle, depth)
    this.#watched.set(instrumentKey(instrument), watched)
    return watched
  }

  #hear(watched: WatchedMarket, type: 'bbo' | 'trade', instrument: Instrument): void {
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
              watched.lastTrade = {
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

/** By instrument, the deepest book that a strategy wants. */
function deepest(setups: readonly StrategySetup[]): ReadonlyMap<string, DepthChoice> {
  const depths = new Map<string, DepthChoice>()
  for (const { legs, depth = 'full' } of setups)
    for (const { instrument } of legs) {
      const key = instrumentKey(instrument)
      const known = depths.get(key)
      if (known === undefined || isDeeper(depth, known)) depths.set(key, depth)
    }
  return depths
}

function isDeeper(depth: DepthChoice, than: DepthChoice): boolean {
  return DEPTH_CHOICES.indexOf(depth) > DEPTH_CHOICES.indexOf(than)
}

function noMarket(venue: VenueId): ConfigError {
  return new ConfigError(
    'INVALID_OPTIONS',
    `Watching markets: expected market data of ${venue}, was none; open it first`,
  )
}
