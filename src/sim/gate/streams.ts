import { DiffFeed } from '../diff-feed.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { barResult, intervalOf } from './bars.ts'
import { BestDiffFeed } from './best-diff-feed.ts'
import { ChainFeed } from './chain-feed.ts'
import { type ChannelPlan, type ChannelRefusal, isRefusal, readName } from './channels.ts'
import type { GateState } from './gate-state.ts'
import {
  bboResult,
  contractTrade,
  diffResult,
  liquidationRow,
  push,
  spotTrade,
  wholeResult,
} from './messages.ts'
import { type GateProduct, PRODUCTS } from './products.ts'
import { tickerRow } from './stat-rows.ts'
import type { SizeMode } from './wire-text.ts'

/** How often each kind is told, in ms, where it changed. */
const BBO_MS = 10
const TICKER_MS = 1000
const CANDLE_MS = 1000

/** Makes the sources of a product's channels, sizes written in one mode. */
export class GateStreams {
  readonly #state: GateState
  readonly #product: GateProduct
  readonly #mode: SizeMode
  readonly #chains = new Map<string, ChainFeed>()

  /** The channels of a product. */
  constructor(state: GateState, product: GateProduct, mode: SizeMode) {
    this.#state = state
    this.#product = product
    this.#mode = mode
  }

  /** Why a name is refused; `undefined` where it is not. */
  refusalOf(name: string): ChannelRefusal | undefined {
    const { prefix } = PRODUCTS[this.#product]
    if (!name.startsWith(`${prefix}.`)) {
      return { code: 2, message: `unknown channel ${name.slice(0, name.indexOf('|'))}` }
    }
    const plan = readName(name)
    if (isRefusal(plan)) return plan
    if (this.#state.find(this.#product, plan.symbol) !== undefined) return undefined
    const what = prefix === 'spot' ? 'currency pair' : 'contract'
    return { code: 2, message: `unknown ${what}: ${plan.symbol}` }
  }

  /** The source of a name; `undefined` where there is none. */
  source(name: string): StreamSource | undefined {
    const plan = readName(name)
    if (isRefusal(plan)) return undefined
    const live = this.#state.find(this.#product, plan.symbol)
    if (live === undefined) return undefined
    return this.#source(name, name.slice(0, name.indexOf('|')), plan, live)
  }

  /** What a name says first to who subscribes now: the whole book of a chain. */
  first(name: string): string | undefined {
    return this.#chains.get(name)?.snapshot()
  }

  #source(name: string, channel: string, plan: ChannelPlan, live: LiveInstrument): StreamSource {
    switch (plan.kind) {
      case 'chain':
        return this.#chain(name, channel, plan.levels, live)
      case 'diff':
        return plan.levels === undefined
          ? this.#allDiffs(channel, plan.everyMs, live)
          : this.#bestDiffs(channel, plan.everyMs, plan.levels, live)
      case 'whole': {
        const event = live.spec.kind === 'spot' ? 'update' : 'all'
        return this.#whenChanged(channel, plan.everyMs, live, event, () =>
          wholeResult(live, plan.levels, this.#mode),
        )
      }
      case 'bbo':
        return this.#bbo(channel, live)
      case 'trades':
        return this.#trades(channel, live)
      case 'ticker':
        return this.#whenChanged(channel, TICKER_MS, live, 'update', () => {
          const row = tickerRow(live, this.#mode, this.#nowUs)
          return live.spec.kind === 'spot' ? row : [row]
        })
      case 'candle':
        return this.#candles(channel, plan.word, live)
      case 'liquidations':
        return this.#liquidations(channel, live)
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
  }

  #chain(name: string, channel: string, levels: number, live: LiveInstrument): StreamSource {
    return (emit) => {
      const feed = new ChainFeed(this.#state, live, { channel, levels }, emit)
      this.#chains.set(name, feed)
      return () => {
        feed.stop()
        this.#chains.delete(name)
      }
    }
  }

  #allDiffs(channel: string, everyMs: number, live: LiveInstrument): StreamSource {
    return (emit) => {
      const { market, ports } = this.#state
      const feed = new DiffFeed(market, live, ports.timers, everyMs, (batch) => {
        const ids = { first: batch.previousId + 1, last: batch.lastId, timeUs: batch.timeUs }
        emit(push(channel, this.#nowUs, diffResult(live, batch, ids, this.#mode, undefined)))
      })
      return () => feed.stop()
    }
  }

  #bestDiffs(channel: string, everyMs: number, depth: number, live: LiveInstrument): StreamSource {
    // Spot does not say how many levels it tells of.
    const told = live.spec.kind === 'spot' ? undefined : depth
    return (emit) => {
      const feed = new BestDiffFeed(this.#state, live, { depth, everyMs }, (diff) =>
        emit(push(channel, this.#nowUs, diffResult(live, diff, diff, this.#mode, told))),
      )
      return () => feed.stop()
    }
  }

  /** A result told every `everyMs` where the book moved or something traded. */
  #whenChanged(
    channel: string,
    everyMs: number,
    live: LiveInstrument,
    event: string,
    result: () => unknown,
  ): StreamSource {
    return (emit) => {
      let told = ''
      return this.#every(everyMs, () => {
        const seen = `${live.updateId}/${live.trades.at(-1)?.id ?? ''}`
        if (seen === told) return
        told = seen
        emit(push(channel, this.#nowUs, result(), event))
      })
    }
  }

  #bbo(channel: string, live: LiveInstrument): StreamSource {
    const texts = (): string => {
      const [bid, ask] = [live.engine.best('bid'), live.engine.best('ask')]
      return `${bid?.price}x${bid?.size}|${ask?.price}x${ask?.size}`
    }
    return (emit) => {
      let told = texts()
      return this.#every(BBO_MS, () => {
        const now = texts()
        if (now === told) return
        told = now
        emit(push(channel, this.#nowUs, bboResult(live, this.#mode)))
      })
    }
  }

  /** Spot: a message a print. Contracts: those of one order together. */
  #trades(channel: string, live: LiveInstrument): StreamSource {
    return (emit) =>
      this.#state.market.listen(({ instrument, trades }) => {
        if (instrument !== live || trades.length === 0) return
        if (live.spec.kind === 'spot') {
          for (const trade of trades) emit(push(channel, this.#nowUs, spotTrade(live, trade)))
          return
        }
        const rows = trades.map((trade) => contractTrade(live, trade, this.#mode))
        emit(push(channel, this.#nowUs, rows))
      })
  }

  #candles(channel: string, word: string, live: LiveInstrument): StreamSource {
    const series = live.candles(intervalOf(word) ?? '1m')
    return (emit) => {
      let doneUs = series.newest()?.openTimeUs ?? 0
      let told = ''
      return this.#every(CANDLE_MS, () => {
        const nowUs = this.#nowUs
        for (const bar of series.all().slice(-8)) {
          const seen = `${bar.openTimeUs}/${bar.count}/${nowUs >= bar.endTimeUs}`
          if (bar.openTimeUs < doneUs || seen === told) continue
          told = seen
          // A bar is final once; the next one to tell opens at its end or later.
          if (nowUs >= bar.endTimeUs) doneUs = bar.endTimeUs
          const result = barResult(live, bar, word, this.#mode, nowUs)
          emit(push(channel, nowUs, live.spec.kind === 'spot' ? result : [result]))
        }
      })
    }
  }

  #liquidations(channel: string, live: LiveInstrument): StreamSource {
    return (emit) =>
      this.#state.market.listen(({ instrument, liquidation }) => {
        if (instrument !== live || liquidation === undefined) return
        emit(push(channel, this.#nowUs, [liquidationRow(live, liquidation, this.#mode)]))
      })
  }

  #every(everyMs: number, act: () => void): () => void {
    const timer = repeat(this.#state.ports.timers, everyMs, act)
    return () => timer.cancel()
  }
}
