import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { RequestContext } from '../venue-host.ts'
import { barRow, intervalOf, lengthSeconds } from './bars.ts'
import type { GateState } from './gate-state.ts'
import { contractRow, pairRow } from './listing-rows.ts'
import { levelRows } from './messages.ts'
import type { GateProduct } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import { fundingRows, tickerRow } from './stat-rows.ts'
import {
  contractSize,
  fractionalMillis,
  millis,
  priceText,
  type SizeMode,
  seconds,
  sizeText,
} from './wire-text.ts'

/** One request as an endpoint sees it. */
interface EndpointCall {
  /** What the hosts share. */
  readonly state: GateState
  /** The product line that the path names. */
  readonly product: GateProduct
  /** The query. */
  readonly query: URLSearchParams
  /** How sizes of contracts are written. */
  readonly mode: SizeMode
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** What an endpoint says. @throws RestRefusal with the venue's label. */
export type Endpoint = (call: EndpointCall) => unknown

/** Endpoints of every product, by the name behind its path. */
const COMMON: Readonly<Record<string, Endpoint>> = {
  order_book: orderBook,
  candlesticks,
  trades,
  tickers: (call) => asked(call).map((live) => tickerRow(live, call.mode, nowUs(call))),
}

const SPOT: Readonly<Record<string, Endpoint>> = {
  ...COMMON,
  time: (call) => ({ server_time: millis(nowUs(call)) }),
  currency_pairs: (call) => listed(call).map((live) => pairRow(live, call.state)),
  currencies: (call) =>
    [...new Set(listed(call).flatMap(({ spec }) => [spec.base, spec.quote]))].map((currency) => ({
      currency,
      name: currency,
      delisted: false,
      withdraw_disabled: false,
      deposit_disabled: false,
      trade_disabled: false,
      chains: [],
    })),
}

const CONTRACTS: Readonly<Record<string, Endpoint>> = {
  ...COMMON,
  contracts: (call) =>
    listed(call).flatMap((live) =>
      live.perpetual === undefined
        ? []
        : [contractRow(live, live.perpetual, call.state, call.mode)],
    ),
  funding_rate: pastFundings,
}

/** The endpoint of a product by its name; `undefined` where there is none. */
export function endpointOf(product: GateProduct, name: string): Endpoint | undefined {
  if (product === 'delivery' && name === 'funding_rate') return undefined
  return (product === 'spot' ? SPOT : CONTRACTS)[name]
}

function nowUs({ state }: EndpointCall): number {
  return state.clock.nowUs()
}

function listed({ state, product }: EndpointCall): readonly LiveInstrument[] {
  return state.market.instruments(product)
}

/** The instrument that the query names. */
function liveOf(call: EndpointCall): LiveInstrument {
  const isSpot = call.product === 'spot'
  const key = isSpot ? 'currency_pair' : 'contract'
  const symbol = call.query.get(key)
  if (symbol === null || symbol === '') {
    throw new RestRefusal('MISSING_REQUIRED_PARAM', `Missing required parameter: ${key}`)
  }
  const live = call.state.find(call.product, symbol)
  if (live !== undefined) return live
  throw isSpot
    ? new RestRefusal('INVALID_CURRENCY_PAIR', `Invalid currency pair ${symbol}`)
    : new RestRefusal('CONTRACT_NOT_FOUND', `Contract ${symbol} not found`)
}

function asked(call: EndpointCall): readonly LiveInstrument[] {
  const isNamed = call.query.has('currency_pair') || call.query.has('contract')
  return isNamed ? [liveOf(call)] : listed(call)
}

function numberAt({ query }: EndpointCall, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new RestRefusal('INVALID_PARAM_VALUE', `invalid argument: ${name}`)
}

function limitOf(call: EndpointCall, usual: number, most: number): number {
  const limit = numberAt(call, 'limit') ?? usual
  if (limit < 1 || limit > most) {
    throw new RestRefusal('INVALID_PARAM_VALUE', 'invalid argument: limit')
  }
  return limit
}

function orderBook(call: EndpointCall): unknown {
  const live = liveOf(call)
  const isSpot = call.product === 'spot'
  const depth = limitOf(call, 10, isSpot ? 1000 : 300)
  const { snapshotAgeMs } = call.context
  const agedId = snapshotAgeMs > 0 ? live.updateIdAt(nowUs(call) - snapshotAgeMs * 1000) : undefined
  const updateId = agedId ?? live.updateId
  const book = live.bookAt(updateId) ?? live.book()
  const time = (timeUs: number): number => (isSpot ? millis(timeUs) : millis(timeUs) / 1000)
  return {
    ...(call.query.get('with_id') === 'true' ? { id: updateId } : {}),
    current: time(nowUs(call)),
    update: time(live.updatedUs),
    asks: levelRows(live, book.asks.slice(0, depth), call.mode),
    bids: levelRows(live, book.bids.slice(0, depth), call.mode),
  }
}

/** `limit` is refused beside a span, and so is a span of more than 1000 bars. */
function candlesticks(call: EndpointCall): unknown {
  const live = liveOf(call)
  const interval = intervalOf(call.query.get('interval') ?? '30m')
  if (interval === undefined) {
    throw new RestRefusal('INVALID_PARAM_VALUE', 'invalid argument: interval')
  }
  const from = numberAt(call, 'from')
  const to = numberAt(call, 'to') ?? seconds(nowUs(call))
  if (from !== undefined && call.query.has('limit')) {
    throw new RestRefusal('INVALID_PARAM_VALUE', 'limit conflicts with from and to')
  }
  if (from !== undefined && to - from > 1000 * lengthSeconds(interval)) {
    throw new RestRefusal('INVALID_PARAM_VALUE', 'Too many points requested. Maximum is 1000')
  }
  const bars = live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => {
      const openS = seconds(openTimeUs)
      return openS <= to && openS >= (from ?? 0)
    })
  const rows = from === undefined ? bars.slice(-limitOf(call, 100, 2000)) : bars
  return rows.map((bar) => barRow(live, bar, call.mode, nowUs(call)))
}

/** Newest first; a span is in seconds, both ends included. */
function trades(call: EndpointCall): unknown {
  const live = liveOf(call)
  const from = numberAt(call, 'from') ?? 0
  const to = numberAt(call, 'to') ?? Number.POSITIVE_INFINITY
  const limit = limitOf(call, 100, 1000)
  return live.trades
    .filter(({ timeUs }) => seconds(timeUs) >= from && seconds(timeUs) <= to)
    .slice(-limit)
    .toReversed()
    .map((trade) => {
      const { spec } = live
      const price = priceText(spec, trade.price)
      if (call.product === 'spot') {
        return {
          id: String(trade.id),
          create_time: String(seconds(trade.timeUs)),
          create_time_ms: fractionalMillis(trade.timeUs),
          currency_pair: spec.symbol,
          side: trade.takerSide,
          amount: sizeText(spec, trade.size),
          price,
          sequence_id: String(trade.id),
        }
      }
      // In seconds, whatever its name says.
      const time = millis(trade.timeUs) / 1000
      const size = trade.takerSide === 'sell' ? -trade.size : trade.size
      return {
        id: trade.id,
        create_time: time,
        create_time_ms: time,
        contract: spec.symbol,
        size: contractSize(spec, size, call.mode),
        price,
      }
    })
}

function pastFundings(call: EndpointCall): unknown {
  const contract: PerpetualState | undefined = liveOf(call).perpetual
  if (contract === undefined) return []
  const from = numberAt(call, 'from') ?? 0
  const to = numberAt(call, 'to') ?? Number.POSITIVE_INFINITY
  return fundingRows(contract)
    .filter(({ t }) => t >= from && t <= to)
    .slice(0, limitOf(call, 100, 1000))
}
