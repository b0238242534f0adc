import type { CommandEvent, LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { type BookChannel, BookFeed } from './book-feed.ts'
import type { CoinexState } from './coinex-state.ts'
import type { CoinexLimits } from './limits.ts'
import type { CoinexMarket } from './products.ts'
import { push } from './push.ts'
import { bboData, dealRows, indexData, stateRow } from './stat-rows.ts'

/** Statistics are told about once a second. */
const STATE_EVERY_MS = 1000
const INDEX_EVERY_MS = 500

/** Stands for every market in a stream's name. */
export const EVERY = '*'

/** A stream: what it says from now on, and what it says first to who subscribes. */
export interface OpenStream {
  /** What it says from now on, to all who listen. */
  readonly source: StreamSource
  /** What it says to one who subscribes now; `undefined` where it waits for something to happen. */
  readonly first: () => string | undefined
}

/** Name of a book's stream. */
export function bookStream(symbol: string, channel: BookChannel): string {
  const { limit, interval, isAlwaysWhole } = channel
  return ['book', symbol, limit, interval, isAlwaysWhole ? 'whole' : 'changes'].join(':')
}

/** The streams of one half of the venue. */
export class CoinexStreams {
  readonly #state: CoinexState
  readonly #limits: CoinexLimits
  readonly #market: CoinexMarket
  readonly #feeds = new Map<string, BookFeed>()

  /** Streams of a venue's half. */
  constructor(state: CoinexState, limits: CoinexLimits, market: CoinexMarket) {
    this.#state = state
    this.#limits = limits
    this.#market = market
  }

  /** The stream of a name; `undefined` where its market does not exist. */
  open(name: string): OpenStream | undefined {
    const [subject = '', symbol = '', limit, interval = '', form] = name.split(':')
    if (subject === 'state' && symbol === EVERY) return this.#states(() => this.#all())
    const live = this.#state.find(this.#market, symbol)
    if (live === undefined) return undefined
    switch (subject) {
      case 'book': {
        const channel = { limit: Number(limit), interval, isAlwaysWhole: form === 'whole' }
        return this.#book(name, live, channel)
      }
      case 'bbo':
        return this.#bbo(live)
      case 'deals':
        return this.#deals(live)
      case 'state':
        return this.#states(() => [live])
      case 'index':
        return this.#index(live)
      default:
        return undefined
    }
  }

  #all(): readonly LiveInstrument[] {
    return this.#state.all(this.#market)
  }

  #book(name: string, live: LiveInstrument, channel: BookChannel): OpenStream {
    return {
      source: (emit) => {
        const feed = new BookFeed(this.#state, this.#limits, live, channel, emit)
        this.#feeds.set(name, feed)
        return () => {
          feed.stop()
          this.#feeds.delete(name)
        }
      },
      first: () => this.#feeds.get(name)?.whole(),
    }
  }

  #bbo(live: LiveInstrument): OpenStream {
    const message = (): string => push('bbo.update', bboData(live))
    return {
      source: (emit) =>
        this.#onCommand(live, ({ isBboChanged }) => {
          if (isBboChanged) emit(message())
        }),
      first: message,
    }
  }

  #deals(live: LiveInstrument): OpenStream {
    const message = (trades: CommandEvent['trades']): string =>
      push('deals.update', { market: live.spec.symbol, deal_list: dealRows(live, trades) })
    return {
      source: (emit) =>
        this.#onCommand(live, ({ trades }) => {
          if (trades.length > 0) emit(message(trades))
        }),
      first: () => {
        const past = this.#limits.pastDeals === 0 ? [] : live.trades.slice(-this.#limits.pastDeals)
        return past.length === 0 ? undefined : message(past)
      },
    }
  }

  #states(listed: () => readonly LiveInstrument[]): OpenStream {
    const message = (): string =>
      push('state.update', { state_list: listed().map((live) => stateRow(this.#state, live)) })
    return { source: (emit) => this.#every(STATE_EVERY_MS, () => emit(message())), first: message }
  }

  /** Where it changed; a spot market whose coin has no contract has no index. */
  #index(live: LiveInstrument): OpenStream {
    const message = (): string | undefined => {
      const data = indexData(this.#state, live)
      return data === undefined ? undefined : push('index.update', data)
    }
    return {
      source: (emit) => {
        let told = message()
        return this.#every(INDEX_EVERY_MS, () => {
          const text = message()
          if (text === undefined || text === told) return
          told = text
          emit(text)
        })
      },
      first: message,
    }
  }

  #onCommand(live: LiveInstrument, act: (event: CommandEvent) => void): () => void {
    return this.#state.market.listen((event) => {
      if (event.instrument === live) act(event)
    })
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }
}
