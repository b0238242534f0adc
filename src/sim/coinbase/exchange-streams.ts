import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { BookFeed } from './book-feed.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import {
  heartbeatText,
  matchText,
  snapshotText,
  tickerText,
  updateText,
} from './exchange-messages.ts'
import type { CoinbaseLimits } from './limits.ts'

/** A channel of one product: what it says from now on, and what it says first to who subscribes. */
export interface ExchangeChannel {
  /** What it says from now on, to all who listen. */
  readonly source: StreamSource
  /** What it says to one who subscribes now. */
  readonly first: () => string | undefined
}

const HEARTBEAT_MS = 1000

/** Channels by whether they need a key. */
export const EXCHANGE_CHANNELS: Readonly<Record<string, 'open' | 'keyed'>> = {
  level2_batch: 'open',
  matches: 'open',
  ticker: 'open',
  heartbeat: 'open',
  level2: 'keyed',
}

/** Makes the sources of the Exchange feed's channels. */
export class ExchangeStreams {
  readonly #state: CoinbaseState
  readonly #limits: CoinbaseLimits
  readonly #feeds = new Map<string, BookFeed>()

  /** The channels of a venue. */
  constructor(state: CoinbaseState, limits: CoinbaseLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** The channel of a name (`matches:BTC-USD`); `undefined` where there is none, or none of its product. */
  open(name: string): ExchangeChannel | undefined {
    const [channel = '', productId = ''] = name.split(':')
    const live = this.#state.market.find('spot', productId)
    if (live === undefined) return undefined
    switch (channel) {
      case 'level2':
        return this.#book(live, name, 0)
      case 'level2_batch':
        return this.#book(live, name, this.#limits.bookEveryMs)
      case 'matches':
        return this.#matches(live)
      case 'ticker':
        return this.#ticker(live)
      case 'heartbeat':
        return this.#heartbeat(live)
      default:
        return undefined
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #book(live: LiveInstrument, name: string, everyMs: number): ExchangeChannel {
    return {
      source: (emit) => {
        const feed = new BookFeed(this.#state, live, everyMs, (batch) =>
          emit(updateText(live, batch)),
        )
        this.#feeds.set(name, feed)
        return () => {
          feed.stop()
          this.#feeds.delete(name)
        }
      },
      first: () => {
        const feed = this.#feeds.get(name)
        return feed === undefined ? undefined : snapshotText(live, feed.snapshot())
      },
    }
  }

  #matches(live: LiveInstrument): ExchangeChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument !== live) return
          for (const trade of trades) emit(matchText(live, trade, 'match'))
        }),
      first: () => {
        const last = live.trades.at(-1)
        return last === undefined ? undefined : matchText(live, last, 'last_match')
      },
    }
  }

  #ticker(live: LiveInstrument): ExchangeChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades, timeUs }) => {
          if (instrument === live && trades.length > 0) emit(tickerText(live, timeUs))
        }),
      first: () => tickerText(live, this.#nowUs),
    }
  }

  #heartbeat(live: LiveInstrument): ExchangeChannel {
    return {
      source: (emit) => {
        const timer = repeat(this.#state.ports.timers, HEARTBEAT_MS, () =>
          emit(heartbeatText(live, this.#nowUs)),
        )
        return () => timer.cancel()
      },
      first: () => undefined,
    }
  }
}
