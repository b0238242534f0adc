import { decimalText } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import {
  arrayAt,
  asArray,
  asObject,
  asText,
  integerAt,
  isObject,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../../src/drivers/kit/fields.ts'
import type { JsonObject, JsonValue } from '../../../src/wire/index.ts'

/** Coinbase's hot frames read the obvious way: the whole message as a value, then field by field. */

type Json = Record<string, unknown>

const driver = coinbase()
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/

function timeUs(value: JsonValue | undefined): number {
  const match = typeof value === 'string' ? TIME.exec(value) : null
  if (match === null) return Number.NaN
  const [, whole = '', fraction = ''] = match
  // A leap second is written as 60, which `Date` does not know.
  const isLeap = whole.endsWith(':60')
  const ms = Date.parse(`${isLeap ? `${whole.slice(0, -2)}59` : whole}Z`) + (isLeap ? 1000 : 0)
  const us = ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
  return us > 0 ? us : Number.NaN
}

function head(symbol: string, venueTimeUs: number): Json | undefined {
  const instrument = driver.inferInstrument('spot', symbol)
  if (instrument === undefined) return undefined
  const { venue, market, pair } = instrument
  const time = Number.isNaN(venueTimeUs) ? {} : { venueTimeUs }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const decimal = (value: JsonValue | undefined): string => decimalText(asText(value, 'number'))

function advancedBook(event: JsonObject, messageUs: number): readonly Json[] {
  const type = textAt(event, 'type')
  if (type !== 'snapshot' && type !== 'update') throw new Error('of no type')
  const symbol = textAt(event, 'product_id')
  if (head(symbol, 1) === undefined) return []
  const rows = arrayAt(event, 'updates').map((row) => asObject(row, 'level'))
  const side = (name: string): string[][] =>
    rows
      .filter((row) => row['side'] === name)
      .map((row) => [decimal(row['price_level']), decimal(row['new_quantity'])])
  if (rows.some((row) => row['side'] !== 'bid' && row['side'] !== 'offer'))
    throw new Error('of no side')
  const times = rows.map((row) => timeUs(row['event_time'])).filter((us) => !Number.isNaN(us))
  const venueUs = times.length === 0 ? messageUs : Math.max(...times)
  const kind = type === 'snapshot' ? 'bookSnapshot' : 'bookDelta'
  const [bids, asks] = [side('bid'), side('offer')]
  return [{ type: kind, ...head(symbol, venueUs), feed: 'level2', bids, asks }]
}

function isLess(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length
}

function advancedTrades(event: JsonObject): readonly Json[] {
  const rows = arrayAt(event, 'trades').map((row) => asObject(row, 'trade'))
  const ids = rows.map((row) => textAt(row, 'trade_id'))
  const isRising = isLess(ids[0] ?? '', ids.at(-1) ?? '')
  return (isRising ? rows : rows.toReversed()).flatMap((row) => {
    const side = textAt(row, 'side')
    if (side !== 'BUY' && side !== 'SELL') throw new Error('of no side')
    const start = head(textAt(row, 'product_id'), timeUs(row['time']))
    if (start === undefined) return []
    const takerSide = side === 'BUY' ? 'sell' : 'buy'
    const [price, size] = [decimal(row['price']), decimal(row['size'])]
    return [{ type: 'trade', ...start, price, size, takerSide, tradeId: textAt(row, 'trade_id') }]
  })
}

function exchangeEvents(message: JsonObject): readonly Json[] | undefined {
  const type = optionalTextAt(message, 'type') ?? ''
  const start = (): Json | undefined => head(textAt(message, 'product_id'), timeUs(message['time']))
  const level = (row: JsonValue, from = 0): string[] => {
    const items = asArray(row, 'level')
    return [decimal(items[from]), decimal(items[from + 1])]
  }
  const feed = 'level2_batch'
  switch (type) {
    case 'snapshot': {
      const bids = arrayAt(message, 'bids').map((row) => level(row))
      const asks = arrayAt(message, 'asks').map((row) => level(row))
      const own = start()
      return own === undefined ? [] : [{ type: 'bookSnapshot', ...own, feed, bids, asks }]
    }
    case 'l2update': {
      const rows = arrayAt(message, 'changes').map((row) => asArray(row, 'change'))
      const side = (name: string): string[][] =>
        rows.filter(([first]) => first === name).map((row) => level(row, 1))
      const own = start()
      const [bids, asks] = [side('buy'), side('sell')]
      return own === undefined ? [] : [{ type: 'bookDelta', ...own, feed, bids, asks }]
    }
    case 'match':
    case 'last_match': {
      const takerSide = textAt(message, 'side') === 'sell' ? 'buy' : 'sell'
      integerAt(message, 'trade_id')
      const [price, size] = [decimal(message['price']), decimal(message['size'])]
      const own = start()
      const tradeId = textAt(message, 'trade_id')
      return own === undefined ? [] : [{ type: 'trade', ...own, price, size, takerSide, tradeId }]
    }
    default:
      return undefined
  }
}

/** The events of a hot frame; `undefined` where it is of another kind. Throws where the frame does not say what it must. */
export function naiveEvents(text: string): readonly Json[] | undefined {
  const message = parseJson(Buffer.from(text))
  if (!isObject(message)) return undefined
  const { channel } = message
  if (typeof channel !== 'string') return exchangeEvents(message)
  if (channel !== 'l2_data' && channel !== 'market_trades') return undefined
  const messageUs = timeUs(message['timestamp'])
  return arrayAt(message, 'events').flatMap((value) => {
    const event = asObject(value, 'event')
    return channel === 'l2_data' ? advancedBook(event, messageUs) : advancedTrades(event)
  })
}
