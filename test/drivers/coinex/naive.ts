import { decimalText, type Market } from '../../../src/core/index.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'

/** CoinEx's hot pushes read the obvious way: `JSON.parse`, then field by field. Throws where a field is missing. */

type Json = Record<string, unknown>
type Scalar = string | number | null | undefined
type Rows = readonly (readonly string[])[]

const driver = coinex()

function head(market: Market, symbol: unknown, timeMs: unknown): Json {
  const instrument = driver.inferInstrument(market, String(symbol))
  if (instrument === undefined) throw new Error(`no instrument ${String(symbol)}`)
  const { venue, pair } = instrument
  const time = timeMs === undefined ? {} : { venueTimeUs: Number(timeMs) * 1000 }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const levels = (rows: Rows): string[][] =>
  rows.map(([price = '', size = '']) => [decimalText(String(price)), decimalText(String(size))])

function book(market: Market, data: Json): Json {
  const depth = data['depth'] as Json
  return {
    type: data['is_full'] === true ? 'bookSnapshot' : 'bookDelta',
    ...head(market, data['market'], depth['updated_at']),
    feed: 'depth',
    checksum: Number(depth['checksum']) >>> 0,
    bids: levels(depth['bids'] as Rows),
    asks: levels(depth['asks'] as Rows),
  }
}

function bbo(market: Market, data: Json): Json {
  const side = (name: string): Json => {
    // Text, number or null, as everything in these frames.
    const [price, size] = [data[`best_${name}_price`], data[`best_${name}_size`]] as Scalar[]
    if (price === '' || price === null || Number(price) === 0) return {}
    return {
      [`${name}Price`]: decimalText(String(price)),
      [`${name}Size`]: size === '' || size === null ? undefined : decimalText(String(size)),
    }
  }
  return {
    type: 'bbo',
    ...head(market, data['market'], data['updated_at']),
    ...side('bid'),
    ...side('ask'),
  }
}

function deal(market: Market, symbol: unknown, row: Json): Json {
  return {
    type: 'trade',
    ...head(market, symbol, row['created_at']),
    price: decimalText(String(row['price'])),
    size: decimalText(String(row['amount'])),
    takerSide: row['side'],
    tradeId: String(row['deal_id']),
  }
}

/** The events of a hot push; throws where it is not one. */
export function naiveEvents(market: Market, text: string): readonly Json[] {
  const { method, data } = JSON.parse(text) as { method: string; data: Json }
  switch (method) {
    case 'depth.update':
      return [book(market, data)]
    case 'bbo.update':
      return [bbo(market, data)]
    case 'deals.update':
      return (data['deal_list'] as Json[])
        .toReversed()
        .map((row) => deal(market, data['market'], row))
    default:
      throw new Error(`no hot push: ${method}`)
  }
}
