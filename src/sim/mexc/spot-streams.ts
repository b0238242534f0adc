import { DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { StreamSource } from '../stream-hub.ts'
import type { MexcState } from './mexc-state.ts'
import { readSpotChannel, type SpotPlan } from './spot-channels.ts'
import {
  aggreBookTicker,
  aggreDeals,
  aggreDepths,
  bookTickerBatch,
  type FrameHead,
  kline,
  limitDepths,
  miniTicker,
  miniTickers,
} from './spot-messages.ts'
import { groupTrades } from './trade-groups.ts'

type Emit = (frame: Uint8Array) => void

/** No rate is published: as often as the others. */
const LIMIT_DEPTH_MS = 100
const BATCH_MS = 100
const KLINE_MS = 1000
const MINI_TICKER_MS = 3000

/** Makes the sources of spot's channels. */
export class SpotStreams {
  readonly #state: MexcState

  /** The channels of a venue. */
  constructor(state: MexcState) {
    this.#state = state
  }

  /** The stream of a channel; `undefined` where there is none, or none of its symbol. */
  source(channel: string): StreamSource<Uint8Array> | undefined {
    const plan = readSpotChannel(channel)
    if (plan === undefined) return undefined
    if (plan.kind === 'miniTickers') {
      return (emit) =>
        this.#every(MINI_TICKER_MS, () =>
          emit(miniTickers(this.#head(channel), this.#state.market.instruments('spot'))),
        )
    }
    const live = this.#state.market.find('spot', plan.symbol)
    if (live === undefined) return undefined
    const head = (): FrameHead => this.#head(channel, live)
    return (emit) => this.#one(plan, live, head, emit)
  }

  #one(
    plan: Exclude<SpotPlan, { kind: 'miniTickers' }>,
    live: LiveInstrument,
    head: () => FrameHead,
    emit: Emit,
  ): () => void {
    const { market, ports } = this.#state
    switch (plan.kind) {
      case 'depth': {
        const feed = new DiffFeed(market, live, ports.timers, plan.everyMs, (batch) =>
          emit(aggreDepths(head(), live, batch)),
        )
        return () => feed.stop()
      }
      case 'limitDepth':
        return this.#changed(live, LIMIT_DEPTH_MS, () =>
          emit(limitDepths(head(), live, plan.levels)),
        )
      case 'bookTicker':
        return this.#bbo(live, plan.everyMs, () => emit(aggreBookTicker(head(), live)))
      case 'bookTickerBatch':
        return this.#bbo(live, BATCH_MS, () => emit(bookTickerBatch(head(), live)))
      case 'deals':
        return this.#deals(live, plan.everyMs, (trades) =>
          emit(aggreDeals(head(), live, groupTrades(trades))),
        )
      case 'kline':
        return this.#klines(plan, live, head, emit)
      case 'miniTicker':
        return this.#every(MINI_TICKER_MS, () => emit(miniTicker(head(), live)))
    }
  }

  #head(channel: string, live?: LiveInstrument): FrameHead {
    const nowUs = this.#state.clock.nowUs()
    return { channel, nowUs, ...(live === undefined ? {} : { symbol: live.spec.symbol }) }
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }

  #changed(live: LiveInstrument, everyMs: number, act: () => void): () => void {
    let toldId = -1
    return this.#every(everyMs, () => {
      if (live.updateId === toldId) return
      toldId = live.updateId
      act()
    })
  }

  #bbo(live: LiveInstrument, everyMs: number, act: () => void): () => void {
    let told = ''
    return this.#every(everyMs, () => {
      const [bid, ask] = [live.engine.best('bid'), live.engine.best('ask')]
      const seen = `${bid?.price}x${bid?.size} ${ask?.price}x${ask?.size}`
      if (seen === told) return
      told = seen
      act()
    })
  }

  #deals(
    live: LiveInstrument,
    everyMs: number,
    act: (trades: readonly SimTrade[]) => void,
  ): () => void {
    let waiting: SimTrade[] = []
    const stopListening = this.#state.market.listen(({ instrument, trades }) => {
      if (instrument === live) waiting.push(...trades)
    })
    const stopTimer = this.#every(everyMs, () => {
      if (waiting.length === 0) return
      const trades = waiting
      waiting = []
      act(trades)
    })
    return () => {
      stopListening()
      stopTimer()
    }
  }

  #klines(
    { word, interval }: Extract<SpotPlan, { kind: 'kline' }>,
    live: LiveInstrument,
    head: () => FrameHead,
    emit: Emit,
  ): () => void {
    let told = ''
    return this.#every(KLINE_MS, () => {
      const bar = live.candles(interval).newest()
      const seen = bar === undefined ? '' : `${bar.openTimeUs}/${bar.count}`
      if (bar === undefined || seen === told) return
      told = seen
      emit(kline(head(), live, word, bar))
    })
  }
}
