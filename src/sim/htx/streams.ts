import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import { barRow, barsOf } from './bars.ts'
import { ChainFeed } from './book-feeds.ts'
import { bboMessage, refreshMessage, stepMessage } from './book-messages.ts'
import type { HtxState } from './htx-state.ts'
import type { OpenTopic } from './open-topic.ts'
import { detailTick, priceBar, tickersRow, tickerTick } from './stat-messages.ts'
import { readTopic, type Socket, type TopicPlan } from './topics.ts'
import { tradeMessage } from './trade-messages.ts'
import { packed, timeOf, type WireValue } from './wire-text.ts'

/** How often each kind is told where it changed, in ms. */
const REFRESH_MS = 100
const SPOT_STEP_MS = 1000
const FUTURES_STEP_MS = 100
const TICKER_MS = 500
const PRICE_MS = 1000
const ALL_TICKERS_MS = 1000
/** Futures tell an unchanged depth again after this long. */
const STEP_AGAIN_MS = 1000

/** How a message that is made anew each time is told. */
interface Cadence {
  readonly everyMs: number
  /** After how long it is told without a change; absent: never. */
  readonly againMs?: number
}

/** Makes the sources of the topics of market sockets; books of futures are each connection's own. */
export class HtxStreams {
  readonly #state: HtxState
  readonly #chains = new Map<string, ChainFeed>()

  /** The topics of a venue. */
  constructor(state: HtxState) {
    this.#state = state
  }

  /** The topic of a name on a socket; `undefined` where it has none, or none of its instrument. */
  open(topic: string, socket: Socket): OpenTopic | undefined {
    const plan = readTopic(topic, socket)
    if (plan === undefined) return undefined
    if (plan.kind === 'tickers') return this.#allTickers(topic)
    if (plan.kind === 'index') return this.#price(topic, this.#state.ofIndex(plan.of), 'indexPrice')
    const live = this.find(plan.of, socket)
    return live === undefined ? undefined : this.#one(topic, plan, live)
  }

  /** The instrument of a symbol, where a socket tells of its product. */
  find(symbol: string, { products }: Socket): LiveInstrument | undefined {
    const live = this.#state.find(symbol)
    return products.some((product) => product === live?.spec.product) ? live : undefined
  }

  /** The chain of changes that somebody listens to. */
  chain(topic: string): ChainFeed | undefined {
    return this.#chains.get(topic)
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #one(topic: string, plan: TopicPlan, live: LiveInstrument): OpenTopic | undefined {
    switch (plan.kind) {
      case 'chain':
        return this.#chained(topic, live, plan.depth)
      case 'refresh': {
        const message = (): Uint8Array => refreshMessage(topic, live, plan.depth, this.#nowUs)
        return this.#whole(live, { everyMs: REFRESH_MS }, message)
      }
      case 'step':
        return this.#step(topic, live, plan.depth)
      case 'bbo':
        return this.#bbo(topic, live)
      case 'trades':
        return this.#trades(topic, live)
      case 'detail':
        return this.#statistics(topic, live, detailTick)
      case 'ticker':
        return this.#statistics(topic, live, tickerTick)
      case 'mark':
        return live.spec.kind === 'perpetual' ? this.#price(topic, live, 'markPrice') : undefined
      case 'kline':
        return this.#bars(topic, live, plan.period)
      case 'highFreq': // the session's own
      case 'index':
      case 'tickers':
        return undefined
    }
  }

  #chained(topic: string, live: LiveInstrument, depth: number): OpenTopic {
    return {
      source: (emit) => {
        const feed = new ChainFeed(this.#state, live, { topic, depth }, emit)
        this.#chains.set(topic, feed)
        return () => {
          feed.stop()
          this.#chains.delete(topic)
        }
      },
      first: () => undefined,
    }
  }

  #step(topic: string, live: LiveInstrument, depth: number): OpenTopic {
    const isSpot = live.spec.kind === 'spot'
    const cadence = isSpot
      ? { everyMs: SPOT_STEP_MS }
      : { everyMs: FUTURES_STEP_MS, againMs: STEP_AGAIN_MS }
    return this.#whole(live, cadence, () => stepMessage(topic, live, depth, this.#nowUs))
  }

  /** Messages of what the book is, where it changed since the one before. */
  #whole(live: LiveInstrument, cadence: Cadence, message: () => Uint8Array): OpenTopic {
    return this.#timed(cadence, () => String(live.updateId), message)
  }

  #statistics(
    topic: string,
    live: LiveInstrument,
    tick: (live: LiveInstrument, nowUs: number) => WireValue,
  ): OpenTopic {
    const seen = (): string => `${live.updateId}/${live.trades.at(-1)?.id ?? ''}`
    return this.#timed({ everyMs: TICKER_MS }, seen, () =>
      this.#push(topic, tick(live, this.#nowUs)),
    )
  }

  #price(
    topic: string,
    live: LiveInstrument | undefined,
    which: 'markPrice' | 'indexPrice',
  ): OpenTopic | undefined {
    const contract = live?.perpetual
    if (contract === undefined) return undefined
    return this.#timed(
      { everyMs: PRICE_MS },
      () => String(contract[which]),
      () => this.#push(topic, priceBar(contract[which], this.#nowUs)),
    )
  }

  #bars(topic: string, live: LiveInstrument, period: string): OpenTopic {
    const newest = (): ReturnType<typeof barsOf>[number] | undefined => barsOf(live, period).at(-1)
    const seen = (): string => `${newest()?.openTimeUs ?? ''}/${newest()?.count ?? ''}`
    return this.#timed({ everyMs: TICKER_MS }, seen, () => {
      const bar = newest()
      return bar && this.#push(topic, barRow(live, bar))
    })
  }

  #allTickers(topic: string): OpenTopic {
    const lives = this.#state.market.instruments('spot')
    const seen = (): string => lives.map(({ updateId }) => updateId).join()
    return this.#timed({ everyMs: ALL_TICKERS_MS }, seen, () => {
      const nowUs = this.#nowUs
      const data = lives.map((live) => tickersRow(live, nowUs))
      return packed({ ch: topic, status: 'ok', ts: timeOf(nowUs), data })
    })
  }

  #bbo(topic: string, live: LiveInstrument): OpenTopic {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, isBboChanged }) => {
          if (instrument === live && isBboChanged) emit(bboMessage(topic, live, this.#nowUs))
        }),
      first: () => bboMessage(topic, live, this.#nowUs),
    }
  }

  /** Who subscribes hears of the last trade again. */
  #trades(topic: string, live: LiveInstrument): OpenTopic {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument !== live || trades.length === 0) return
          emit(tradeMessage(topic, live, trades, this.#nowUs))
        }),
      first: () => {
        const last = live.trades.at(-1)
        return last && tradeMessage(topic, live, [last], this.#nowUs)
      },
    }
  }

  #push(topic: string, tick: WireValue): Uint8Array {
    return packed({ ch: topic, ts: timeOf(this.#nowUs), tick })
  }

  /** Looks every so often whether something changed, and tells it. */
  #timed(cadence: Cadence, seen: () => string, message: () => Uint8Array | undefined): OpenTopic {
    const { everyMs, againMs = Number.POSITIVE_INFINITY } = cadence
    return {
      source: (emit) => {
        let told = seen()
        let toldUs = this.#nowUs
        const timer = repeat(this.#state.ports.timers, everyMs, () => {
          const now = seen()
          if (now === told && this.#nowUs - toldUs < againMs * 1000) return
          const made = message()
          if (made === undefined) return
          told = now
          toldUs = this.#nowUs
          emit(made)
        })
        return () => timer.cancel()
      },
      first: message,
    }
  }
}
