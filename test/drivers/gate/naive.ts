import { decimalText, type Market } from '../../../src/core/index.ts'
import { gate } from '../../../src/drivers/gate/index.ts'

/** Gate's hot channels read the obvious way: `JSON.parse`, then field by field. Throws where a field is missing. */

type Json = Record<string, unknown>
type Rows = readonly unknown[]

const driver = gate()

function head(market: Market, symbol: unknown, timeUs: number | undefined): Json {
  const instrument = driver.inferInstrument(market, String(symbol))
  if (instrument === undefined) throw new Error(`no instrument ${String(symbol)}`)
  const { venue, pair } = instrument
  const time = timeUs === undefined ? {} : { venueTimeUs: timeUs }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const decimal = (value: unknown): string => decimalText(String(value))
const msUs = (value: unknown): number | undefined =>
  value === undefined ? undefined : Number(value) * 1000

/** Epoch ms with a fraction as µs, what is smaller cut off. */
function fractionalUs(value: unknown): number {
  const [whole = '', fraction = ''] = String(value).split('.')
  return Number(whole + fraction.slice(0, 3).padEnd(3, '0'))
}

const levels = (rows: unknown): string[][] =>
  ((rows ?? []) as Rows).map((row) => {
    if (Array.isArray(row)) return [decimal(row[0]), decimal(row[1])]
    const { p, s } = row as Json
    return [decimal(p), decimal(s)]
  })

const optional = (key: string, value: unknown): Json =>
  value === undefined ? {} : { [key]: Number(value) }

function change(market: Market, channel: string, row: Json): Json {
  const isChain = channel.endsWith('.obu')
  const parts = String(row['s']).split('.')
  const symbol = isChain ? parts.slice(1, -1).join('.') : row['s']
  const level = isChain ? Number(parts.at(-1)) : row['l']
  const name = isChain ? 'obu' : 'order_book_update'
  const isSnapshot = row['full'] === true
  return {
    type: isSnapshot ? 'bookSnapshot' : 'bookDelta',
    ...head(market, symbol, msUs(row['t'])),
    feed: level === undefined || Number(level) === 0 ? name : `${name}.${Number(level)}`,
    ...(isSnapshot ? {} : { firstId: Number(row['U']) }),
    lastId: Number(row['u']),
    bids: levels(row['b']),
    asks: levels(row['a']),
  }
}

function whole(market: Market, row: Json): Json {
  const isSpot = market === 'spot'
  return {
    type: 'bookSnapshot',
    ...head(market, row[isSpot ? 's' : 'contract'], msUs(row['t'])),
    feed: 'order_book',
    ...optional('lastId', row[isSpot ? 'lastUpdateId' : 'id']),
    bids: levels(row['bids']),
    asks: levels(row['asks']),
  }
}

function bbo(market: Market, row: Json): Json {
  const side = (name: string, price: unknown, size: unknown): Json =>
    price === '' || price === null
      ? {}
      : { [`${name}Price`]: decimal(price), [`${name}Size`]: decimal(size) }
  return {
    type: 'bbo',
    ...head(market, row['s'], msUs(row['t'])),
    ...side('bid', row['b'], row['B']),
    ...side('ask', row['a'], row['A']),
    ...optional('lastId', row['u']),
  }
}

function trade(market: Market, row: Json): Json {
  const isSpot = market === 'spot'
  const signed = decimal(row[isSpot ? 'amount' : 'size'])
  const ms = row['create_time_ms']
  const seconds = row['create_time']
  const timeUs =
    ms !== undefined
      ? fractionalUs(ms)
      : seconds === undefined
        ? undefined
        : Number(seconds) * 1_000_000
  const side = isSpot ? row['side'] : signed.startsWith('-') ? 'sell' : 'buy'
  if (side !== 'buy' && side !== 'sell') throw new Error('no side')
  return {
    type: 'trade',
    ...head(market, row[isSpot ? 'currency_pair' : 'contract'], timeUs),
    price: decimal(row['price']),
    size: signed.replace('-', ''),
    takerSide: side,
    tradeId: String(row['id']),
  }
}

/** A list may have rows of takeovers, and of instruments that nobody knows: they are left out. */
function isCounted(market: Market, row: Json): boolean {
  const symbol = String(row[market === 'spot' ? 'currency_pair' : 'contract'])
  const isInternal = market === 'futures' && row['is_internal'] === true
  return !isInternal && driver.inferInstrument(market, symbol) !== undefined
}

/** The events of a frame of a hot channel; throws where it is not one. */
export function naiveEvents(market: Market, text: string): readonly Json[] {
  const { channel, result } = JSON.parse(text) as { channel: string; result: Json | Json[] }
  const rows = Array.isArray(result) ? result : [result]
  return rows.flatMap((row) => {
    switch (channel.slice(channel.indexOf('.') + 1)) {
      case 'obu':
      case 'order_book_update':
        return [change(market, channel, row)]
      case 'order_book':
        return [whole(market, row)]
      case 'book_ticker':
        return [bbo(market, row)]
      case 'trades':
        return isCounted(market, row) ? [trade(market, row)] : []
      default:
        throw new Error(`${channel} is not hot`)
    }
  })
}
