import { decimalText } from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'

/** dYdX's hot channels read the obvious way: `JSON.parse`, then field by field. Throws where a field is missing. */

type Json = Record<string, unknown>
type Side = readonly (readonly string[] | { readonly price: string; readonly size: string })[]
interface Sides {
  readonly bids?: Side
  readonly asks?: Side
}

const driver = dydx()

function head(symbol: string): Json {
  const instrument = driver.inferInstrument('futures', symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  const { venue, market, pair } = instrument
  return { venue, market, pair, symbol, localTimeUs: 1 }
}

const levels = (side: Side = []): string[][] =>
  side.map((level) => {
    const [price = '', size = ''] = 'price' in level ? [level.price, level.size] : level
    return [decimalText(price), decimalText(size)]
  })

function book(symbol: string, isSnapshot: boolean, changes: readonly Sides[]): Json {
  return {
    type: isSnapshot ? 'bookSnapshot' : 'bookDelta',
    ...head(symbol),
    feed: 'v4_orderbook',
    bids: changes.flatMap(({ bids }) => levels(bids)),
    asks: changes.flatMap(({ asks }) => levels(asks)),
  }
}

function trade(symbol: string, row: Json): Json {
  const text = (key: string): string => decimalText(row[key] as string)
  const takerSide = { BUY: 'buy', SELL: 'sell' }[row['side'] as string]
  if (takerSide === undefined) throw new Error('no side')
  const venueTimeUs = Date.parse(row['createdAt'] as string) * 1000
  return {
    type: 'trade',
    ...head(symbol),
    venueTimeUs,
    price: text('price'),
    size: text('size'),
    takerSide,
    tradeId: row['id'],
  }
}

function liquidation(symbol: string, row: Json): Json {
  const { price, size, takerSide, venueTimeUs } = trade(symbol, row)
  return {
    type: 'liquidation',
    ...head(symbol),
    venueTimeUs,
    closedSide: takerSide === 'buy' ? 'short' : 'long',
    price,
    priceKind: 'fill',
    size,
  }
}

/** The events of a frame of a hot channel; throws where it is not one. */
export function naiveEvents(text: string): readonly Json[] {
  const { type, channel, id, contents } = JSON.parse(text) as Json
  const parts = (type === 'channel_batch_data' ? contents : [contents]) as readonly Json[]
  if (channel === 'v4_orderbook') return [book(id as string, type === 'subscribed', parts)]
  const rows = parts.flatMap(({ trades }) => trades as Json[])
  const forced = rows.filter((row) => row['type'] === 'LIQUIDATED')
  return [
    ...rows.map((row) => trade(id as string, row)),
    ...forced.map((row) => liquidation(id as string, row)),
  ]
}
