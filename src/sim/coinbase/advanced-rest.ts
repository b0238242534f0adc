import type { SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { candleRow, tradeRow } from './advanced-messages.ts'
import { aliasesOf, type CoinbaseState } from './coinbase-state.ts'
import { productRow } from './product-row.ts'
import { RestRefusal } from './rest-error.ts'
import { priceText, secondsOf, secondText, sizeText, timeText } from './wire-text.ts'

const GRANULARITIES: Readonly<Record<string, readonly [interval: SimInterval, seconds: number]>> = {
  ONE_MINUTE: ['1m', 60],
  FIVE_MINUTE: ['5m', 300],
  FIFTEEN_MINUTE: ['15m', 900],
  THIRTY_MINUTE: ['30m', 1800],
  ONE_HOUR: ['1h', 3600],
  TWO_HOUR: ['2h', 7200],
  SIX_HOUR: ['6h', 21_600],
  ONE_DAY: ['1d', 86_400],
}
const MOST_BARS = 350
const MOST_TRADES = 1000
const MARKET = '/api/v3/brokerage/market'

/** Answers a public call of Advanced Trade. @throws RestRefusal in the venue's words. */
export function advancedAnswer(
  state: CoinbaseState,
  path: string,
  query: URLSearchParams,
): unknown {
  if (path === '/api/v3/brokerage/time') return timeAnswer(state)
  if (path === `${MARKET}/products`) return products(state, query)
  if (path === `${MARKET}/product_book`) return productBook(state, query)
  const match = /^\/api\/v3\/brokerage\/market\/products\/([^/]+)(?:\/(candles|ticker))?$/.exec(
    path,
  )
  if (match?.[1] === undefined) return consumerAnswer(path)
  const [live, name] = liveOf(state, match[1])
  if (match[2] === 'candles') return candles(live, query)
  if (match[2] === 'ticker') return ticker(live, query)
  return productRow(state, live, name)
}

/** What the consumer API beside it says of currencies; clients read it to name them. */
function consumerAnswer(path: string): unknown {
  switch (path) {
    case '/v2/currencies':
      return { data: [{ id: 'USD', name: 'United States Dollar', min_size: '0.01' }] }
    case '/v2/currencies/crypto':
      return { data: [] }
    case '/v2/exchange-rates':
      return { data: { currency: 'USD', rates: {} } }
    default:
      throw new RestRefusal(404, 'NOT_FOUND', 'not found')
  }
}

function timeAnswer(state: CoinbaseState): unknown {
  const nowUs = state.clock.nowUs()
  return {
    iso: secondText(nowUs),
    epochSeconds: String(secondsOf(nowUs)),
    epochMillis: String(Math.floor(nowUs / 1000)),
  }
}

function liveOf(state: CoinbaseState, name: string): readonly [LiveInstrument, string] {
  const live = state.find(name)
  if (live === undefined) throw new RestRefusal(404, 'NOT_FOUND', `valid product_id is required`)
  return [live, name]
}

/** Without a type, spot alone; futures without an expiry type, those that expire. */
function products(state: CoinbaseState, query: URLSearchParams): unknown {
  const isFuture = query.get('product_type') === 'FUTURE'
  const isPerpetual = query.get('contract_expiry_type') === 'PERPETUAL'
  const product = isFuture ? (isPerpetual ? 'intx' : 'futures') : 'spot'
  const rows = state.market
    .instruments(product)
    .flatMap((live) =>
      [live.spec.symbol, ...aliasesOf(live)].map((name) => productRow(state, live, name)),
    )
  return { products: rows, num_products: rows.length }
}

function productBook(state: CoinbaseState, query: URLSearchParams): unknown {
  const [live, name] = liveOf(state, query.get('product_id') ?? '')
  const { spec } = live
  const limit = query.get('limit')
  const book = live.book(limit === null ? undefined : Number(limit))
  const rows = (levels: typeof book.bids): unknown =>
    levels.map(([price, size]) => ({ price: priceText(spec, price), size: sizeText(spec, size) }))
  const time = timeText(live.updatedUs)
  return { pricebook: { product_id: name, bids: rows(book.bids), asks: rows(book.asks), time } }
}

/** A span of more bars than a page is refused, as is one without both ends. */
function candles(live: LiveInstrument, query: URLSearchParams): unknown {
  const start = Number(query.get('start') ?? 0)
  const end = Number(query.get('end') ?? 0)
  const granularity = GRANULARITIES[query.get('granularity') ?? '']
  if (granularity === undefined || !(start > 0) || !(end >= start)) {
    throw new RestRefusal(400, 'INVALID_ARGUMENT', 'start, end and granularity are required')
  }
  const [interval, seconds] = granularity
  if ((end - start) / seconds > MOST_BARS) {
    throw new RestRefusal(
      400,
      'INVALID_ARGUMENT',
      'number of candles requested should be less than 350',
    )
  }
  const rows = live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => openTimeUs >= start * 1e6 && openTimeUs <= end * 1e6)
  const limit = Number(query.get('limit') ?? MOST_BARS)
  return {
    candles: rows
      .slice(-limit)
      .map((bar) => candleRow(live, bar))
      .reverse(),
  }
}

function ticker(live: LiveInstrument, query: URLSearchParams): unknown {
  const limit = Math.min(Number(query.get('limit') ?? MOST_TRADES), MOST_TRADES)
  const start = Number(query.get('start') ?? 0)
  const end = Number(query.get('end') ?? Number.MAX_SAFE_INTEGER)
  const within = live.trades.filter(({ timeUs }) => timeUs >= start * 1e6 && timeUs <= end * 1e6)
  const rows = within.slice(-limit).map((trade) => ({
    ...tradeRow(live, trade),
    bid: '',
    ask: '',
    exchange: 'coinbase',
  }))
  const { bids, asks } = live.book(1)
  const best = (levels: typeof bids): string =>
    levels[0] === undefined ? '' : priceText(live.spec, levels[0][0])
  return { trades: rows.reverse(), best_bid: best(bids), best_ask: best(asks) }
}
