import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { barRow, barsOf } from './bars.ts'
import { BookFeed } from './book-feed.ts'
import { readStream } from './channels.ts'
import type { DydxState } from './dydx-state.ts'
import { marketRow, marketRows, oracleRow, tradeRow, tradingRow } from './rows.ts'
import { isoOf } from './wire-text.ts'

/** A channel: the contents of its changes from now on, and what a subscribe is answered with. */
export interface OpenChannel {
  /** Contents of each change, as text. */
  readonly source: StreamSource
  /** Contents of the answer to one who subscribes now. */
  readonly first: () => unknown
}

/** How often statistics are told where they changed, in ms. */
const TRADING_MS = 10_000
/** How often a bar is told where it changed, in ms. */
const BAR_MS = 1000
/** Rows of an answer. */
const RECENT_TRADES = 100
const RECENT_BARS = 100

/** Makes the sources of the venue's channels. */
export class DydxStreams {
  readonly #state: DydxState
  readonly #books = new Map<string, BookFeed>()

  /** The channels of a venue. */
  constructor(state: DydxState) {
    this.#state = state
  }

  /** The channel of a stream's name; `undefined` where there is none, or no such market. */
  open(name: string): OpenChannel | undefined {
    const plan = readStream(name)
    if (plan === undefined) return undefined
    switch (plan.kind) {
      case 'markets':
        return this.#markets()
      case 'blocks':
        return this.#blocks()
      case 'account':
        // Never funded: nothing is told of it.
        return { source: () => () => {}, first: () => ({}) }
      case 'book':
      case 'trades':
      case 'bars': {
        const live = this.#state.find(plan.ticker)
        if (live === undefined) return undefined
        if (plan.kind === 'bars') return this.#bars(live, plan.resolution)
        return plan.kind === 'book' ? this.#book(live, name) : this.#trades(live)
      }
    }
  }

  #book(live: LiveInstrument, name: string): OpenChannel {
    return {
      source: (emit) => {
        const feed = new BookFeed(this.#state, live, emit)
        this.#books.set(name, feed)
        return () => {
          feed.stop()
          this.#books.delete(name)
        }
      },
      first: () => this.#books.get(name)?.snapshot(),
    }
  }

  #trades(live: LiveInstrument): OpenChannel {
    const { blocks } = this.#state
    return {
      source: (emit) =>
        blocks.listen((block) => {
          const trades = block.trades.get(live)
          if (trades === undefined) return
          emit(JSON.stringify({ trades: trades.map((trade) => tradeRow(live, trade)) }))
        }),
      first: () => ({
        trades: blocks
          .tradesOf(live)
          .slice(-RECENT_TRADES)
          .toReversed()
          .map((trade) => tradeRow(live, trade)),
      }),
    }
  }

  #bars(live: LiveInstrument, resolution: string): OpenChannel {
    const seenOf = (): string => {
      const [newest] = barsOf(live, resolution)
      return newest === undefined ? '' : `${newest.openTimeUs}/${newest.count}`
    }
    return {
      source: (emit) => {
        let told = seenOf()
        const timer = repeat(this.#state.ports.timers, BAR_MS, () => {
          const seen = seenOf()
          if (seen === told) return
          // The bar before may have ended since: it is told once more, before the new one.
          const isNext = !seen.startsWith(`${told.split('/')[0]}/`) && told !== ''
          told = seen
          const newest = barsOf(live, resolution).slice(0, isNext ? 2 : 1)
          for (const bar of newest.toReversed()) emit(JSON.stringify(barRow(live, resolution, bar)))
        })
        return () => timer.cancel()
      },
      first: () => ({
        candles: barsOf(live, resolution)
          .slice(0, RECENT_BARS)
          .map((bar) => barRow(live, resolution, bar)),
      }),
    }
  }

  #markets(): OpenChannel {
    const state = this.#state
    return {
      source: (emit) => {
        const stops = [
          state.onAnnounced((live, isNew) => {
            const row = isNew ? marketRow(state, live) : { status: state.statusOf(live) }
            emit(JSON.stringify({ trading: { [live.spec.symbol]: row } }))
          }),
          this.#oraclePrices(emit),
          this.#statistics(emit),
        ]
        return () => {
          for (const stop of stops) stop()
        }
      },
      first: () => ({ markets: marketRows(state, state.market.instruments()) }),
    }
  }

  /** Each block tells the prices that changed with it. */
  #oraclePrices(emit: (contents: string) => void): () => void {
    const told = new Map<LiveInstrument, bigint>()
    return this.#state.blocks.listen((block) => {
      const prices: Record<string, unknown> = {}
      this.#state.market.instruments().forEach((live, marketId) => {
        const { perpetual } = live
        if (perpetual === undefined || told.get(live) === perpetual.indexPrice) return
        told.set(live, perpetual.indexPrice)
        prices[live.spec.symbol] = oracleRow(perpetual, block, marketId)
      })
      if (Object.keys(prices).length > 0) emit(JSON.stringify({ oraclePrices: prices }))
    })
  }

  #statistics(emit: (contents: string) => void): () => void {
    const told = new Map<LiveInstrument, string>()
    const timer = repeat(this.#state.ports.timers, TRADING_MS, () => {
      const trading: Record<string, unknown> = {}
      for (const live of this.#state.market.instruments()) {
        const row = tradingRow(this.#state, live)
        const text = JSON.stringify(row)
        if (told.get(live) === text) continue
        told.set(live, text)
        trading[live.spec.symbol] = row
      }
      if (Object.keys(trading).length > 0) emit(JSON.stringify({ trading }))
    })
    return () => timer.cancel()
  }

  #blocks(): OpenChannel {
    const { blocks } = this.#state
    return {
      source: (emit) =>
        blocks.listen(({ height, timeUs }) =>
          emit(JSON.stringify({ blockHeight: String(height), time: isoOf(timeUs) })),
        ),
      first: () => ({ height: String(blocks.height), time: isoOf(blocks.timeUs) }),
    }
  }
}
