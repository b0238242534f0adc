import { decimalText, type Instrument, type Market } from '../../../src/core/index.ts'
import {
  arrayAt,
  asArray,
  asObject,
  asText,
  integerAt,
  isObject,
  optionalIntegerAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../../src/drivers/kit/fields.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import type { JsonObject, JsonValue } from '../../../src/wire/index.ts'

/** Kraken's hot frames read the obvious way: the whole message as a value, then field by field. */

type Json = Record<string, unknown>

const driver = kraken()
const DEPTHS = [10, 25, 100, 500, 1000]
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/

function head(market: Market, symbol: string, venueTimeUs: number): Json | undefined {
  const instrument = inferred(market, symbol)
  if (instrument === undefined) return undefined
  const { venue, pair } = instrument
  const time = Number.isNaN(venueTimeUs) ? {} : { venueTimeUs }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

function inferred(market: Market, symbol: string): Instrument | undefined {
  try {
    return driver.inferInstrument(market, symbol)
  } catch {
    return undefined // a symbol that breaks the naming rule is an unknown one
  }
}

function timeUs(text: string | undefined): number {
  const match = TIME.exec(text ?? '')
  if (match === null) return Number.NaN
  const [, whole = '', fraction = ''] = match
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
}

const decimal = (value: JsonValue | undefined): string => decimalText(asText(value, 'number'))

const levels = (rows: JsonValue | undefined): string[][] =>
  rows === undefined
    ? []
    : asArray(rows, 'levels').map((row) => {
        const { price, qty } = asObject(row, 'level')
        return [decimal(price), decimal(qty)]
      })

function v2Book(row: JsonObject, start: Json, isSnapshot: boolean): Json {
  const bids = levels(row['bids'])
  const asks = levels(row['asks'])
  const most = Math.max(bids.length, asks.length)
  const depth = isSnapshot ? DEPTHS.find((one) => one >= most) : 10
  const checksum = optionalIntegerAt(row, 'checksum')
  return {
    type: isSnapshot ? 'bookSnapshot' : 'bookDelta',
    ...start,
    feed: `book${depth}`,
    ...(checksum === undefined ? {} : { checksum }),
    bids,
    asks,
  }
}

function v2Trade(row: JsonObject, start: Json): Json {
  return {
    type: 'trade',
    ...start,
    price: decimal(row['price']),
    size: decimal(row['qty']),
    takerSide: textAt(row, 'side'),
    tradeId: textAt(row, 'trade_id'),
  }
}

function v2Bbo(row: JsonObject, start: Json): Json {
  const numbers = [
    ['bidPrice', 'bid'],
    ['bidSize', 'bid_qty'],
    ['askPrice', 'ask'],
    ['askSize', 'ask_qty'],
  ] as const
  const isEmpty = (side: string): boolean => {
    const isPriced = isGiven(row[side]) && decimal(row[side]) !== '0'
    if (isGiven(row[side]) !== isGiven(row[`${side}_qty`])) throw new Error('half a side')
    return !isPriced
  }
  const given = numbers.filter(([, key]) => !isEmpty(key.slice(0, 3)))
  return {
    type: 'bbo',
    ...start,
    ...Object.fromEntries(given.map(([name, key]) => [name, decimal(row[key])])),
  }
}

const isGiven = (value: JsonValue | undefined): boolean =>
  value !== undefined && value !== null && value !== ''

/** Events of a v2 frame; `undefined` where its channel is not one that is read hot. */
function v2Events(message: JsonObject, market: Market): readonly Json[] | undefined {
  const channel = optionalTextAt(message, 'channel')
  if (channel !== 'book' && channel !== 'trade' && channel !== 'ticker') return undefined
  const isSnapshot = optionalTextAt(message, 'type') === 'snapshot'
  return arrayAt(message, 'data').flatMap((item) => {
    const row = asObject(item, 'row')
    const start = head(market, textAt(row, 'symbol'), timeUs(optionalTextAt(row, 'timestamp')))
    if (start === undefined) return []
    if (channel === 'book') return [v2Book(row, start, isSnapshot)]
    return [channel === 'trade' ? v2Trade(row, start) : v2Bbo(row, start)]
  })
}

function legacyTrade(row: JsonObject): readonly Json[] {
  const kind = optionalTextAt(row, 'type')
  if (kind !== undefined && kind !== 'fill' && kind !== 'liquidation') return []
  const time = optionalIntegerAt(row, 'time') ?? Number.NaN
  const start = head('futures', textAt(row, 'product_id'), time * 1000)
  if (start === undefined) return []
  const price = decimal(row['price'])
  const size = decimal(row['qty'])
  const takerSide = textAt(row, 'side')
  const trade = { type: 'trade', ...start, price, size, takerSide, tradeId: textAt(row, 'uid') }
  if (textAt(row, 'type') === 'fill') return [trade]
  const closedSide = takerSide === 'sell' ? 'long' : 'short'
  return [trade, { type: 'liquidation', ...start, closedSide, price, priceKind: 'fill', size }]
}

function legacyBook(message: JsonObject, isSnapshot: boolean): readonly Json[] {
  const time = optionalIntegerAt(message, 'timestamp') ?? Number.NaN
  const start = head('futures', textAt(message, 'product_id'), time * 1000)
  if (start === undefined) return []
  const type = isSnapshot ? 'bookSnapshot' : 'bookDelta'
  const book = { type, ...start, feed: 'book', lastId: integerAt(message, 'seq') }
  if (isSnapshot) {
    const filled = (rows: JsonValue | undefined) => levels(rows).filter(([, size]) => size !== '0')
    return [{ ...book, bids: filled(message['bids']), asks: filled(message['asks']) }]
  }
  const level = [decimal(message['price']), decimal(message['qty'])]
  const isSell = textAt(message, 'side') === 'sell'
  return [{ ...book, bids: isSell ? [] : [level], asks: isSell ? [level] : [] }]
}

function legacyEvents(message: JsonObject): readonly Json[] | undefined {
  switch (optionalTextAt(message, 'feed')) {
    case 'book':
      return legacyBook(message, false)
    case 'book_snapshot':
      return legacyBook(message, true)
    case 'trade':
      return legacyTrade(message)
    case 'trade_snapshot':
      return [...arrayAt(message, 'trades')]
        .reverse()
        .flatMap((row) => legacyTrade(asObject(row, 'trade')))
    case undefined:
    default:
      return undefined
  }
}

/** The events of a frame that is read hot; `undefined` where it is not one. Throws where a field is missing. */
export function naiveEvents(frame: Uint8Array, market: Market): readonly Json[] | undefined {
  const message = parseJson(frame)
  if (!isObject(message)) return undefined
  return 'feed' in message ? legacyEvents(message) : v2Events(message, market)
}

/** Books first, then BBOs, trades and cold events: the order in which one frame's events are told. */
export function inOrderTold(events: readonly Json[]): readonly Json[] {
  const ranks: Record<string, number> = { bookSnapshot: 0, bookDelta: 0, bbo: 1, trade: 2 }
  const rank = (event: Json): number => ranks[String(event['type'])] ?? 3
  return [...events].sort((a, b) => rank(a) - rank(b))
}
