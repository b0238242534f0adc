import type { LiveInstrument } from '../live-instrument.ts'
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
import type { KucoinMarket } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import { bookView } from './rest-shared.ts'
import {
  coinsPerLot,
  Digits,
  milliseconds,
  nanoseconds,
  priceText,
  sizeText,
  tradeIdText,
} from './wire-text.ts'

const RECENT_TRADES = 100
const MOST_BARS = 1500

/** Endpoints of the unified tree, on `api.kucoin.com` for both markets. */
export const UNIFIED_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/ua/v1/market/instrument': { weight: 4, answer: instruments },
  '/api/ua/v1/market/orderbook': { weight: 6, answer: book },
  '/api/ua/v1/market/trade': { weight: 5, answer: trades },
  '/api/ua/v1/market/kline': { weight: 5, answer: candles },
  '/api/ua/v1/server/status': {
    weight: 3,
    answer: (call) => {
      const market = marketOf(call)
      return {
        tradeType: market.toUpperCase(),
        serverStatus: call.state.status[market],
        msg: '',
      }
    },
  },
}

function marketOf(call: EndpointCall): KucoinMarket {
  const tradeType = asked(call, 'tradeType')
  if (tradeType === 'SPOT') return 'spot'
  if (tradeType === 'FUTURES') return 'futures'
  throw new RestRefusal('400100', 'tradeType is invalid', 400)
}

function instruments(call: EndpointCall): unknown {
  const market = marketOf(call)
  const symbol = call.query.get('symbol')
  const listed = call.state
    .listed(market)
    .filter(({ spec }) => symbol === null || spec.symbol === symbol)
  const row = market === 'spot' ? spotRow : contractRow
  return { tradeType: market.toUpperCase(), list: listed.map(row) }
}

function spotRow({ spec }: LiveInstrument): unknown {
  return {
    symbol: spec.symbol,
    name: spec.symbol,
    baseCurrency: spec.base,
    quoteCurrency: spec.quote,
    market: 'USDS',
    minBaseOrderSize: spec.lotSize,
    minQuoteOrderSize: '0.1',
    maxBaseOrderSize: '10000000000',
    maxQuoteOrderSize: '99999999',
    baseOrderStep: spec.lotSize,
    quoteOrderStep: '0.000001',
    tickSize: spec.tickSize,
    feeCurrency: spec.quote,
    tradingStatus: spec.status ?? '1',
    marginMode: '3',
    priceLimitRatio: '0.1',
    feeCategory: 1,
    makerFeeCoefficient: '1.00',
    takerFeeCoefficient: '1.00',
    st: false,
  }
}

function contractRow({ spec }: LiveInstrument): unknown {
  const isInverse = spec.inverseContractSize !== undefined
  return {
    symbol: spec.symbol,
    baseCurrency: spec.base,
    quoteCurrency: spec.quote,
    maxBaseOrderSize: 1_000_000,
    tickSize: new Digits(spec.tickSize),
    tradingStatus: spec.status ?? '1',
    settlementCurrency: spec.settle ?? spec.quote,
    contractType: spec.kind === 'dated' ? '1' : '0',
    isInverse,
    launchTime: 1_585_555_200_000,
    expiryTime: spec.expiryTimeMs ?? null,
    settlementTime: spec.expiryTimeMs ?? null,
    maxPrice: new Digits('1000000.0'),
    lotSize: new Digits(spec.lotSize),
    unitSize: new Digits(isInverse ? '-1.0' : coinsPerLot(spec)),
    makerFeeRate: new Digits('2.0E-4'),
    takerFeeRate: new Digits('6.0E-4'),
    maxLeverage: 125,
  }
}

/** The whole book needs a key. */
function book(call: EndpointCall): unknown {
  const market = marketOf(call)
  const live = liveOf(call, market)
  const limit = call.query.get('limit') ?? '20'
  if (limit === 'FULL') throw new RestRefusal('400001', 'Please check the header KC-API-KEY', 401)
  if (limit !== '20' && limit !== '50' && limit !== '100')
    throw new RestRefusal('400100', 'limit is invalid', 400)
  const view = bookView(live, call, Number(limit))
  return {
    tradeType: market.toUpperCase(),
    symbol: live.spec.symbol,
    sequence: String(view.updateId),
    bids: textLevels(live, view.book.bids),
    asks: textLevels(live, view.book.asks),
  }
}

function trades(call: EndpointCall): unknown {
  const market = marketOf(call)
  const live = liveOf(call, market)
  const { spec } = live
  const list = live.trades.slice(-RECENT_TRADES).map((trade) => ({
    sequence: tradeIdText(spec, trade.id),
    tradeId: tradeIdText(spec, trade.id),
    price: priceText(spec, trade.price),
    size: sizeText(spec, trade.size),
    side: trade.takerSide,
    ts: nanoseconds(trade.timeUs),
  }))
  return { tradeType: market.toUpperCase(), list }
}

/** Times in seconds; newest first. */
function candles(call: EndpointCall): unknown {
  const market = marketOf(call)
  const live = liveOf(call, market)
  const interval = intervalOfWord(asked(call, 'interval'))
  if (interval === undefined) throw new RestRefusal('400100', 'interval is invalid', 400)
  const fromMs = numberOf(call, 'startAt', 0) * 1000
  const toMs = numberOf(call, 'endAt', Number.POSITIVE_INFINITY) * 1000
  const list = live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => isWithin(milliseconds(openTimeUs), fromMs, toMs))
    .slice(-MOST_BARS)
    .toReversed()
    .map((bar) => classicBar(live, bar))
  return { tradeType: market.toUpperCase(), symbol: live.spec.symbol, list }
}
