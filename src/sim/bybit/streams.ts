import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { SimLiquidation } from '../sim-trade.ts'
import type { StreamSource } from '../stream-hub.ts'
import { barsOf, klineRow } from './bars.ts'
import { BookFeed } from './book-feed.ts'
import type { BybitMaintenance, BybitState } from './bybit-state.ts'
import { type Depth, readTopic } from './channels.ts'
import type { BybitLimits } from './limits.ts'
import { liquidationsMessage, push, tradesMessage } from './messages.ts'
import type { BybitProduct } from './products.ts'
import { changedFields, type TickerRow, tickerRow } from './ticker-rows.ts'
import { priceText, timeMs } from './wire-text.ts'

/** A topic: what it says from now on to all who listen, and what it says first to one who subscribes now. */
export interface OpenTopic {
  /** To all. */
  readonly source: StreamSource
  /** To one; `undefined` where it waits for something to happen. */
  readonly first: () => string | undefined
}

/** How often each kind is told, in ms, where it changed. */
const TICKER_MS = { spot: 50, contract: 100 } as const
const KLINE_MS = 1000
const LIQUIDATION_MS = 500
const PRICE_LIMIT_MS = 300

/** Topic of the platform's state, on a socket of its own. */
export const STATUS_TOPIC = 'system.status'

/** Makes the sources of the venue's topics. */
export class BybitStreams {
  readonly #state: BybitState
  readonly #limits: BybitLimits
  readonly #feeds = new Map<string, BookFeed>()
  readonly #tickers = new Map<string, TickerRow>()

  /** The topics of a venue. */
  constructor(state: BybitState, limits: BybitLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** The topic of a product; `undefined` where there is none, or none of its instrument. */
  open(product: BybitProduct, topic: string): OpenTopic | undefined {
    const plan = readTopic(product, topic)
    const live = plan === undefined ? undefined : this.#state.market.find(product, plan.symbol)
    if (plan === undefined || live === undefined) return undefined
    switch (plan.kind) {
      case 'book':
        return this.#book(live, plan.depth)
      case 'trades':
        return this.#trades(live)
      case 'ticker':
        return this.#ticker(live, topic)
      case 'liquidations':
        return this.#liquidations(live)
      case 'kline':
        return this.#klines(live, plan.word)
      case 'priceLimit':
        return this.#priceLimit(live, topic)
    }
  }

  /** The platform's state. */
  status(): OpenTopic {
    const message = ({ title, state, beginMs, endMs, product }: BybitMaintenance): string => {
      const row = {
        id: `${title}-${beginMs}`,
        title,
        state,
        begin: String(beginMs),
        end: String(endMs),
        href: '',
        serviceTypes: [2, 3, 4, 5],
        product: product ?? [1, 2],
        uidSuffix: [],
        maintainType: 1,
        env: 1,
      }
      return JSON.stringify({ topic: STATUS_TOPIC, ts: timeMs(this.#nowUs), data: [row] })
    }
    return {
      source: (emit) => this.#state.onMaintenance((maintenance) => emit(message(maintenance))),
      first: () => {
        const last = this.#state.lastMaintenance
        return last === undefined ? undefined : message(last)
      },
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #book(live: LiveInstrument, depth: Depth): OpenTopic {
    const key = `${live.spec.product} ${live.spec.symbol} ${depth}`
    return {
      source: (emit) => {
        const feed = new BookFeed(this.#state, live, depth, this.#limits.repeatBestMs, emit)
        this.#feeds.set(key, feed)
        return () => {
          feed.stop()
          this.#feeds.delete(key)
        }
      },
      first: () => this.#feeds.get(key)?.snapshot(),
    }
  }

  #trades(live: LiveInstrument): OpenTopic {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades, updateId }) => {
          if (instrument === live && trades.length > 0)
            emit(tradesMessage(live, trades, updateId, this.#nowUs))
        }),
      first: () => undefined,
    }
  }

  /** Spot tells the whole ticker each time, contracts what changed. */
  #ticker(live: LiveInstrument, topic: string): OpenTopic {
    const isSpot = live.spec.kind === 'spot'
    const key = `${live.spec.product} ${topic}`
    const message = (type: 'snapshot' | 'delta', data: TickerRow): string =>
      push(topic, type, timeMs(this.#nowUs), { cs: live.updateId, data }, isSpot)
    return {
      source: (emit) => {
        let told = tickerRow(live, this.#nowUs)
        this.#tickers.set(key, told)
        const stop = this.#every(isSpot ? TICKER_MS.spot : TICKER_MS.contract, () => {
          const now = tickerRow(live, this.#nowUs)
          const changed = changedFields(told, now)
          if (changed === undefined) return
          told = now
          this.#tickers.set(key, now)
          emit(isSpot ? message('snapshot', now) : message('delta', changed))
        })
        return () => {
          stop()
          this.#tickers.delete(key)
        }
      },
      first: () => {
        const told = this.#tickers.get(key)
        return told === undefined ? undefined : message('snapshot', told)
      },
    }
  }

  #liquidations(live: LiveInstrument): OpenTopic {
    return {
      source: (emit) => {
        let waiting: SimLiquidation[] = []
        const stopListening = this.#state.market.listen(({ instrument, liquidation }) => {
          if (instrument === live && liquidation !== undefined) waiting.push(liquidation)
        })
        const stopTelling = this.#every(LIQUIDATION_MS, () => {
          if (waiting.length === 0) return
          emit(liquidationsMessage(live, waiting, this.#nowUs))
          waiting = []
        })
        return () => {
          stopListening()
          stopTelling()
        }
      },
      first: () => undefined,
    }
  }

  #klines(live: LiveInstrument, word: string): OpenTopic {
    const message = (bar: Parameters<typeof klineRow>[2]): string => {
      const ts = timeMs(this.#nowUs)
      const data = [klineRow(live, word, bar, this.#nowUs)]
      return JSON.stringify({
        topic: `kline.${word}.${live.spec.symbol}`,
        data,
        ts,
        type: 'snapshot',
      })
    }
    const source: StreamSource = (emit) => {
      let doneUs = barsOf(live, word).at(-1)?.openTimeUs ?? 0
      let told = ''
      return this.#every(KLINE_MS, () => {
        for (const bar of barsOf(live, word).slice(-8)) {
          const isFinal = this.#nowUs >= bar.endTimeUs
          const seen = `${bar.openTimeUs}/${bar.count}/${isFinal}`
          if (bar.openTimeUs < doneUs || seen === told) continue
          told = seen
          // A bar is final once; the next one to tell opens at its end or later.
          if (isFinal) doneUs = bar.endTimeUs
          emit(message(bar))
        }
      })
    }
    return {
      source,
      first: () => {
        const newest = barsOf(live, word).at(-1)
        return newest === undefined ? undefined : message(newest)
      },
    }
  }

  #priceLimit(live: LiveInstrument, topic: string): OpenTopic {
    const { spec } = live
    const message = (): string => {
      const last = live.trades.at(-1)?.price ?? spec.start
      const span = Math.floor(last / (20 * spec.tick)) * spec.tick
      const data = {
        symbol: spec.symbol,
        buyLmt: priceText(spec, last + span),
        sellLmt: priceText(spec, last - span),
      }
      return JSON.stringify({ topic, data, ts: timeMs(this.#nowUs) })
    }
    return { source: (emit) => this.#every(PRICE_LIMIT_MS, () => emit(message())), first: message }
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }
}
