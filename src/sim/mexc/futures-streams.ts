import type { SimInterval } from '../candles.ts'
import { DiffFeed } from '../diff-feed.ts'
import { toScaled } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import { intervalOfWord } from './bars.ts'
import {
  contractRow,
  dealRow,
  depthFullMessage,
  depthMessage,
  depthStepMessage,
  fundingRow,
  klineRow,
  push,
  tickerRow,
} from './futures-messages.ts'
import type { MexcState } from './mexc-state.ts'
import { type JsonRecord, textAt } from './requests.ts'
import { groupTrades } from './trade-groups.ts'
import { jsonText, markNumber, msOf } from './wire-text.ts'

/** What a subscription asks for. */
export type FuturesPlan =
  | { readonly kind: 'depth' | 'deal'; readonly symbol: string; readonly isMerged: boolean }
  | { readonly kind: 'depth.full'; readonly symbol: string; readonly levels: number }
  | { readonly kind: 'depth.step'; readonly symbol: string; readonly step: string }
  | {
      readonly kind: 'kline'
      readonly symbol: string
      readonly word: string
      readonly interval: SimInterval
    }
  | {
      readonly kind: 'ticker' | 'funding.rate' | 'index.price' | 'fair.price'
      readonly symbol: string
    }
  | { readonly kind: 'tickers' | 'contract' }

const MERGED_MS = 200
const FULL_MS = 300
const TICKER_MS = 1000
const TICKERS_MS = 2000
const KLINE_MS = 500
const PRICE_MS = 500
const FUNDING_MS = 60_000
const LEVELS = new Set([5, 10, 20, 50])
const DEFAULT_LEVELS = 20

/** Reads the parameters of `sub.<kind>`; `undefined` where there is no such method, which the venue does not answer. */
export function readFuturesPlan(kind: string, param: JsonRecord): FuturesPlan | undefined {
  const symbol = textAt(param, 'symbol')
  switch (kind) {
    case 'depth':
    case 'deal':
      return { kind, symbol, isMerged: param['compress'] !== false }
    case 'depth.full': {
      const levels = Number(param['limit'] ?? DEFAULT_LEVELS)
      return { kind, symbol, levels: LEVELS.has(levels) ? levels : DEFAULT_LEVELS }
    }
    case 'depth.step':
      return { kind, symbol, step: textAt(param, 'step') }
    case 'kline': {
      const word = textAt(param, 'interval')
      const interval = intervalOfWord(word)
      return interval === undefined ? undefined : { kind, symbol, word, interval }
    }
    case 'ticker':
    case 'funding.rate':
    case 'index.price':
    case 'fair.price':
      return { kind, symbol }
    case 'tickers':
    case 'contract':
      return { kind }
    default:
      return undefined
  }
}

/** Name of the stream behind a plan; equal plans share one. */
export function streamName(plan: FuturesPlan): string {
  return JSON.stringify(plan)
}

/** Makes the sources of futures' channels. */
export class FuturesStreams {
  readonly #state: MexcState

  /** The channels of a venue. */
  constructor(state: MexcState) {
    this.#state = state
  }

  /** The stream of a plan; `undefined` where its contract is not listed. */
  source(plan: FuturesPlan): StreamSource | undefined {
    if (!('symbol' in plan)) {
      return (emit) => (plan.kind === 'tickers' ? this.#tickers(emit) : this.#contracts(emit))
    }
    const live = this.#state.contract(plan.symbol)
    const contract = live?.perpetual
    if (live === undefined || contract === undefined) return undefined
    return (emit) => this.#one(plan, live, contract, emit)
  }

  #one(
    plan: Extract<FuturesPlan, { symbol: string }>,
    live: LiveInstrument,
    contract: PerpetualState,
    emit: (message: string) => void,
  ): () => void {
    const { symbol } = plan
    const now = (): number => this.#nowUs
    switch (plan.kind) {
      case 'depth':
        return this.#depth(live, plan.isMerged, emit)
      case 'depth.full':
        return this.#changed(live, FULL_MS, () => emit(depthFullMessage(live, plan.levels, now())))
      case 'depth.step': {
        const step = stepOf(live, plan.step)
        return this.#changed(live, MERGED_MS, () => emit(depthStepMessage(live, step, now())))
      }
      case 'deal':
        return this.#deals(live, plan.isMerged, emit)
      case 'ticker':
        return this.#every(TICKER_MS, () =>
          emit(push('ticker', symbol, tickerRow(live, contract, now()), now())),
        )
      case 'kline':
        return this.#klines(plan, live, emit)
      case 'funding.rate':
        return this.#every(FUNDING_MS, () =>
          emit(push('funding.rate', symbol, fundingRow(live, contract), now())),
        )
      case 'index.price':
      case 'fair.price':
        return this.#every(PRICE_MS, () => {
          const value = plan.kind === 'index.price' ? contract.indexPrice : contract.markPrice
          emit(push(plan.kind, symbol, { symbol, price: markNumber(value) }, now()))
        })
    }
  }

  get #nowUs(): number {
    return this.#state.clock.nowUs()
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

  #depth(live: LiveInstrument, isMerged: boolean, emit: (message: string) => void): () => void {
    const { market, ports } = this.#state
    const feed = new DiffFeed(market, live, ports.timers, isMerged ? MERGED_MS : 0, (batch) =>
      emit(depthMessage(live, batch, isMerged, this.#nowUs)),
    )
    return () => feed.stop()
  }

  #deals(live: LiveInstrument, isMerged: boolean, emit: (message: string) => void): () => void {
    return this.#state.market.listen(({ instrument, trades }) => {
      if (instrument !== live || trades.length === 0) return
      const groups = isMerged
        ? groupTrades(trades)
        : trades.map((trade) => ({ first: trade, last: trade, size: trade.size }))
      const rows = groups.map((group) => dealRow(live, group))
      emit(push('deal', live.spec.symbol, rows, this.#nowUs))
    })
  }

  #klines(
    { symbol, word, interval }: Extract<FuturesPlan, { kind: 'kline' }>,
    live: LiveInstrument,
    emit: (message: string) => void,
  ): () => void {
    let told = ''
    return this.#every(KLINE_MS, () => {
      const bar = live.candles(interval).newest()
      const seen = bar === undefined ? '' : `${bar.openTimeUs}/${bar.count}`
      if (bar === undefined || seen === told) return
      told = seen
      emit(push('kline', symbol, klineRow(live, word, bar), this.#nowUs))
    })
  }

  /** All contracts, a part of the fields each. */
  #tickers(emit: (message: string) => void): () => void {
    return this.#every(TICKERS_MS, () => {
      const nowUs = this.#nowUs
      const data = this.#state.contracts().flatMap((live) => {
        if (live.perpetual === undefined) return []
        const { symbol, lastPrice, riseFallRate, fairPrice, volume24 } = tickerRow(
          live,
          live.perpetual,
          nowUs,
        )
        return [{ symbol, lastPrice, riseFallRate, fairPrice, volume24 }]
      })
      emit(jsonText({ data, channel: 'push.tickers', ts: msOf(nowUs) }))
    })
  }

  #contracts(emit: (message: string) => void): () => void {
    return this.#state.onListing((live) => {
      if (live.spec.kind === 'spot') return
      const row = contractRow(live, this.#state.listingOf(live))
      emit(push('contract', live.spec.symbol, row, this.#nowUs))
    })
  }
}

/** A step as a scaled price; one that is no multiple of the tick groups by the tick. */
function stepOf({ spec }: LiveInstrument, text: string): number {
  const isNumber = /^\d+(\.\d+)?$/.test(text)
  const digits = text.split('.')[1]?.length ?? 0
  const step = isNumber && digits <= spec.priceScale ? toScaled(text, spec.priceScale) : 0
  return step > 0 && step % spec.tick === 0 ? step : spec.tick
}
