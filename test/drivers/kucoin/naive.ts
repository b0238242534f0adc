import { decimalText } from '../../../src/core/index.ts'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'

/**
 * KuCoin's hot channels of both generations read the obvious way: `JSON.parse`, then field by field. Throws where a field
 * is missing. Numbers that `JSON.parse` would round are read as text first.
 */

type Json = Record<string, unknown>
type Rows = readonly (readonly unknown[])[]

const driver = kucoin()

/** `JSON.parse` with every number as its digits. */
function parseExactly(text: string): Json {
  const quoted = text.replace(/("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)/g, (_all, string, number) =>
    string === undefined ? `"${number}"` : string,
  )
  return JSON.parse(quoted) as Json
}

/** Of the digits of a time: ms, µs, ns or seconds, as many as there are. */
function timeUs(value: unknown): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new Error('no time')
  const digits = value
  if (!/^[1-9]\d*$/.test(digits) || ![10, 13, 16, 19].includes(digits.length))
    throw new Error('no time')
  return Number(BigInt(digits.padEnd(19, '0')) / 1000n)
}

function head(market: 'spot' | 'futures', symbol: string, us: number | undefined): Json {
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  const { venue, pair } = instrument
  const time = us === undefined ? {} : { venueTimeUs: us }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const levels = (rows: Rows): string[][] =>
  rows
    .map(([price, size]) => [decimalText(String(price)), decimalText(String(size))])
    .filter(([price]) => price !== '0')

const id = (key: string, value: unknown): Json =>
  value === undefined ? {} : { [key]: Number(value) }

/** Of entries at one price, only those that no later one stands before. */
function changes(rows: Rows): string[][] {
  const kept = rows.filter(
    ([price, , sequence], i) =>
      !rows
        .slice(0, i)
        .some((row) => Number(row[0]) === Number(price) && Number(row[2]) > Number(sequence)),
  )
  for (const row of rows) if (!/^\d+$/.test(String(row[2]))) throw new Error('no sequence')
  return levels(kept)
}

function best(name: string, level: readonly unknown[] | undefined): Json {
  if (level === undefined || level.length === 0) return {}
  const [price, size] = level.map(String)
  return {
    [`${name}Price`]: decimalText(price ?? ''),
    [`${name}Size`]: decimalText(size ?? ''),
  }
}

function trade(start: Json, row: Json, keys: readonly [string, string, string, string]): Json {
  const [price, size, tradeId, side] = keys.map((key) => String(row[key]))
  const takerSide = (side ?? '').toLowerCase()
  if (takerSide !== 'buy' && takerSide !== 'sell') throw new Error('no side')
  return {
    type: 'trade',
    ...start,
    price: decimalText(price ?? ''),
    size: decimalText(size ?? ''),
    takerSide,
    tradeId,
  }
}

function unified(message: Json): readonly Json[] {
  const [name, type] = String(message['T']).split('.')
  const market = type === 'SPOT' ? 'spot' : 'futures'
  const d = message['d'] as Json
  const start = head(market, String(d['s']), timeUs(d['M']))
  if (name === 'trade') return [trade(start, d, ['p', 'q', 'ti', 'S'])]
  const [bids, asks] = [d['b'] as Rows, d['a'] as Rows]
  const depth = String(message['dp'])
  if (depth === '1') {
    return [
      {
        type: 'bbo',
        ...start,
        ...best('bid', bids[0]),
        ...best('ask', asks[0]),
        ...id('lastId', d['C']),
      },
    ]
  }
  const isChain = depth.startsWith('increment')
  const kind = message['t']
  if (isChain && kind !== 'snapshot' && kind !== 'delta') throw new Error('no kind')
  return [
    {
      type: isChain && kind === 'delta' ? 'bookDelta' : 'bookSnapshot',
      ...start,
      feed: `obu.${depth}`,
      ...id('firstId', d['O']),
      ...id('lastId', d['C']),
      bids: levels(bids),
      asks: levels(asks),
    },
  ]
}

function classic(message: Json): readonly Json[] {
  const [topic = '', symbol = ''] = String(message['topic']).split(':')
  const market = topic.startsWith('/contract') ? 'futures' : 'spot'
  const data = message['data'] as Json
  const time = timeUs(data['timestamp'] ?? data['time'] ?? data['ts'])
  const start = head(market, symbol, time)
  const feed = topic.split('/')[2] ?? ''
  switch (topic) {
    case '/market/level2': {
      const { asks, bids } = data['changes'] as { asks: Rows; bids: Rows }
      const ids = { ...id('firstId', data['sequenceStart']), ...id('lastId', data['sequenceEnd']) }
      return [
        { type: 'bookDelta', ...start, feed, ...ids, bids: changes(bids), asks: changes(asks) },
      ]
    }
    case '/contractMarket/level2': {
      const [price, side, size] = String(data['change']).split(',')
      const level = levels([[price, size]])
      const sides = side === 'buy' ? { bids: level, asks: [] } : { bids: [], asks: level }
      return [{ type: 'bookDelta', ...start, feed, ...id('lastId', data['sequence']), ...sides }]
    }
    case '/spotMarket/level1': {
      const [asks, bids] = [data['asks'] as unknown[], data['bids'] as unknown[]]
      return [{ type: 'bbo', ...start, ...best('bid', bids), ...best('ask', asks) }]
    }
    case '/contractMarket/tickerV2': {
      const bid = best('bid', [data['bestBidPrice'], data['bestBidSize']])
      const ask = best('ask', [data['bestAskPrice'], data['bestAskSize']])
      return [{ type: 'bbo', ...start, ...bid, ...ask, ...id('lastId', data['sequence']) }]
    }
    case '/market/match':
    case '/contractMarket/execution':
      return [trade(start, data, ['price', 'size', 'tradeId', 'side'])]
    default: {
      const [bids, asks] = [levels(data['bids'] as Rows), levels(data['asks'] as Rows)]
      const ids = id('lastId', data['sequence'])
      return [{ type: 'bookSnapshot', ...start, feed, ...ids, bids, asks }]
    }
  }
}

/** The events of a frame of a hot channel; throws where it is not one. */
export function naiveEvents(text: string): readonly Json[] {
  const message = parseExactly(text)
  return 'topic' in message ? classic(message) : unified(message)
}
