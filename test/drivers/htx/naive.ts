import { decimalText, type Market } from '../../../src/core/index.ts'
import { htx } from '../../../src/drivers/htx/index.ts'
import { JsonNumber, JsonReader, type JsonValue, readJson } from '../../../src/wire/index.ts'

/** HTX's hot channels read the obvious way: the whole message as values, then field by field. Throws where one is missing. */

type Json = Record<string, unknown>
type Row = { readonly [key: string]: JsonValue | undefined }

const driver = htx()

function parsed(text: string): Row {
  const reader = new JsonReader()
  reader.reset(Buffer.from(text))
  const value = readJson(reader)
  if (!reader.finish()) throw new Error('no JSON')
  return value as Row // a message is an object
}

const digits = (value: JsonValue | undefined): string => {
  if (value instanceof JsonNumber) return value.text
  if (typeof value === 'string') return value
  throw new Error('no number')
}
const decimal = (value: JsonValue | undefined): string => decimalText(digits(value))
const integer = (value: JsonValue | undefined): number => {
  const number = Number(digits(value))
  if (!Number.isSafeInteger(number)) throw new Error('no integer')
  return number
}
const optional = (key: string, value: unknown): Json =>
  value === undefined ? {} : { [key]: value }

function head(symbol: string, market: Market, ms: number | undefined): Json {
  const of = symbol.includes('-') ? 'futures' : market
  const instrument = driver.inferInstrument(of, symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  const { venue, pair } = instrument
  const time = ms === undefined ? {} : { venueTimeUs: ms * 1000 }
  return { venue, market: of, pair, symbol, ...time, localTimeUs: 1 }
}

const levels = (rows: JsonValue | undefined): string[][] =>
  (rows === undefined || rows === null ? [] : (rows as JsonValue[][])).map(([price, size]) => [
    decimal(price),
    decimal(size),
  ])

function book(feed: string, message: Row, isAnswer: boolean): Json {
  const body = (isAnswer ? message['data'] : message['tick']) as Row
  const { event } = body
  const isChain = /^mbp\.\d/.test(feed)
  const isVersioned = feed.endsWith('high_freq')
  if (isVersioned && event !== 'snapshot' && event !== 'update') throw new Error('no event')
  const id = isVersioned
    ? body['version']
    : (body['seqNum'] ?? (isChain ? undefined : (body['mrid'] ?? body['version'])))
  if ((isChain || isVersioned) && id === undefined) throw new Error('no id')
  if (isChain && !isAnswer && body['prevSeqNum'] === undefined) throw new Error('no previous id')
  const isSnapshot = isChain ? isAnswer : !isVersioned || event === 'snapshot'
  return {
    type: isSnapshot ? 'bookSnapshot' : 'bookDelta',
    feed,
    ...optional('lastId', id === undefined ? undefined : integer(id)),
    ...optional(
      'prevId',
      body['prevSeqNum'] === undefined ? undefined : integer(body['prevSeqNum']),
    ),
    bids: levels(body['bids']),
    asks: levels(body['asks']),
  }
}

function bbo(message: Row): Json {
  const tick = message['tick'] as Row
  const side = (name: 'bid' | 'ask'): Json => {
    const value = tick[name]
    const [price, size] = Array.isArray(value)
      ? (value as JsonValue[])
      : [value, tick[`${name}Size`]]
    if ((price ?? undefined) === undefined) return {}
    return { [`${name}Price`]: decimal(price), [`${name}Size`]: decimal(size) }
  }
  const id = tick['seqId'] ?? tick['version']
  return { type: 'bbo', ...side('bid'), ...side('ask'), ...optional('lastId', id && integer(id)) }
}

function trade(row: Row): Json {
  const takerSide = row['direction']
  if (takerSide !== 'buy' && takerSide !== 'sell') throw new Error('no side')
  const tradeId = digits(row['tradeId'] ?? row['id'])
  return {
    type: 'trade',
    price: decimal(row['price']),
    size: decimal(row['amount']),
    takerSide,
    tradeId,
  }
}

function topicOf({ ch, rep }: Row): string {
  const topic = ch ?? rep
  return typeof topic === 'string' ? topic : ''
}

/** The events of a frame of a hot channel; throws where it is not one. */
export function naiveEvents(text: string, market: Market): readonly Json[] {
  const message = parsed(text)
  const isAnswer = message['rep'] !== undefined
  const [, symbol = '', channel = ''] = /^market\.([^.]+)\.(.+)$/u.exec(topicOf(message)) ?? []
  const ms = (value: JsonValue | undefined): number | undefined =>
    value === undefined ? undefined : integer(value)
  if (channel === 'trade.detail') {
    const rows = (message['tick'] as Row)['data'] as Row[]
    const told = rows.map((row) => ({ ...trade(row), ...head(symbol, market, ms(row['ts'])) }))
    return symbol.includes('-') ? told : told.reverse()
  }
  const tick = (message['tick'] ?? {}) as Row
  const own = channel === 'bbo' ? (tick['quoteTime'] ?? tick['ts']) : tick['ts']
  const time = ms(own ?? message['ts'])
  const body = channel === 'bbo' ? bbo(message) : book(channel, message, isAnswer)
  return [{ ...body, ...head(symbol, market, time) }]
}
