import type { SimCandle, SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { type BookPlan, bboMessage, bookData, bookOf, push } from './book-messages.ts'
import { candleRow } from './candle-rows.ts'
import { contextOf, midText } from './contexts.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'
import type { HyperliquidLimits } from './limits.ts'
import { contextsOf, spotContexts } from './listings.ts'
import type { Plan } from './subscriptions.ts'
import { tradeRow } from './trade-rows.ts'

/** Time between two blocks, in ms: a BBO is told once a block at most. */
const BLOCK_MS = 70
const CONTEXT_MS = 1000
const CANDLE_MS = 1000
const ALL_MIDS_MS = 5000
const BULK_MS = 15_000

/** A stream: what it says from now on, and what it says first to who subscribes. */
export interface OpenStream {
  /** What it says from now on, to all who listen. */
  readonly source: StreamSource
  /** What it says to one who subscribes now; `undefined` where it waits for something to happen. */
  readonly first: () => string | undefined
}

/** Makes the streams of the venue. */
export class HyperliquidStreams {
  readonly #state: HyperliquidState
  readonly #limits: HyperliquidLimits

  /** The streams of a venue. */
  constructor(state: HyperliquidState, limits: HyperliquidLimits) {
    this.#state = state
    this.#limits = limits
  }

  /** The stream of a plan; `undefined` where there is no such coin or dex. */
  open(plan: Plan): OpenStream | undefined {
    switch (plan.kind) {
      case 'allDexsAssetCtxs':
        return this.#pushed(BULK_MS, () => {
          const ctxs = this.#state.dexes().map((dex) => [dex, contextsOf(this.#state, dex)])
          return push(plan.kind, { ctxs })
        })
      case 'spotAssetCtxs':
        return this.#pushed(BULK_MS, () => push(plan.kind, spotContexts(this.#state)))
      case 'allMids':
      case 'assetCtxs':
        return this.#state.dexes().includes(plan.dex) ? this.#ofDex(plan.kind, plan.dex) : undefined
      case 'l2Book':
      case 'bbo':
      case 'trades':
      case 'activeAssetCtx':
      case 'candle': {
        const live = this.#state.find(plan.coin)
        return live === undefined ? undefined : this.#ofOne(plan, live)
      }
    }
  }

  #ofOne(plan: Extract<Plan, { coin: string }>, live: LiveInstrument): OpenStream {
    switch (plan.kind) {
      case 'l2Book':
        return this.#book(live, plan)
      case 'bbo':
        return this.#bbo(live)
      case 'trades':
        return this.#trades(live)
      case 'candle':
        return this.#candles(live, plan.interval)
      case 'activeAssetCtx': {
        const channel = live.spec.kind === 'spot' ? 'activeSpotAssetCtx' : 'activeAssetCtx'
        return this.#pushed(CONTEXT_MS, () =>
          push(channel, { coin: live.spec.symbol, ctx: contextOf(this.#state, live) }),
        )
      }
    }
  }

  #ofDex(kind: 'allMids' | 'assetCtxs', dex: string): OpenStream {
    const named = dex === '' ? {} : { dex }
    if (kind === 'assetCtxs') {
      return this.#pushed(BULK_MS, () => push(kind, { dex, ctxs: contextsOf(this.#state, dex) }))
    }
    return this.#pushed(ALL_MIDS_MS, () => {
      // Mids of spot come with the venue's own dex.
      const lives = [
        ...this.#state.ofDex(dex),
        ...(dex === '' ? this.#state.market.instruments('spot') : []),
      ]
      const mids = lives.flatMap((live) => {
        const mid = midText(this.#state, live)
        return mid === null ? [] : [[live.spec.symbol, mid]]
      })
      return push(kind, { ...named, mids: Object.fromEntries(mids) })
    })
  }

  /** Pushed at every turn of its clock, changed or not, as long as there is something to tell of. */
  #pushed(everyMs: number, message: () => string, isThere = (): boolean => true): OpenStream {
    return {
      source: (emit) =>
        this.#every(everyMs, () => {
          if (isThere()) emit(message())
        }),
      first: message,
    }
  }

  #book(live: LiveInstrument, plan: BookPlan): OpenStream {
    const { slowBookMs, fastBookMs } = this.#limits
    const isThere = (): boolean => this.#state.find(live.spec.symbol) === live
    const message = (): string => {
      const book = bookOf(live, this.#state.isDelisted(live.spec.symbol))
      return push('l2Book', bookData(live, book, plan, this.#state.stamp(live)))
    }
    return this.#pushed(plan.fast ? fastBookMs : slowBookMs, message, isThere)
  }

  /** Told where it changed since the last block. */
  #bbo(live: LiveInstrument): OpenStream {
    const isDelisted = (): boolean => this.#state.isDelisted(live.spec.symbol)
    const best = (): string => JSON.stringify(isDelisted() ? {} : live.book(1))
    const message = (): string => bboMessage(live, isDelisted(), this.#state.stamp(live))
    return {
      source: (emit) => {
        let told = best()
        return this.#every(BLOCK_MS, () => {
          const now = best()
          if (now === told) return
          told = now
          emit(message())
        })
      },
      first: () => (isDelisted() ? undefined : message()),
    }
  }

  #trades(live: LiveInstrument): OpenStream {
    const rows = (trades: LiveInstrument['trades']): string =>
      push(
        'trades',
        trades.map((trade) => tradeRow(live, trade)),
      )
    return {
      source: (emit) =>
        this.#state.market.listen(({ instrument, trades }) => {
          if (instrument === live && trades.length > 0) emit(rows(trades))
        }),
      first: () => {
        const recent = live.trades.slice(-this.#limits.recentTrades)
        return recent.length === 0 ? undefined : rows(recent)
      },
    }
  }

  #candles(live: LiveInstrument, interval: SimInterval): OpenStream {
    const message = (bar: Readonly<SimCandle>): string =>
      push('candle', candleRow(live, interval, bar))
    const seen = (bar: Readonly<SimCandle>): string => `${bar.openTimeUs}/${bar.count}`
    return {
      source: (emit) => {
        let told = live.candles(interval).newest()
        let toldAs = told === undefined ? '' : seen(told)
        return this.#every(CANDLE_MS, () => {
          const fromUs = told?.openTimeUs ?? 0
          const bars = live.candles(interval).all()
          for (const bar of bars.slice(-8).filter(({ openTimeUs }) => openTimeUs >= fromUs)) {
            if (seen(bar) === toldAs) continue
            told = bar
            toldAs = seen(bar)
            emit(message(bar))
          }
        })
      },
      first: () => {
        const newest = live.candles(interval).newest()
        return newest === undefined ? undefined : message(newest)
      },
    }
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }
}
