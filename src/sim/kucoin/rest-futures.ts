import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import { intervalOfMinutes } from './bars.ts'
import { lotLevels } from './classic-messages.ts'
import {
  asked,
  type Endpoint,
  type EndpointCall,
  isWithin,
  liveOf,
  numberOf,
} from './endpoint-call.ts'
import { contractRow } from './instrument-rows.ts'
import { RestRefusal } from './rest-error.ts'
import { bullet } from './rest-shared.ts'
import {
  Digits,
  markText,
  milliseconds,
  nanoseconds,
  priceText,
  sizeText,
  tradeIdText,
} from './wire-text.ts'

const MOST_BARS = 500
const RECENT_TRADES = 100
const MOST_FUNDINGS = 100

/** Endpoints of `api-futures.kucoin.com` by path; `*` stands for a part of the path. */
export const FUTURES_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/api/v1/bullet-public': { method: 'POST', weight: 10, answer: bullet },
  '/api/v1/timestamp': { weight: 2, answer: ({ state }) => milliseconds(state.nowUs) },
  '/api/v1/status': {
    weight: 4,
    answer: ({ state }) => ({ status: state.status.futures, msg: '' }),
  },
  '/api/v1/contracts/active': {
    weight: 3,
    answer: ({ state }) => state.listed('futures').map((live) => contractRow(live, state.nowUs)),
  },
  '/api/v1/contracts/*': {
    weight: 3,
    answer: (call) => contractRow(liveOf(call, 'futures', call.part), call.state.nowUs),
  },
  '/api/v1/ticker': { weight: 2, answer: ticker },
  '/api/v1/level2/snapshot': {
    weight: 3,
    answer: (call) => book(call, Number.POSITIVE_INFINITY),
  },
  '/api/v1/level2/depth20': { weight: 5, answer: (call) => book(call, 20) },
  '/api/v1/level2/depth100': { weight: 10, answer: (call) => book(call, 100) },
  '/api/v1/kline/query': { weight: 3, answer: candles },
  '/api/v1/trade/history': {
    weight: 5,
    answer: (call) => {
      const live = liveOf(call)
      const recent = live.trades.slice(-RECENT_TRADES).toReversed()
      return recent.map((trade) => tradeRow(live, trade))
    },
  },
  '/api/v1/funding-rate/*/current': { weight: 2, answer: currentFunding },
  '/api/v1/contract/funding-rates': { weight: 5, answer: pastFundings },
}

/** The numbers of the socket's changes, not of the unified books: a snapshot of the past has none. */
function book(call: EndpointCall, depth: number): unknown {
  const live = liveOf(call)
  const { bids, asks } = live.book(depth)
  return {
    sequence: call.sequences.of(live),
    symbol: live.spec.symbol,
    bids: lotLevels(live, bids),
    asks: lotLevels(live, asks),
    ts: nanoseconds(call.state.nowUs),
  }
}

function ticker(call: EndpointCall): unknown {
  const live = liveOf(call)
  const { spec } = live
  const { bids, asks } = live.book(1)
  const last = live.trades.at(-1)
  return {
    sequence: call.sequences.of(live),
    symbol: spec.symbol,
    side: last?.takerSide ?? 'buy',
    size: new Digits(sizeText(spec, last?.size ?? 0)),
    tradeId: tradeIdText(spec, last?.id ?? 0),
    price: priceText(spec, last?.price ?? spec.start),
    bestBidPrice: priceText(spec, bids[0]?.[0] ?? 0),
    bestBidSize: new Digits(sizeText(spec, bids[0]?.[1] ?? 0)),
    bestAskPrice: priceText(spec, asks[0]?.[0] ?? 0),
    bestAskSize: new Digits(sizeText(spec, asks[0]?.[1] ?? 0)),
    ts: nanoseconds(call.state.nowUs),
  }
}

/** `[time ms, open, high, low, close, lots]`, oldest first. */
function candles(call: EndpointCall): unknown {
  const live = liveOf(call)
  const interval = intervalOfMinutes(Number(asked(call, 'granularity')))
  if (interval === undefined) throw new RestRefusal('100001', 'granularity is invalid')
  const fromMs = numberOf(call, 'from', 0)
  const toMs = numberOf(call, 'to', Number.POSITIVE_INFINITY)
  const { spec } = live
  return live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => isWithin(openTimeUs / 1000, fromMs, toMs))
    .slice(-MOST_BARS)
    .map((bar) => [
      bar.openTimeUs / 1000,
      ...[bar.open, bar.high, bar.low, bar.close].map(
        (price) => new Digits(priceText(spec, price)),
      ),
      new Digits(sizeText(spec, bar.volume)),
    ])
}

function tradeRow({ spec }: LiveInstrument, trade: SimTrade): unknown {
  return {
    sequence: trade.id,
    contractId: 1,
    tradeId: tradeIdText(spec, trade.id),
    makerOrderId: String(trade.makerOrderId),
    takerOrderId: String(trade.takerOrderId),
    ts: nanoseconds(trade.timeUs),
    size: new Digits(sizeText(spec, trade.size)),
    price: priceText(spec, trade.price),
    side: trade.takerSide,
  }
}

/** Only perpetual contracts exchange it. */
function funded(call: EndpointCall, symbol?: string): Required<Pick<LiveInstrument, 'perpetual'>> {
  const live = liveOf(call, 'futures', symbol)
  if (live.perpetual === undefined || live.spec.kind === 'dated')
    throw new RestRefusal('100003', 'Contract parameter invalid')
  return { perpetual: live.perpetual }
}

function currentFunding(call: EndpointCall): unknown {
  const { perpetual } = funded(call, call.part)
  return {
    symbol: `.${call.part}FPI8H`,
    granularity: 28_800_000,
    timePoint: perpetual.nextFundingTimeMs - 28_800_000,
    value: new Digits(markText(perpetual.fundings.at(-1)?.rate ?? 0)),
    predictedValue: new Digits(markText(perpetual.fundingRate)),
    fundingTime: perpetual.nextFundingTimeMs,
  }
}

/** Newest first, one page. */
function pastFundings(call: EndpointCall): unknown {
  const symbol = asked(call, 'symbol')
  const fromMs = Number(asked(call, 'from'))
  const toMs = Number(asked(call, 'to'))
  return funded(call, symbol)
    .perpetual.fundings.filter(({ timeMs }) => isWithin(timeMs, fromMs, toMs))
    .slice(-MOST_FUNDINGS)
    .toReversed()
    .map(({ rate, timeMs }) => ({
      symbol,
      fundingRate: new Digits(markText(rate)),
      timepoint: timeMs,
    }))
}
