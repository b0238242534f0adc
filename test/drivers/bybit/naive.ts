import { decimalText, type Market } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'

/** Bybit's hot topics read the obvious way: `JSON.parse`, then field by field. Throws where a field is missing. */

type Json = Record<string, unknown>
type Rows = readonly (readonly string[])[]

const driver = bybit()

function head(market: Market, symbol: string, ms: unknown): Json {
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  const { venue, pair } = instrument
  const time = ms === undefined ? {} : { venueTimeUs: Number(ms) * 1000 }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const levels = (rows: Rows): string[][] =>
  rows.map(([price = '', size = '']) => [decimalText(price), decimalText(size)])

/** Sizes of both kinds together; the fixtures' sums are exact in doubles. */
const rpiLevels = (rows: Rows): string[][] =>
  rows.map(([price = '', size = '', extra = '']) => {
    const sum = (Number(decimalText(size)) * 1e8 + Number(decimalText(extra)) * 1e8) / 1e8
    return [decimalText(price), decimalText(String(sum))]
  })

function book(depth: string, heads: Json, type: unknown, data: Json): Json {
  const read = depth === 'rpi' ? rpiLevels : levels
  const isRestart = data['u'] === 1 && depth !== 'full'
  if (type !== 'snapshot' && type !== 'delta') throw new Error('no type')
  return {
    type: type === 'snapshot' || isRestart ? 'bookSnapshot' : 'bookDelta',
    ...heads,
    feed: `orderbook.${depth}`,
    lastId: Number(data['u']),
    bids: read(data['b'] as Rows),
    asks: read(data['a'] as Rows),
  }
}

function bbo(heads: Json, data: Json): Json {
  const side = (name: string, rows: Rows): Json => {
    const [best] = levels(rows.slice(0, 1))
    return best === undefined ? {} : { [`${name}Price`]: best[0], [`${name}Size`]: best[1] }
  }
  const sides = { ...side('bid', data['b'] as Rows), ...side('ask', data['a'] as Rows) }
  return { type: 'bbo', ...heads, ...sides }
}

function trade(market: Market, symbol: string, row: Json): Json {
  const text = (key: string): string => decimalText(row[key] as string)
  const side = row['S']
  if (side !== 'Buy' && side !== 'Sell') throw new Error('no side')
  return {
    type: 'trade',
    ...head(market, symbol, row['T']),
    price: text('p'),
    size: text('v'),
    takerSide: side === 'Buy' ? 'buy' : 'sell',
    tradeId: row['i'],
  }
}

/** The events of a frame of a hot topic; throws where it is not one. */
export function naiveEvents(market: Market, text: string): readonly Json[] {
  const { topic, type, ts, cts, data } = JSON.parse(text) as Json
  const [channel, middle = '', last] = String(topic).split('.')
  if (channel === 'publicTrade') {
    const rows = (data as Json[]).filter(({ BT }) => BT !== true)
    return rows.map((row) => trade(market, middle, row))
  }
  const heads = head(market, last ?? '', cts ?? ts)
  return [middle === '1' ? bbo(heads, data as Json) : book(middle, heads, type, data as Json)]
}
