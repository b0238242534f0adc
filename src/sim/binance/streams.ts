import { DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import type { BinanceState } from './binance-state.ts'
import { bookTicker, depthUpdate, partialDepth, type TimeUnit } from './book-messages.ts'
import { type BinanceProduct, PRODUCTS } from './products.ts'
import {
  contractInfoEvent,
  indexPriceEvent,
  markPriceEvent,
  miniTickerEvent,
  tickerEvent,
} from './stat-messages.ts'
import type { StreamPlan } from './stream-names.ts'
import { aggTradeMessage, forceOrderMessage, klineMessage, tradeMessage } from './trade-messages.ts'

const ALL_BOOK_TICKERS_MS = 5000
const FORCED_WINDOW_MS = 1000

type Emit = (payload: string) => void

/** Makes the sources of one product's streams, with times in one unit. */
export class BinanceStreams {
  readonly #state: BinanceState
  readonly #product: BinanceProduct
  readonly #time: TimeUnit

  /** The streams of a product. */
  constructor(state: BinanceState, product: BinanceProduct, time: TimeUnit) {
    this.#state = state
    this.#product = product
    this.#time = time
  }

  /** How a stream runs; `undefined` where its symbol is not listed. */
  source(plan: StreamPlan): StreamSource | undefined {
    if (!('symbol' in plan)) return (emit) => this.#all(plan, emit)
    const live = this.#find(plan)
    return live === undefined ? undefined : (emit) => this.#one(plan, live, emit)
  }

  #find(plan: Extract<StreamPlan, { symbol: string }>): LiveInstrument | undefined {
    const { market } = this.#state
    if (plan.kind !== 'indexPrice') return market.find(this.#product, plan.symbol)
    // Index streams are named by the pair: `btcusd@indexPrice`.
    return market
      .instruments(this.#product)
      .find((live) => live.spec.base + live.spec.quote === plan.symbol)
  }

  #one(
    plan: Extract<StreamPlan, { symbol: string }>,
    live: LiveInstrument,
    emit: Emit,
  ): () => void {
    const time = this.#time
    const now = (): number => this.#state.clock.nowUs()
    switch (plan.kind) {
      case 'depth':
        return this.#depth(live, plan.everyMs, emit)
      case 'partialDepth':
        return this.#partial(live, plan.levels, plan.everyMs, emit)
      case 'bookTicker':
        return this.#onCommand(live, (event) => {
          const message = event.isBboChanged ? bookTicker(live, now(), time) : undefined
          if (message !== undefined) emit(message)
        })
      case 'trade':
        return this.#onCommand(live, (event) => {
          for (const trade of event.trades) emit(tradeMessage(live, trade, now(), time))
        })
      case 'aggTrade':
        return this.#state
          .aggregates(live)
          .listen((trade) => emit(aggTradeMessage(live, trade, now(), time)))
      case 'kline':
        return this.#klines(plan.interval, live, emit)
      case 'ticker':
        return this.#every(PRODUCTS[this.#product].tickerMs, () =>
          emit(JSON.stringify(tickerEvent(live, plan.window, now(), time))),
        )
      case 'miniTicker':
        return this.#every(PRODUCTS[this.#product].tickerMs, () =>
          emit(JSON.stringify(miniTickerEvent(live, now(), time))),
        )
      case 'forceOrder':
        return this.#forced((each) => each === live, emit)
      case 'markPrice':
      case 'indexPrice': {
        const state = live.perpetual
        if (state === undefined) return () => {}
        const event = plan.kind === 'markPrice' ? markPriceEvent : indexPriceEvent
        return this.#every(plan.everyMs, () =>
          emit(JSON.stringify(event(live, state, now(), time))),
        )
      }
    }
  }

  #all(plan: Exclude<StreamPlan, { symbol: string }>, emit: Emit): () => void {
    const time = this.#time
    const now = (): number => this.#state.clock.nowUs()
    switch (plan.kind) {
      case 'allTickers':
        return this.#changed(1000, emit, (live) => tickerEvent(live, plan.window, now(), time))
      case 'allMiniTickers':
        return this.#changed(1000, emit, (live) => miniTickerEvent(live, now(), time))
      case 'allMarkPrices':
        return this.#every(plan.everyMs, () => {
          const events = this.#lines().flatMap((live) =>
            live.perpetual === undefined ? [] : [markPriceEvent(live, live.perpetual, now(), time)],
          )
          emit(JSON.stringify(events))
        })
      case 'allBookTickers':
        return this.#every(ALL_BOOK_TICKERS_MS, () => {
          for (const live of this.#lines()) {
            const message = bookTicker(live, now(), time)
            if (message !== undefined) emit(message)
          }
        })
      case 'allForceOrders':
        return this.#forced((each) => this.#lines().includes(each), emit)
      case 'contractInfo':
        return this.#state.onStatus((live, status) => {
          if (this.#lines().includes(live))
            emit(JSON.stringify(contractInfoEvent(live, status, now(), time)))
        })
    }
  }

  /** What "all" means: the product, and on futures both lines since 2026-06-30. */
  #lines(): readonly LiveInstrument[] {
    const { market } = this.#state
    if (this.#product === 'spot') return market.instruments('spot')
    return [...market.instruments('usdm'), ...market.instruments('coinm')]
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }

  #onCommand(
    live: LiveInstrument,
    act: Parameters<BinanceState['market']['listen']>[0],
  ): () => void {
    return this.#state.market.listen((event) => {
      if (event.instrument === live) act(event)
    })
  }

  #depth(live: LiveInstrument, everyMs: number, emit: Emit): () => void {
    const { market, ports, clock } = this.#state
    const feed = new DiffFeed(market, live, ports.timers, everyMs, (batch) =>
      emit(depthUpdate(live, batch, clock.nowUs(), this.#time)),
    )
    return () => feed.stop()
  }

  #partial(live: LiveInstrument, levels: number, everyMs: number, emit: Emit): () => void {
    let lastId = live.updateId
    return this.#every(everyMs, () => {
      if (live.updateId === lastId) return
      emit(partialDepth(live, levels, lastId, this.#state.clock.nowUs(), this.#time))
      lastId = live.updateId
    })
  }

  #klines(
    interval: Extract<StreamPlan, { kind: 'kline' }>['interval'],
    live: LiveInstrument,
    emit: Emit,
  ): () => void {
    const everyMs = interval === '1s' ? 1000 : PRODUCTS[this.#product].klineMs
    let doneUs = live.candles(interval).newest()?.openTimeUs ?? 0
    let told = ''
    return this.#every(everyMs, () => {
      const nowUs = this.#state.clock.nowUs()
      for (const bar of live.candles(interval).all().slice(-8)) {
        const state = `${bar.openTimeUs}/${bar.count}/${nowUs >= bar.endTimeUs}`
        if (bar.openTimeUs < doneUs || state === told) continue
        told = state
        // A bar is final once; the next one to tell opens at its end or later.
        if (nowUs >= bar.endTimeUs) doneUs = bar.endTimeUs
        emit(klineMessage(live, interval, bar, nowUs, this.#time))
      }
    })
  }

  #changed(everyMs: number, emit: Emit, event: (live: LiveInstrument) => unknown): () => void {
    const lastTrade = new Map<LiveInstrument, number>()
    return this.#every(everyMs, () => {
      const changed = this.#lines().filter((live) => {
        const id = live.trades.at(-1)?.id ?? -1
        const isNew = id !== (lastTrade.get(live) ?? -1)
        lastTrade.set(live, id)
        return isNew
      })
      if (changed.length > 0) emit(JSON.stringify(changed.map(event)))
    })
  }

  /** Only the largest forced order per symbol and second is told. */
  #forced(isWanted: (live: LiveInstrument) => boolean, emit: Emit): () => void {
    const waiting = new Map<LiveInstrument, Parameters<typeof forceOrderMessage>[1]>()
    const { market, ports, clock } = this.#state
    return market.listen(({ instrument, liquidation }) => {
      if (liquidation === undefined || !isWanted(instrument)) return
      const known = waiting.get(instrument)
      if (known === undefined || liquidation.size > known.size) waiting.set(instrument, liquidation)
      if (known !== undefined) return
      ports.timers.after(FORCED_WINDOW_MS, () => {
        const largest = waiting.get(instrument)
        waiting.delete(instrument)
        if (largest !== undefined)
          emit(forceOrderMessage(instrument, largest, clock.nowUs(), this.#time))
      })
    })
  }
}
