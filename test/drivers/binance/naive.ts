import { decimalText, type Market } from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'

/**
 * Binance's books, BBOs and trades read the obvious way: `JSON.parse`, then field by field. `undefined` where a frame
 * is of another kind; throws where a field that its kind needs is missing.
 */

type Json = Record<string, unknown>
type Rows = readonly (readonly string[])[]

const driver = binance()

function head(market: Market, symbol: unknown, payload: Json): Json | undefined {
  const instrument = driver.inferInstrument(market, String(symbol))
  if (instrument === undefined) return undefined
  const { venue, pair } = instrument
  const time = payload['T'] ?? payload['E']
  const at = time === undefined ? {} : { venueTimeUs: Number(time) * 1000 }
  return { venue, market, pair, symbol: String(symbol), ...at, localTimeUs: 1 }
}

const levels = (rows: unknown): string[][] =>
  (rows as Rows).map(([price = '', size = '']) => [decimalText(price), decimalText(size)])

const ids = (payload: Json): Json =>
  Object.fromEntries(
    (
      [
        ['firstId', payload['U']],
        ['lastId', payload['u'] ?? payload['lastUpdateId']],
        ['prevId', payload['pu']],
      ] as const
    ).filter(([, id]) => id !== undefined),
  )

const text = (value: unknown): string => decimalText(value as string)

const BODIES: Readonly<Record<string, (payload: Json, feed: string) => Json>> = {
  partial: (payload, feed) => ({
    type: 'bookSnapshot',
    feed,
    ...ids(payload),
    bids: levels(payload['b'] ?? payload['bids']),
    asks: levels(payload['a'] ?? payload['asks']),
  }),
  depth: (payload, feed) => ({
    type: 'bookDelta',
    feed,
    ...ids(payload),
    bids: levels(payload['b']),
    asks: levels(payload['a']),
  }),
  bookTicker: (payload) => ({
    type: 'bbo',
    bidPrice: text(payload['b']),
    bidSize: text(payload['B']),
    askPrice: text(payload['a']),
    askSize: text(payload['A']),
    ...ids(payload),
  }),
  trade: (payload) => trade(payload, payload['t']),
  aggTrade: (payload) => trade(payload, payload['a']),
}

const trade = (payload: Json, id: unknown): Json => ({
  type: 'trade',
  price: text(payload['p']),
  size: text(payload['q']),
  takerSide: payload['m'] === true ? 'sell' : 'buy',
  tradeId: String(id),
})

/** What a frame is by its stream's name, or by what stands in it: `[kind, feed]`. */
function kindOf(stream: string | undefined, payload: Json): readonly [string, string] {
  const channel = stream?.split('@')[1] ?? ''
  if (/^depth(5|10|20)$/.test(channel)) return ['partial', channel]
  switch (payload['e']) {
    case 'depthUpdate':
      return ['depth', channel === 'rpiDepth' ? channel : 'depth']
    case 'bookTicker':
    case 'trade':
    case 'aggTrade':
      return [payload['e'], '']
    case undefined:
      return ['u' in payload && 'b' in payload ? 'bookTicker' : '', '']
    default:
      return ['', '']
  }
}

/** The events of a frame of a hot kind. See the head of this file. */
export function naiveEvents(frame: string, market: Market): readonly Json[] | undefined {
  const message = JSON.parse(frame) as Json
  const stream = message['stream'] as string | undefined
  const payload = (message['data'] ?? message) as Json
  const [kind, feed] = kindOf(stream, payload)
  const body = BODIES[kind]
  if (body === undefined) return undefined
  if (kind === 'trade' && (payload['X'] ?? 'MARKET') !== 'MARKET') return undefined
  const symbol = stream?.startsWith('!') === false ? stream.split('@')[0]?.toUpperCase() : undefined
  const start = head(market, symbol ?? payload['s'], payload)
  return start === undefined ? undefined : [{ ...start, ...body(payload, feed) }]
}
