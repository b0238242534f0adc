import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { barRow, barsOf } from './bars.ts'
import { BookFeed, type ChainedChannel } from './book-feed.ts'
import { bboMessage, books5Message, push } from './book-messages.ts'
import { type ChannelPlan, type PlanOfOne, readChannel } from './channels.ts'
import { instrumentRow } from './instrument-row.ts'
import type { OkxLimits } from './limits.ts'
import { instTypeOf, type OkxState } from './okx-state.ts'
import type { OpenChannel } from './open-channel.ts'
import { maintenanceRow, tickerRow } from './stat-rows.ts'
import { statisticChannel } from './statistic-channels.ts'
import { groupTrades, liquidationMessage, tradeAllMessage, tradeMessage } from './trade-messages.ts'

type Emit = (message: string) => void

/** How often each kind is told, in ms, where it changed. */
const TICKER_MS = 100
const BBO_MS = 10
const BOOKS5_MS = 100
const CANDLE_MS = 1000

/** Makes the sources of the venue's channels. */
export class OkxStreams {
  readonly #state: OkxState
  readonly #limits: OkxLimits
  readonly #feeds = new Map<string, BookFeed>()

  /** The channels of a venue. */
  constructor(state: OkxState, limits: OkxLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** The channel of a name; `undefined` where there is none, or none of its instrument. */
  open(name: string): OpenChannel | undefined {
    const plan = readChannel(name)
    return plan === undefined ? undefined : this.#open(plan, name)
  }

  #open(plan: ChannelPlan, name: string): OpenChannel | undefined {
    switch (plan.kind) {
      case 'liquidations':
        return this.#hasType(plan.of) ? this.#liquidations(plan.of) : undefined
      case 'instruments':
        return this.#hasType(plan.of) ? this.#instruments(plan.of) : undefined
      case 'status':
        return this.#status()
      case 'index':
      case 'mark':
      case 'openInterest':
      case 'funding':
        return statisticChannel(this.#state, plan.kind, plan.of)
      case 'chain':
      case 'books5':
      case 'bbo':
      case 'trades':
      case 'tradesAll':
      case 'ticker':
      case 'candle': {
        const live = this.#state.find(plan.of)
        return live === undefined ? undefined : this.#one(plan, live, name)
      }
    }
  }

  #one(plan: PlanOfOne, live: LiveInstrument, name: string): OpenChannel {
    switch (plan.kind) {
      case 'chain':
        return this.#chain(plan.chain, live, name)
      case 'books5':
        return this.#wholes(live, BOOKS5_MS, () =>
          books5Message(live, this.#state.wireId(live), this.#nowUs),
        )
      case 'bbo':
        return this.#wholes(live, BBO_MS, () => bboMessage(live, this.#state.wireId(live)))
      case 'trades':
        return this.#trades(live)
      case 'tradesAll':
        return this.#tradesAll(live)
      case 'ticker':
        return this.#tickers(live)
      case 'candle':
        return this.#candles(live, plan.bar)
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #hasType(instType: string): boolean {
    return this.#state.ofType(instType).length > 0
  }

  #chain(chain: ChainedChannel, live: LiveInstrument, name: string): OpenChannel {
    return {
      source: (emit) => {
        const feed = new BookFeed(this.#state, live, chain, this.#limits.keepAliveMs, emit)
        this.#feeds.set(name, feed)
        return () => {
          feed.stop()
          this.#feeds.delete(name)
        }
      },
      first: () => this.#feeds.get(name)?.snapshot(),
    }
  }

  /** Whole messages: every `everyMs` where their levels changed, and once a minute in any case. */
  #wholes(live: LiveInstrument, everyMs: number, message: () => string): OpenChannel {
    const levelsOf = (text: string): string => text.slice(0, text.lastIndexOf('"ts"'))
    const source: StreamSource = (emit) => {
      let told = levelsOf(message())
      let toldUs = this.#nowUs
      let toldId = this.#state.wireId(live)
      return this.#every(everyMs, () => {
        const isDue = this.#nowUs - toldUs >= this.#limits.keepAliveMs * 1000
        if (!isDue && this.#state.wireId(live) === toldId) return
        const text = message()
        toldId = this.#state.wireId(live)
        if (!isDue && levelsOf(text) === told) return
        told = levelsOf(text)
        toldUs = this.#nowUs
        emit(text)
      })
    }
    return { source, first: message }
  }

  #trades(live: LiveInstrument): OpenChannel {
    const { market } = this.#state
    return {
      source: (emit) =>
        market.listen(({ instrument, trades, updateId }) => {
          if (instrument !== live) return
          const id = this.#state.wireId(live, updateId)
          for (const group of groupTrades(trades)) emit(tradeMessage(live, group, id))
        }),
      first: () => {
        const last = live.trades.at(-1)
        if (last === undefined) return undefined
        const group = { last, count: 1, size: last.size }
        return tradeMessage(live, group, this.#state.wireId(live))
      },
    }
  }

  #tradesAll(live: LiveInstrument): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument !== live) return
          for (const trade of trades) emit(tradeAllMessage(live, trade))
        }),
      first: () => undefined,
    }
  }

  #tickers(live: LiveInstrument): OpenChannel {
    const message = (): string => push('tickers', live.spec.symbol, [tickerRow(live, this.#nowUs)])
    const source: StreamSource = (emit) => {
      let told = ''
      return this.#every(TICKER_MS, () => {
        const seen = `${live.updateId}/${live.trades.at(-1)?.id ?? ''}`
        if (seen === told) return
        told = seen
        emit(message())
      })
    }
    return { source, first: message }
  }

  #candles(live: LiveInstrument, bar: string): OpenChannel {
    const message = (bars: ReturnType<typeof barsOf>): string =>
      push(
        `candle${bar}`,
        live.spec.symbol,
        bars.map((each) => barRow(live, each, this.#nowUs)),
      )
    const source: StreamSource = (emit) => {
      let doneUs = barsOf(live, bar).at(-1)?.openTimeUs ?? 0
      let told = ''
      return this.#every(CANDLE_MS, () => {
        const nowUs = this.#nowUs
        for (const each of barsOf(live, bar).slice(-8)) {
          const seen = `${each.openTimeUs}/${each.count}/${nowUs >= each.endTimeUs}`
          if (each.openTimeUs < doneUs || seen === told) continue
          told = seen
          // A bar is final once; the next one to tell opens at its end or later.
          if (nowUs >= each.endTimeUs) doneUs = each.endTimeUs
          emit(message([each]))
        }
      })
    }
    return {
      source,
      first: () => {
        const newest = barsOf(live, bar).at(-1)
        return newest === undefined ? undefined : message([newest])
      },
    }
  }

  #liquidations(instType: string): OpenChannel {
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, liquidation }) => {
          if (liquidation === undefined || instTypeOf(instrument) !== instType) return
          emit(liquidationMessage(instrument, liquidation))
        }),
      first: () => undefined,
    }
  }

  #instruments(instType: string): OpenChannel {
    const arg = { channel: 'instruments', instType }
    return {
      source: (emit: Emit) =>
        this.#state.onListing((live) => {
          if (instTypeOf(live) !== instType) return
          const row = instrumentRow(live, this.#state.stateOf(live), this.#state.idCodeOf(live))
          emit(JSON.stringify({ arg, data: [row] }))
        }),
      first: () => undefined,
    }
  }

  #status(): OpenChannel {
    const message = (maintenance: Parameters<typeof maintenanceRow>[0]): string =>
      JSON.stringify({
        arg: { channel: 'status' },
        data: [maintenanceRow(maintenance, this.#nowUs)],
      })
    return {
      source: (emit) => this.#state.onMaintenance((maintenance) => emit(message(maintenance))),
      first: () => {
        const last = this.#state.lastMaintenance
        return last === undefined ? undefined : message(last)
      },
    }
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }
}
