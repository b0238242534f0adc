import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { StreamSource } from '../stream-hub.ts'
import {
  bookNews,
  type ChannelNews,
  candleNews,
  statusNews,
  tickerNews,
  tradeNews,
} from './advanced-messages.ts'
import { BookFeed } from './book-feed.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import type { CoinbaseLimits } from './limits.ts'

/** A channel of one product: what it says from now on, and what it says first to who subscribes. */
export interface OpenChannel {
  /** What it says from now on, to all who listen. */
  readonly source: StreamSource<ChannelNews>
  /** What it says to one who subscribes now. */
  readonly first: () => ChannelNews | undefined
}

const TRADES_MS = 250
const TICKER_BATCH_MS = 5000
const CANDLES_MS = 1000
const SNAPSHOT_TRADES = 50
const SNAPSHOT_BARS = 7
const BAR = '5m'

/** Channels of products by the names they are subscribed under. */
export const PRODUCT_CHANNELS: readonly string[] = [
  'level2',
  'market_trades',
  'ticker',
  'ticker_batch',
  'candles',
  'status',
]

/** Makes the sources of Advanced Trade's channels. */
export class AdvancedStreams {
  readonly #state: CoinbaseState
  readonly #limits: CoinbaseLimits
  readonly #feeds = new Map<string, BookFeed>()

  /** The channels of a venue. */
  constructor(state: CoinbaseState, limits: CoinbaseLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** The channel of a name (`level2:BTC-USD`); `undefined` where there is none, or none of its product. */
  open(name: string): OpenChannel | undefined {
    const channel = this.#find(name)
    if (channel === undefined) return undefined
    const { source, first } = channel
    // One publication is of one moment, whoever hears it.
    const timed: OpenChannel['source'] = (emit) =>
      source((news) => emit({ ...news, timeUs: this.#nowUs }))
    return { source: timed, first }
  }

  #find(name: string): OpenChannel | undefined {
    const [channel = '', productId = ''] = name.split(':')
    const live = this.#state.find(productId)
    if (live === undefined) return undefined
    switch (channel) {
      case 'level2':
        return this.#book(live, name)
      case 'market_trades':
        return this.#trades(live)
      case 'ticker':
        return this.#ticker(live)
      case 'ticker_batch':
        return this.#tickerBatch(live)
      case 'candles':
        return this.#candles(live)
      case 'status':
        return this.#status(live)
      default:
        return undefined
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #book(live: LiveInstrument, name: string): OpenChannel {
    return {
      source: (emit) => {
        const feed = new BookFeed(this.#state, live, this.#limits.bookEveryMs, (batch) =>
          emit(bookNews(live, 'update', batch)),
        )
        this.#feeds.set(name, feed)
        return () => {
          feed.stop()
          this.#feeds.delete(name)
        }
      },
      first: () => {
        const feed = this.#feeds.get(name)
        return feed === undefined ? undefined : bookNews(live, 'snapshot', feed.snapshot())
      },
    }
  }

  #trades(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) => {
        let waiting: SimTrade[] = []
        const stop = this.#state.market.listen(({ instrument, trades }) => {
          if (instrument === live) waiting.push(...trades)
        })
        const timer = repeat(this.#state.ports.timers, TRADES_MS, () => {
          if (waiting.length === 0) return
          emit(tradeNews(live, 'update', waiting))
          waiting = []
        })
        return () => {
          stop()
          timer.cancel()
        }
      },
      first: () => tradeNews(live, 'snapshot', live.trades.slice(-SNAPSHOT_TRADES)),
    }
  }

  /** Fires on matches, so that its best prices lag behind the book's. */
  #ticker(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades, timeUs }) => {
          if (instrument !== live || trades.length === 0) return
          emit(tickerNews(live, 'update', timeUs, false))
        }),
      first: () => tickerNews(live, 'snapshot', this.#nowUs, false),
    }
  }

  #tickerBatch(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) => {
        let told = live.trades.at(-1)?.id
        const timer = repeat(this.#state.ports.timers, TICKER_BATCH_MS, () => {
          const last = live.trades.at(-1)?.id
          if (last === told) return
          told = last
          emit(tickerNews(live, 'update', this.#nowUs, true))
        })
        return () => timer.cancel()
      },
      first: () => tickerNews(live, 'snapshot', this.#nowUs, true),
    }
  }

  #candles(live: LiveInstrument): OpenChannel {
    const bars = () => live.candles(BAR).all()
    return {
      source: (emit) => {
        let told = bars().at(-1)
        let count = told?.count
        const timer = repeat(this.#state.ports.timers, CANDLES_MS, () => {
          const newest = bars().at(-1)
          if (newest === undefined || (newest === told && newest.count === count)) return
          told = newest
          count = newest.count
          emit(candleNews(live, 'update', [newest]))
        })
        return () => timer.cancel()
      },
      first: () => candleNews(live, 'snapshot', bars().slice(-SNAPSHOT_BARS)),
    }
  }

  #status(live: LiveInstrument): OpenChannel {
    const news = (type: 'snapshot' | 'update'): ChannelNews =>
      statusNews(type, [[live, this.#state.statusOf(live)]])
    return {
      source: (emit) =>
        this.#state.onAnnounced((announced) => {
          if (announced === live) emit(news('update'))
        }),
      first: () => news('snapshot'),
    }
  }
}
