import { decimalText } from '../../../src/core/index.ts'
import { okx } from '../../../src/drivers/okx/index.ts'

/** OKX's hot channels read the obvious way: `JSON.parse`, then field by field. Throws where a field is missing. */

type Json = Record<string, unknown>
type Rows = readonly (readonly string[])[]

const driver = okx()

function head(symbol: string, ts: unknown): Json {
  const instrument = driver.inferInstrument('spot', symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  const { venue, market, pair } = instrument
  const time = ts === undefined ? {} : { venueTimeUs: Number(ts) * 1000 }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const levels = (rows: Rows): string[][] =>
  rows.map(([price = '', size = '']) => [decimalText(price), decimalText(size)])

const optional = (key: string, value: unknown): Json =>
  value === undefined || value === -1 ? {} : { [key]: value }

function book(feed: string, symbol: string, isSnapshot: boolean, row: Json): Json {
  const checksum = row['checksum'] === 0 ? undefined : row['checksum']
  return {
    type: isSnapshot ? 'bookSnapshot' : 'bookDelta',
    ...head(symbol, row['ts']),
    feed,
    ...optional('lastId', row['seqId']),
    ...optional('prevId', row['prevSeqId']),
    ...optional('checksum', checksum),
    bids: levels(row['bids'] as Rows),
    asks: levels(row['asks'] as Rows),
  }
}

function bbo(symbol: string, row: Json): Json {
  const side = (name: string, rows: Rows): Json => {
    const [best] = levels(rows)
    return best === undefined ? {} : { [`${name}Price`]: best[0], [`${name}Size`]: best[1] }
  }
  return {
    type: 'bbo',
    ...head(symbol, row['ts']),
    ...side('bid', row['bids'] as Rows),
    ...side('ask', row['asks'] as Rows),
    ...optional('lastId', row['seqId']),
  }
}

function trade(symbol: string, row: Json): Json {
  const text = (key: string): string => decimalText(row[key] as string)
  const takerSide = row['side']
  if (takerSide !== 'buy' && takerSide !== 'sell') throw new Error('no side')
  const tradeId = row['tradeId']
  return {
    type: 'trade',
    ...head(symbol, row['ts']),
    price: text('px'),
    size: text('sz'),
    takerSide,
    tradeId,
  }
}

/** The events of a frame of a hot channel; throws where it is not one. */
export function naiveEvents(text: string): readonly Json[] {
  const message = JSON.parse(text) as Json
  const { channel, instId } = message['arg'] as { channel: string; instId: string }
  return (message['data'] as Json[]).map((row) => {
    if (channel === 'bbo-tbt') return bbo(instId, row)
    if (channel === 'trades' || channel === 'trades-all') return trade(instId, row)
    if (channel === 'books5') return book(channel, instId, true, row)
    const { action } = message
    if (action !== 'update' && action !== 'snapshot' && row['prevSeqId'] !== -1)
      throw new Error('no action')
    return book(channel, instId, action === 'snapshot' || action !== 'update', row)
  })
}
