import { CANDLE_INTERVALS, type SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { RequestContext } from '../venue-host.ts'
import type { BinanceState } from './binance-state.ts'
import { depthSnapshot } from './book-messages.ts'
import { exchangeInfo } from './exchange-info.ts'
import type { BinanceProduct } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import {
  bookTickerRow,
  dayTickerRow,
  fundingRows,
  openInterestRow,
  premiumRow,
  priceRow,
} from './rest-rows.ts'
import { klineRow } from './trade-messages.ts'
import { wireText } from './wire-text.ts'

/** One request as an endpoint sees it. */
interface EndpointCall {
  /** What the hosts share. */
  readonly state: BinanceState
  /** Which product line is asked. */
  readonly product: BinanceProduct
  /** The query. */
  readonly query: URLSearchParams
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** One endpoint: what it costs and what it says. */
export interface Endpoint {
  /** Weight of a call. */
  weight(call: EndpointCall): number
  /** The body. @throws RestRefusal with the venue's code. */
  answer(call: EndpointCall): unknown
}

const FUTURES_LIMITS = [5, 10, 20, 50, 100, 500, 1000]

/** The endpoints that a path behind the product's prefix names. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/ping': endpoint(1, () => ({})),
  '/time': endpoint(1, (call) => ({ serverTime: nowMs(call) })),
  '/exchangeInfo': {
    weight: ({ product }) => (product === 'spot' ? 20 : 1),
    answer: (call) => exchangeInfo(call.product, asked(call), nowMs(call)),
  },
  '/depth': { weight: depthWeight, answer: depth },
  '/trades': { weight: ({ product }) => (product === 'spot' ? 25 : 5), answer: trades },
  '/aggTrades': { weight: ({ product }) => (product === 'spot' ? 4 : 20), answer: aggTrades },
  '/klines': { weight: klineWeight, answer: klines },
  '/ticker/24hr': {
    weight: (call) => allWeight(call, 2, 80),
    answer: (call) => oneOrAll(call, dayTickerRow),
  },
  '/ticker/price': {
    weight: (call) => allWeight(call, 2, 4),
    answer: (call) => oneOrAll(call, priceRow),
  },
  '/ticker/bookTicker': {
    weight: (call) => allWeight(call, 2, 4),
    answer: (call) => oneOrAll(call, bookTickerRow),
  },
  '/premiumIndex': futuresOnly(
    (call) => allWeight(call, 1, 10),
    (call) => oneOrAll(call, premiumRow),
  ),
  '/fundingRate': futuresOnly(
    () => 1,
    (call) =>
      fundingRows(
        call.product,
        maybeSymbol(call),
        asked(call),
        limitOf(call, 100, 1000),
        range(call),
      ),
  ),
  // Only contracts with another interval than 8 h are listed there, and none is simulated.
  '/fundingInfo': futuresOnly(
    () => 1,
    () => [],
  ),
  '/openInterest': futuresOnly(
    () => 1,
    (call) => openInterestRow(symbolOf(call), nowMs(call)),
  ),
}

function endpoint(weight: number, answer: (call: EndpointCall) => unknown): Endpoint {
  return { weight: () => weight, answer }
}

function futuresOnly(weight: Endpoint['weight'], answer: Endpoint['answer']): Endpoint {
  return {
    weight,
    answer(call) {
      if (call.product === 'spot') throw new RestRefusal(-5000, 'Path is invalid', 404)
      return answer(call)
    },
  }
}

function nowMs({ state }: EndpointCall): number {
  return Math.floor(state.clock.nowUs() / 1000)
}

function maybeSymbol(call: EndpointCall): LiveInstrument | undefined {
  const symbol = call.query.get('symbol')
  if (symbol === null) return undefined
  const live = call.state.market.find(call.product, symbol)
  if (live === undefined) throw new RestRefusal(-1121, 'Invalid symbol.')
  return live
}

function symbolOf(call: EndpointCall): LiveInstrument {
  const live = maybeSymbol(call)
  if (live === undefined) {
    throw new RestRefusal(
      -1102,
      "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    )
  }
  return live
}

/** The instruments that `symbol`, `symbols` (a JSON array) or nothing names. */
function asked(call: EndpointCall): readonly LiveInstrument[] {
  const one = maybeSymbol(call)
  if (one !== undefined) return [one]
  const listed = call.state.market.instruments(call.product)
  const names = call.query.get('symbols')
  if (names === null) return listed
  const wanted = readNames(names)
  const found = listed.filter((live) => wanted.includes(live.spec.symbol))
  if (found.length !== wanted.length) throw new RestRefusal(-1121, 'Invalid symbol.')
  return found
}

function readNames(json: string): readonly unknown[] {
  try {
    const names: unknown = JSON.parse(json)
    if (Array.isArray(names)) return names
  } catch {
    // Falls through to the same refusal as any other thing that is no array.
  }
  throw new RestRefusal(-1100, "Illegal characters found in parameter 'symbols'.")
}

function oneOrAll(
  call: EndpointCall,
  row: (live: LiveInstrument, nowMs: number) => unknown,
): unknown {
  const rows = asked(call).map((live) => row(live, nowMs(call)))
  // COIN-M answers a list even for one symbol.
  return call.query.has('symbol') && call.product !== 'coinm' ? rows[0] : rows
}

function allWeight({ query }: EndpointCall, one: number, all: number): number {
  return query.has('symbol') ? one : all
}

function limitOf({ query }: EndpointCall, usual: number, most: number): number {
  const text = query.get('limit')
  const limit = text === null ? usual : Number(text)
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RestRefusal(-1130, "Data sent for parameter 'limit' is not valid.")
  return Math.min(limit, most)
}

function range({ query }: EndpointCall): readonly [fromMs: number, toMs: number] {
  const from = query.get('startTime')
  const to = query.get('endTime')
  return [
    from === null ? Number.NEGATIVE_INFINITY : Number(from),
    to === null ? Number.POSITIVE_INFINITY : Number(to),
  ]
}

function depthWeight(call: EndpointCall): number {
  if (call.product === 'spot') {
    const limit = limitOf(call, 100, 5000)
    return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250
  }
  const limit = limitOf(call, 500, 1000)
  return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20
}

function depth(call: EndpointCall): unknown {
  const live = symbolOf(call)
  const limit =
    call.product === 'spot' ? limitOf(call, 100, 5000) : limitOf(call, 500, Number.MAX_SAFE_INTEGER)
  if (call.product !== 'spot' && !FUTURES_LIMITS.includes(limit)) {
    throw new RestRefusal(-4021, `${limit} is not valid depth limit.`)
  }
  const nowUs = call.state.clock.nowUs()
  const { snapshotAgeMs } = call.context
  const agedId = snapshotAgeMs > 0 ? live.updateIdAt(nowUs - snapshotAgeMs * 1000) : undefined
  const updateId = agedId ?? live.updateId
  const book = live.bookAt(updateId) ?? live.book()
  return depthSnapshot(call.product, live, book, updateId, limit, nowUs)
}

function trades(call: EndpointCall): unknown {
  const live = symbolOf(call)
  const { spec } = live
  const text = wireText(spec)
  return live.trades.slice(-limitOf(call, 500, 1000)).map((trade) => ({
    id: trade.id,
    price: text.price(trade.price),
    qty: text.size(trade.size),
    [call.product === 'coinm' ? 'baseQty' : 'quoteQty']: text.value(trade.value),
    time: Math.floor(trade.timeUs / 1000),
    isBuyerMaker: trade.takerSide === 'sell',
    ...(call.product === 'spot' ? { isBestMatch: true } : {}),
  }))
}

function aggTrades(call: EndpointCall): unknown {
  const live = symbolOf(call)
  const text = wireText(live.spec)
  const [fromMs, toMs] = range(call)
  const fromId = call.query.get('fromId')
  const limit = limitOf(call, 500, 1000)
  const all = call.state.aggregates(live).all.filter((trade) => {
    const timeMs = trade.timeUs / 1000
    return timeMs >= fromMs && timeMs <= toMs && (fromId === null || trade.id >= Number(fromId))
  })
  const isForward = fromId !== null || call.query.has('startTime')
  return (isForward ? all.slice(0, limit) : all.slice(-limit)).map((trade) => ({
    a: trade.id,
    p: text.price(trade.price),
    q: text.size(trade.size),
    f: trade.firstTradeId,
    l: trade.lastTradeId,
    T: Math.floor(trade.timeUs / 1000),
    m: trade.takerSide === 'sell',
    ...(call.product === 'spot' ? { M: true } : {}),
  }))
}

function klineWeight(call: EndpointCall): number {
  if (call.product === 'spot') return 2
  const limit = limitOf(call, 500, 1500)
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10
}

function klines(call: EndpointCall): unknown {
  const live = symbolOf(call)
  const interval: SimInterval | undefined = CANDLE_INTERVALS.find(
    (known) => known === call.query.get('interval'),
  )
  if (interval === undefined || (interval === '1s' && call.product !== 'spot'))
    throw new RestRefusal(-1120, 'Invalid interval.')
  const [fromMs, toMs] = range(call)
  const limit = call.product === 'spot' ? limitOf(call, 500, 1000) : limitOf(call, 500, 1500)
  const bars = live
    .candles(interval)
    .all()
    .filter((bar) => bar.openTimeUs / 1000 >= fromMs && bar.openTimeUs / 1000 <= toMs)
  const rows = call.query.has('startTime') ? bars.slice(0, limit) : bars.slice(-limit)
  return rows.map((bar) => klineRow(live, bar))
}
