import { dayStats } from '../day-stats.ts'
import { divideRounded, fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { intervalOfSpotRest } from './bars.ts'
import type { MexcState } from './mexc-state.ts'
import { countOf, momentOf, type RestCall, restBook } from './rest-book.ts'
import { RestRefusal } from './rest-error.ts'
import { quoteText } from './spot-messages.ts'
import { groupTrades } from './trade-groups.ts'
import { msOf, priceText, sizeText } from './wire-text.ts'

/** One endpoint of spot: what a call weighs, and what it answers. */
export interface SpotEndpoint {
  /** Weight. */
  readonly weight: number
  /** The answer. @throws RestRefusal with the venue's code. */
  readonly answer: (call: RestCall) => unknown
}

/** Documented are 1000; 500 were seen. */
const MOST_BARS = 500
const MOST_TRADES = 1000
const MOST_LEVELS = 5000

/** Spot's public endpoints by name. */
export const SPOT_ENDPOINTS: Readonly<Record<string, SpotEndpoint>> = {
  ping: { weight: 1, answer: () => ({}) },
  time: { weight: 1, answer: ({ state }) => ({ serverTime: msOf(state.clock.nowUs()) }) },
  exchangeInfo: { weight: 10, answer: exchangeInfo },
  defaultSymbols: { weight: 1, answer: defaultSymbols },
  depth: { weight: 1, answer: depth },
  trades: { weight: 5, answer: trades },
  aggTrades: { weight: 1, answer: aggTrades },
  klines: { weight: 1, answer: klines },
  'ticker/24hr': { weight: 1, answer: (call) => oneOrAll(call, dayRow) },
  'ticker/price': {
    weight: 1,
    answer: (call) =>
      oneOrAll(call, (live, nowMs) => ({
        symbol: live.spec.symbol,
        price: priceText(live.spec, dayStats(live, nowMs).last),
      })),
  },
  'ticker/bookTicker': {
    weight: 1,
    answer: (call) => oneOrAll(call, (live) => ({ symbol: live.spec.symbol, ...bestRow(live) })),
  },
}

function listed(state: MexcState): readonly LiveInstrument[] {
  return state.market.instruments('spot')
}

function liveOf({ state, query }: RestCall): LiveInstrument {
  const symbol = query.get('symbol')
  if (symbol === null || symbol === '') {
    throw new RestRefusal(
      700_004,
      "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    )
  }
  const live = state.market.find('spot', symbol)
  if (live === undefined) throw new RestRefusal(-1121, 'Invalid symbol.')
  return live
}

function oneOrAll(call: RestCall, row: (live: LiveInstrument, nowMs: number) => unknown): unknown {
  const nowMs = msOf(call.state.clock.nowUs())
  if (call.query.has('symbol')) return row(liveOf(call), nowMs)
  return listed(call.state).map((live) => row(live, nowMs))
}

function exchangeInfo(call: RestCall): unknown {
  const { state, query } = call
  const names = (query.get('symbols') ?? query.get('symbol'))?.split(',')
  const lives = listed(state).filter(({ spec }) => names?.includes(spec.symbol) ?? true)
  return {
    timezone: 'CST',
    serverTime: msOf(state.clock.nowUs()),
    rateLimits: [],
    exchangeFilters: [],
    symbols: lives.map((live) => symbolRow(live, state)),
  }
}

function symbolRow(live: LiveInstrument, state: MexcState): unknown {
  const { spec } = live
  const listing = state.listingOf(live)
  return {
    symbol: spec.symbol,
    // 1 online, 2 paused, 3 offline; the market itself counts from 0.
    status: spec.status ?? String(listing.state === 0 ? 1 : listing.state === 4 ? 2 : 3),
    baseAsset: spec.base,
    baseAssetPrecision: spec.sizeScale,
    quoteAsset: spec.quote,
    quotePrecision: spec.tickDigits,
    quoteAssetPrecision: spec.tickDigits,
    baseCommissionPrecision: spec.sizeScale,
    quoteCommissionPrecision: spec.tickDigits,
    orderTypes: ['LIMIT', 'MARKET', 'LIMIT_MAKER'],
    isSpotTradingAllowed: listing.apiAllowed,
    isMarginTradingAllowed: false,
    quoteAmountPrecision: spec.minNotional,
    baseSizePrecision: '0',
    permissions: ['SPOT'],
    filters: [],
    maxQuoteAmount: '4000000',
    makerCommission: '0',
    takerCommission: '0.0005',
    quoteAmountPrecisionMarket: spec.minNotional,
    maxQuoteAmountMarket: '100000',
    tradeSideType: '1',
    fullName: spec.base,
  }
}

function defaultSymbols({ state }: RestCall): unknown {
  const data = listed(state)
    .filter((live) => state.listingOf(live).apiAllowed)
    .map(({ spec }) => spec.symbol)
  return { data, code: 0, msg: 'success', timestamp: msOf(state.clock.nowUs()) }
}

function depth(call: RestCall): unknown {
  const live = liveOf(call)
  const limit = countOf(call, 'limit', 100, MOST_LEVELS)
  const { book, updateId } = restBook(live, call)
  const rows = (side: typeof book.bids): unknown =>
    side
      .slice(0, limit)
      .map(([price, size]) => [priceText(live.spec, price), sizeText(live.spec, size)])
  return {
    lastUpdateId: updateId,
    bids: rows(book.bids),
    asks: rows(book.asks),
    timestamp: msOf(call.state.clock.nowUs()),
  }
}

/** Newest first, without ids. */
function trades(call: RestCall): unknown {
  const live = liveOf(call)
  const limit = countOf(call, 'limit', 500, MOST_TRADES)
  return live.trades
    .slice(-limit)
    .toReversed()
    .map((trade) => ({
      id: null,
      price: priceText(live.spec, trade.price),
      qty: sizeText(live.spec, trade.size),
      quoteQty: quoteText(live, trade.value),
      time: msOf(trade.timeUs),
      isBuyerMaker: trade.takerSide === 'sell',
      isBestMatch: true,
      tradeType: trade.takerSide === 'sell' ? 'ASK' : 'BID',
    }))
}

/** Newest first, without ids; a span counts only with both its ends. */
function aggTrades(call: RestCall): unknown {
  const live = liveOf(call)
  const limit = countOf(call, 'limit', 500, MOST_TRADES)
  const [from, to] = [momentOf(call, 'startTime'), momentOf(call, 'endTime')]
  const isInside = (timeMs: number): boolean =>
    from === undefined || to === undefined || (timeMs >= from && timeMs <= to)
  return groupTrades(live.trades.filter(({ timeUs }) => isInside(msOf(timeUs))))
    .slice(-limit)
    .toReversed()
    .map(({ last, size }) => ({
      a: null,
      f: null,
      l: null,
      p: priceText(live.spec, last.price),
      q: sizeText(live.spec, size),
      T: msOf(last.timeUs),
      m: last.takerSide === 'sell',
      M: true,
    }))
}

function klines(call: RestCall): unknown {
  const live = liveOf(call)
  const interval = intervalOfSpotRest(call.query.get('interval') ?? '')
  if (interval === undefined) throw new RestRefusal(-1121, 'Invalid interval.')
  const limit = countOf(call, 'limit', MOST_BARS, MOST_BARS)
  const [from, to] = [momentOf(call, 'startTime'), momentOf(call, 'endTime')]
  const bars = live.candles(interval).all()
  const inside = bars.filter(({ openTimeUs }) => {
    const openMs = openTimeUs / 1000
    return openMs >= (from ?? 0) && openMs < (to ?? Infinity)
  })
  const chosen = from === undefined ? inside.slice(-limit) : inside.slice(0, limit)
  const price = (value: number): string => priceText(live.spec, value)
  return chosen.map((bar) => [
    msOf(bar.openTimeUs),
    price(bar.open),
    price(bar.high),
    price(bar.low),
    price(bar.close),
    sizeText(live.spec, bar.volume),
    msOf(bar.endTimeUs),
    quoteText(live, bar.value),
  ])
}

function bestRow(live: LiveInstrument): Readonly<Record<string, string | null>> {
  const { spec, engine } = live
  const [bid, ask] = [engine.best('bid'), engine.best('ask')]
  return {
    bidPrice: bid === undefined ? null : priceText(spec, bid.price),
    bidQty: bid === undefined ? null : sizeText(spec, bid.size),
    askPrice: ask === undefined ? null : priceText(spec, ask.price),
    askQty: ask === undefined ? null : sizeText(spec, ask.size),
  }
}

function dayRow(live: LiveInstrument, nowMs: number): unknown {
  const { spec } = live
  const stats = dayStats(live, nowMs)
  const change = stats.last - stats.open
  const percent = divideRounded(BigInt(change) * 100_000_000n, BigInt(stats.open))
  return {
    symbol: spec.symbol,
    priceChange: priceText(spec, change),
    // A fraction, whatever its name says.
    priceChangePercent: fixedText(percent, 8, 8),
    prevClosePrice: priceText(spec, stats.open),
    lastPrice: priceText(spec, stats.last),
    ...bestRow(live),
    openPrice: priceText(spec, stats.open),
    highPrice: priceText(spec, stats.high),
    lowPrice: priceText(spec, stats.low),
    volume: sizeText(spec, stats.volume),
    quoteVolume: quoteText(live, stats.value),
    openTime: stats.openTimeMs,
    closeTime: stats.closeTimeMs,
    count: null,
  }
}
