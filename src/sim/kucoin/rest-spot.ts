import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import { classicBar, intervalOfWord } from './bars.ts'
import { textLevels } from './classic-messages.ts'
import {
  asked,
  type Endpoint,
  type EndpointCall,
  isWithin,
  liveOf,
  numberOf,
} from './endpoint-call.ts'
import { symbolRow } from './instrument-rows.ts'
import { RestRefusal } from './rest-error.ts'
import { bookView, bullet } from './rest-shared.ts'
import {
  milliseconds,
  nanoseconds,
  priceText,
  sizeText,
  tradeIdText,
  volumeTexts,
} from './wire-text.ts'

const MOST_BARS = 1500
const RECENT_TRADES = 100

/** Endpoints of `api.kucoin.com` by path, the classic ones. */
export const SPOT_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/v1/bullet-public': { method: 'POST', weight: 10, answer: bullet },
  '/api/v1/timestamp': { weight: 3, answer: ({ state }) => milliseconds(state.nowUs) },
  '/api/v1/status': { weight: 3, answer: ({ state }) => ({ status: state.status.spot, msg: '' }) },
  '/api/v1/symbols': { weight: 4, answer: symbols },
  '/api/v2/symbols': { weight: 4, answer: symbols },
  '/api/v2/symbols/*': {
    weight: 4,
    answer: (call) => symbolRow(liveOf(call, 'spot', call.part)),
  },
  '/api/v3/currencies': { weight: 3, answer: currencies },
  '/api/v1/market/allTickers': { weight: 15, answer: allTickers },
  '/api/v1/market/stats': {
    weight: 15,
    answer: (call) => statsRow(liveOf(call), call.state.nowUs),
  },
  '/api/v1/market/orderbook/level1': { weight: 2, answer: level1 },
  '/api/v1/market/orderbook/level2_20': { weight: 2, answer: (call) => book(call, 20) },
  '/api/v1/market/orderbook/level2_100': { weight: 4, answer: (call) => book(call, 100) },
  '/api/v3/market/orderbook/level2': {
    weight: 3,
    answer: () => {
      throw new RestRefusal('400001', 'Please check the header of your request for KC-API-KEY', 401)
    },
  },
  '/api/v1/market/candles': { weight: 3, answer: candles },
  '/api/v1/market/histories': {
    weight: 3,
    answer: (call) => {
      const live = liveOf(call)
      return live.trades.slice(-RECENT_TRADES).map((trade) => tradeRow(live, trade))
    },
  },
}

function symbols({ state, query }: EndpointCall): unknown {
  const market = query.get('market')
  return market === null || market === 'USDS' ? state.listed('spot').map(symbolRow) : []
}

function currencies({ state }: EndpointCall): unknown {
  const codes = new Set(state.listed('spot').flatMap(({ spec }) => [spec.base, spec.quote]))
  return [...codes].map((currency) => ({
    currency,
    name: currency,
    fullName: currency,
    precision: 8,
    confirms: null,
    contractAddress: null,
    isMarginEnabled: false,
    isDebitEnabled: false,
    chains: [],
  }))
}

function level1(call: EndpointCall): unknown {
  const live = liveOf(call)
  const { spec } = live
  const { bids, asks } = live.book(1)
  const last = live.trades.at(-1)
  return {
    time: milliseconds(call.state.nowUs),
    sequence: String(live.updateId),
    price: priceText(spec, last?.price ?? spec.start),
    size: sizeText(spec, last?.size ?? 0),
    bestBid: priceText(spec, bids[0]?.[0] ?? 0),
    bestBidSize: sizeText(spec, bids[0]?.[1] ?? 0),
    bestAsk: priceText(spec, asks[0]?.[0] ?? 0),
    bestAskSize: sizeText(spec, asks[0]?.[1] ?? 0),
  }
}

function book(call: EndpointCall, depth: number): unknown {
  const live = liveOf(call)
  const view = bookView(live, call, depth)
  return {
    time: milliseconds(call.state.nowUs),
    sequence: String(view.updateId),
    bids: textLevels(live, view.book.bids),
    asks: textLevels(live, view.book.asks),
  }
}

/** Times in seconds, the end exclusive; newest first. */
function candles(call: EndpointCall): unknown {
  const live = liveOf(call)
  const interval = intervalOfWord(asked(call, 'type'))
  if (interval === undefined) throw new RestRefusal('400100', 'type is invalid', 400)
  const fromMs = numberOf(call, 'startAt', 0) * 1000
  // 0 is what clients send that ask for no end.
  const endS = numberOf(call, 'endAt', 0)
  const toMs = endS === 0 ? Number.POSITIVE_INFINITY : endS * 1000 - 1
  return live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => isWithin(openTimeUs / 1000, fromMs, toMs))
    .slice(-MOST_BARS)
    .toReversed()
    .map((bar) => classicBar(live, bar))
}

/** No ids but sequences, which here are the ids. */
function tradeRow({ spec }: LiveInstrument, trade: SimTrade): unknown {
  return {
    sequence: tradeIdText(spec, trade.id),
    price: priceText(spec, trade.price),
    size: sizeText(spec, trade.size),
    side: trade.takerSide,
    time: nanoseconds(trade.timeUs),
  }
}

function allTickers({ state }: EndpointCall): unknown {
  return {
    time: milliseconds(state.nowUs),
    ticker: state.listed('spot').map((live) => statsRow(live, state.nowUs)),
  }
}

function statsRow(live: LiveInstrument, nowUs: number): Readonly<Record<string, unknown>> {
  const { spec } = live
  const stats = dayStats(live, milliseconds(nowUs))
  const { bids, asks } = live.book(1)
  return {
    symbol: spec.symbol,
    symbolName: spec.symbol,
    time: milliseconds(nowUs),
    buy: priceText(spec, bids[0]?.[0] ?? 0),
    bestBidSize: sizeText(spec, bids[0]?.[1] ?? 0),
    sell: priceText(spec, asks[0]?.[0] ?? 0),
    bestAskSize: sizeText(spec, asks[0]?.[1] ?? 0),
    changePrice: priceText(spec, stats.last - stats.open),
    high: priceText(spec, stats.high),
    low: priceText(spec, stats.low),
    vol: sizeText(spec, stats.volume),
    volValue: volumeTexts(spec, stats.volume, stats.value).turnover,
    last: priceText(spec, stats.last),
    takerFeeRate: '0.001',
    makerFeeRate: '0.001',
    takerCoefficient: '1',
    makerCoefficient: '1',
  }
}
