import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import {
  bookMessage,
  bookSnapshotMessage,
  futuresTicker,
  futuresTickerLite,
  futuresTrade,
  msOf,
  tradeSnapshotMessage,
} from './futures-messages.ts'
import type { KrakenState } from './kraken-state.ts'
import type { OpenChannel } from './spot-streams.ts'

/** Feeds of one contract each. */
export const PRODUCT_FEEDS: readonly string[] = ['book', 'trade', 'ticker', 'ticker_lite']

const SNAPSHOT_TRADES = 100
const THROTTLE_MS = 1000

/** Makes the sources of the futures feeds. */
export class FuturesStreams {
  readonly #state: KrakenState

  /** The feeds of a venue. */
  constructor(state: KrakenState) {
    this.#state = state
  }

  /** The contract that a client names, in any case. */
  find(product: string): LiveInstrument | undefined {
    const wanted = product.toUpperCase()
    return this.#state.market
      .instruments('futures')
      .find(({ spec }) => spec.symbol.toUpperCase() === wanted)
  }

  /** The feed of a name, `book:PI_XBTUSD` or `heartbeat`; `undefined` where there is none. */
  open(stream: string): OpenChannel | undefined {
    const [feed = '', product = ''] = stream.split(':')
    if (feed === 'heartbeat') return this.#heartbeat()
    const live = this.find(product)
    if (live === undefined) return undefined
    switch (feed) {
      case 'book':
        return this.#book(live)
      case 'trade':
        return this.#trades(live)
      case 'ticker':
        return this.#throttled(live, () => futuresTicker(this.#state, live))
      case 'ticker_lite':
        return this.#throttled(live, () => futuresTickerLite(this.#state, live))
      default:
        return undefined
    }
  }

  #heartbeat(): OpenChannel {
    const message = (): string => `{"feed":"heartbeat","time":${msOf(this.#state.clock.nowUs())}}`
    return {
      source: (emit) => {
        const timer = repeat(this.#state.ports.timers, THROTTLE_MS, () => emit(message()))
        return () => timer.cancel()
      },
      first: () => undefined,
    }
  }

  #book(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) => this.#state.book(live).listen((change) => emit(bookMessage(live, change))),
      first: () => bookSnapshotMessage(this.#state, live),
    }
  }

  #trades(live: LiveInstrument): OpenChannel {
    const state = this.#state
    return {
      source: (emit) =>
        state.market.listen(({ instrument, trades, liquidation }) => {
          if (instrument !== live) return
          for (const trade of trades) emit(futuresTrade(live, trade, liquidation !== undefined))
        }),
      first: () => tradeSnapshotMessage(state, live, live.trades.slice(-SNAPSHOT_TRADES)),
    }
  }

  /** At most once a second, where something changed. */
  #throttled(live: LiveInstrument, message: () => string): OpenChannel {
    return {
      source: (emit) => {
        const seen = (): string => `${live.updateId}/${live.trades.at(-1)?.id ?? ''}`
        let told = seen()
        const timer = repeat(this.#state.ports.timers, THROTTLE_MS, () => {
          if (seen() === told) return
          told = seen()
          emit(message())
        })
        return () => timer.cancel()
      },
      first: message,
    }
  }
}
