import { decimalText } from '../../../src/core/index.ts'
import { mexc } from '../../../src/drivers/mexc/index.ts'
import { decodeKnown } from '../../support/mexc-proto.ts'

/** MEXC's hot frames read the obvious way: protobufjs or `JSON.parse`, then field by field. Throws where a part is missing. */

type Json = Readonly<Record<string, unknown>>
type Rows = readonly (readonly unknown[])[]

const driver = mexc()

function head(market: 'spot' | 'futures', symbol: string, timeMs: unknown): Json {
  const instrument = driver.inferInstrument(market, symbol)
  if (instrument === undefined) throw new Error(`no instrument ${symbol}`)
  const { venue, pair } = instrument
  const time = timeMs === undefined || timeMs === null ? {} : { venueTimeUs: Number(timeMs) * 1000 }
  return { venue, market, pair, symbol, ...time, localTimeUs: 1 }
}

const decimal = (value: unknown): string => decimalText(String(value))
const list = (value: unknown): readonly Json[] => (value ?? []) as readonly Json[]
const given = (key: string, value: unknown): Json =>
  value === undefined || value === '' ? {} : { [key]: Number(value) }

const protoLevels = (value: unknown): string[][] =>
  list(value).map(({ price, quantity }) => [decimal(price), decimal(quantity)])

function protoBook(frame: Json, body: Json, feed: string, ids: Json, isSnapshot = false): Json {
  return {
    type: isSnapshot ? 'bookSnapshot' : 'bookDelta',
    ...head('spot', String(frame['symbol']), frame['sendTime'] ?? frame['createTime']),
    feed,
    ...ids,
    bids: protoLevels(body['bids']),
    asks: protoLevels(body['asks']),
  }
}

function versions(first: unknown, last: unknown): Json {
  if (!/^\d+$/.test(String(first)) || !/^\d+$/.test(String(last))) throw new Error('no version')
  return { firstId: Number(first), lastId: Number(last) }
}

function protoBbo(frame: Json, body: Json): Json {
  const side = (name: string): Json => {
    const [price, size] = [body[`${name}Price`] ?? '', body[`${name}Quantity`] ?? '']
    if ((price === '') !== (size === '')) throw new Error('half a side')
    return price === '' ? {} : { [`${name}Price`]: decimal(price), [`${name}Size`]: decimal(size) }
  }
  const time = frame['sendTime'] ?? frame['createTime']
  return {
    type: 'bbo',
    ...head('spot', String(frame['symbol']), time),
    ...side('bid'),
    ...side('ask'),
    ...given('lastId', body['version']),
  }
}

function side(type: unknown): string {
  if (type !== 1 && type !== 2) throw new Error('no side')
  return type === 1 ? 'buy' : 'sell'
}

function protoDeal(frame: Json, deal: Json): Json {
  return {
    type: 'trade',
    ...head('spot', String(frame['symbol']), deal['time']),
    price: decimal(deal['price']),
    size: decimal(deal['quantity']),
    takerSide: side(deal['tradeType']),
    tradeId: deal['tradeId'] ?? '',
  }
}

/** The events of a spot frame of a hot body; `undefined` where its body is another. */
export function naiveProto(bytes: Uint8Array): readonly Json[] | undefined {
  const frame = decodeKnown(bytes)
  const of = (name: string): Json | undefined => frame[name] as Json | undefined
  const merged = of('publicAggreDepths')
  if (merged !== undefined) {
    const ids = versions(merged['fromVersion'], merged['toVersion'])
    return [protoBook(frame, merged, 'depth', ids)]
  }
  const whole = of('publicLimitDepths')
  if (whole !== undefined) {
    const depth = /@(5|10|20)$/.exec(String(frame['channel']))?.[1]
    if (depth === undefined) throw new Error('no depth')
    const version = whole['version'] ?? ''
    const ids = version === '' ? {} : versions(version, version)
    return [protoBook(frame, whole, `depth${depth}`, ids, true)]
  }
  const bbo = of('publicAggreBookTicker') ?? of('publicBookTicker')
  if (bbo !== undefined) return [protoBbo(frame, bbo)]
  const deals = of('publicAggreDeals') ?? of('publicDeals')
  return deals === undefined
    ? undefined
    : list(deals['deals']).map((deal) => protoDeal(frame, deal))
}

/** A number that `JSON.parse` may round. */
const BEYOND_DOUBLES = /\d(?:\.?\d){15,}/

/** The events of a futures frame of a hot channel; `undefined` where its channel is another, or doubles do not hold it. */
export function naiveFutures(text: string): readonly Json[] | undefined {
  const { channel, symbol, data, ts } = JSON.parse(text) as Json
  if (BEYOND_DOUBLES.test(text)) return undefined
  if (channel === 'push.deal') {
    const rows = Array.isArray(data) ? (data as readonly Json[]) : [data as Json]
    return rows.map((row) => ({
      type: 'trade',
      ...head('futures', String(symbol), row['t']),
      price: decimal(row['p']),
      size: decimal(row['v']),
      takerSide: side(Number(row['T'])),
      tradeId:
        row['i'] === undefined || row['i'] === null ? '' : String(row['i'] as string | number),
    }))
  }
  if (channel !== 'push.depth' && channel !== 'push.depth.full') return undefined
  const book = data as Json
  const isWhole = channel === 'push.depth.full'
  const levels = (value: unknown): string[][] =>
    (value as Rows).map(([price, size]) => [decimal(price), decimal(size)])
  return [
    {
      type: isWhole ? 'bookSnapshot' : 'bookDelta',
      ...head('futures', String(symbol), book['cts'] ?? ts),
      feed: isWhole ? 'depth.full' : 'depth',
      firstId: Number(book['begin'] ?? 0) > 0 ? Number(book['begin']) : Number(book['version']),
      lastId: Number(book['end'] ?? 0) > 0 ? Number(book['end']) : Number(book['version']),
      bids: levels(book['bids']),
      asks: levels(book['asks']),
    },
  ]
}
