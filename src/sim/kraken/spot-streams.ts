import type { LiveInstrument } from '../live-instrument.ts'
import type { StreamSource } from '../stream-hub.ts'
import { barsOf, newestBar } from './bars.ts'
import { BookFeed } from './book-feed.ts'
import { readStream } from './channels.ts'
import type { KrakenState } from './kraken-state.ts'
import type { KrakenLimits } from './limits.ts'
import { barMessage, instrumentMessage, tickerMessage, tradeMessage } from './spot-messages.ts'

/** A channel: what it says from now on to all who listen, and what it says first to who subscribes. */
export interface OpenChannel {
  /** What it says from now on. */
  readonly source: StreamSource
  /** What it says first; `undefined` where it has nothing yet. */
  readonly first: () => string | undefined
}

const SNAPSHOT_TRADES = 50
const SNAPSHOT_BARS = 720

/** Makes the sources of spot's channels. */
export class SpotStreams {
  readonly #state: KrakenState
  readonly #limits: KrakenLimits
  readonly #feeds = new Map<string, BookFeed>()

  /** The channels of a venue. */
  constructor(state: KrakenState, limits: KrakenLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** Whether a symbol is listed. */
  lists(symbol: string): boolean {
    return this.#state.market.find('spot', symbol) !== undefined
  }

  /** The channel of a name; `undefined` where its instrument is not listed. */
  open(stream: string): OpenChannel | undefined {
    const { channel, setting, symbol } = readStream(stream)
    if (channel === 'instrument') return this.#instruments()
    const live = this.#state.market.find('spot', symbol)
    if (live === undefined) return undefined
    switch (channel) {
      case 'book':
        return this.#book(live, Number(setting), stream)
      case 'trade':
        return this.#trades(live)
      case 'ticker':
        return this.#ticker(live, setting === 'bbo')
      default:
        return this.#bars(live, Number(setting))
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #book(live: LiveInstrument, depth: number, stream: string): OpenChannel {
    return {
      source: (emit) => {
        const { market } = this.#state
        const feed = new BookFeed(market, live, depth, this.#limits.repeatsPriceEvery, emit)
        this.#feeds.set(stream, feed)
        return () => {
          feed.stop()
          this.#feeds.delete(stream)
        }
      },
      first: () => this.#feeds.get(stream)?.snapshot(),
    }
  }

  #trades(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument === live && trades.length > 0) emit(tradeMessage(live, trades, 'update'))
        }),
      first: () => {
        const trades = live.trades.slice(-SNAPSHOT_TRADES)
        return trades.length === 0 ? undefined : tradeMessage(live, trades, 'snapshot')
      },
    }
  }

  #ticker(live: LiveInstrument, isByBbo: boolean): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades, isBboChanged, timeUs }) => {
          if (instrument !== live) return
          if (isByBbo ? isBboChanged : trades.length > 0) {
            emit(tickerMessage(live, 'update', timeUs))
          }
        }),
      first: () => tickerMessage(live, 'snapshot', this.#nowUs),
    }
  }

  #bars(live: LiveInstrument, minutes: number): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades, timeUs }) => {
          const bar = instrument === live ? newestBar(live, minutes) : undefined
          if (bar !== undefined && trades.length > 0) {
            emit(barMessage(live, minutes, [bar], 'update', timeUs))
          }
        }),
      first: () => {
        const bars = barsOf(live, minutes).slice(-SNAPSHOT_BARS)
        return bars.length === 0
          ? undefined
          : barMessage(live, minutes, bars, 'snapshot', this.#nowUs)
      },
    }
  }

  #instruments(): OpenChannel {
    const state = this.#state
    const listed = (live: LiveInstrument) => [live, state.statusOf(live)] as const
    return {
      source: (emit) =>
        state.onListing((live) => {
          if (live.spec.product === 'spot') emit(instrumentMessage([listed(live)], 'update'))
        }),
      first: () => instrumentMessage(state.market.instruments('spot').map(listed), 'snapshot'),
    }
  }
}
