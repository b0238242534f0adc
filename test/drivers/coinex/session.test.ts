import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { coinex } from '../../../src/drivers/coinex/index.ts'

const { session, facts } = coinex()

const topic = (method: string, symbol: string, endpoint = 'spot'): Topic => ({
  name: `${method}:${symbol}`,
  endpoint,
  channel: 'book',
  symbol: symbol as NonNullable<Topic['symbol']>, // a symbol is any text
})
const read = (message: unknown) => session.readControl(gzipSync(JSON.stringify(message)), 'spot')

test('a book is asked for in its greatest depth, unmerged, whole at first and then by changes', () => {
  const topics = [topic('depth', 'BTCUSDT'), topic('depth', 'ETHUSDT')]
  expect(session.subscribe(topics, 7)).toEqual([
    {
      data: '{"method":"depth.subscribe","params":{"market_list":[["BTCUSDT",50,"0",false],["ETHUSDT",50,"0",false]]},"id":7}',
      requestId: 7,
      topics,
    },
  ])
  expect(session.unsubscribe(topics, 8)).toEqual([
    {
      data: '{"method":"depth.unsubscribe","params":{"market_list":["BTCUSDT","ETHUSDT"]},"id":8}',
      requestId: 8,
      topics,
    },
  ])
  expect(session.hello('spot')).toEqual([])
})

test('each subject has a request of its own, with ids that count up', () => {
  const topics = [
    topic('deals', 'BTCUSDT'),
    topic('state', 'BTCUSDT'),
    topic('deals', 'ETHUSDT'),
    topic('bbo', 'ETHUSDT'),
  ]
  expect(session.subscribe(topics, 3).map(({ data }) => data)).toEqual([
    '{"method":"deals.subscribe","params":{"market_list":["BTCUSDT","ETHUSDT"]},"id":3}',
    '{"method":"state.subscribe","params":{"market_list":["BTCUSDT"]},"id":4}',
    '{"method":"bbo.subscribe","params":{"market_list":["ETHUSDT"]},"id":5}',
  ])
})

test('nothing to ask for is no request, as an empty list would mean every market', () => {
  expect(session.subscribe([], 1)).toEqual([])
  expect(session.unsubscribe([], 1)).toEqual([])
})

test('many topics go out in requests of at most 100 markets and 4096 bytes', () => {
  const topics = Array.from({ length: 250 }, (_, i) => topic('depth', `COIN${i}USDT`, 'futures'))
  const frames = session.subscribe(topics, 100)
  expect(frames.map(({ requestId }) => requestId)).toEqual(frames.map((_, i) => 100 + i))
  expect(Math.max(...frames.map((frame) => frame.topics.length))).toBeLessThanOrEqual(100)
  expect(Math.max(...frames.map(({ data }) => data.length))).toBeLessThanOrEqual(4096)
  expect(frames.flatMap((frame) => frame.topics)).toEqual(topics)
})

test('the keep-alive is server.ping, well within the 60 s after which the server drops a silent client', () => {
  expect(session.ping?.(4, 'spot')).toEqual({
    data: '{"method":"server.ping","params":{},"id":4}',
    topics: [],
  })
  for (const { keepAlive } of facts.streams)
    expect(keepAlive).toEqual({ kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 })
  expect(read({ id: 4, code: 0, data: { result: 'pong' }, message: 'OK' })).toEqual([
    { type: 'pong' },
  ])
})

test('an answer accepts all topics of its request, packed or as text', () => {
  const ack = { id: 7, code: 0, message: 'OK' }
  expect(read(ack)).toEqual([{ type: 'ack', requestId: 7 }])
  expect(session.readControl(Buffer.from(JSON.stringify(ack)), 'spot')).toEqual(read(ack))
})

test.each([
  [30002, 'SUBSCRIBE_REJECTED'],
  [20001, 'SUBSCRIBE_REJECTED'],
  [21001, 'SUBSCRIBE_REJECTED'],
  [31002, 'SUBSCRIBE_REJECTED'],
  [23002, 'RATE_LIMITED'],
  [33002, 'RATE_LIMITED'],
  [23001, 'VENUE_UNAVAILABLE'],
  [24002, 'VENUE_UNAVAILABLE'],
  [34001, 'VENUE_UNAVAILABLE'],
])('code %i refuses a request as %s', (code, expected) => {
  expect(read({ id: 8, code, message: 'unknown method' })).toMatchObject([
    {
      type: 'reject',
      requestId: 8,
      error: { code: expected, context: { venueCode: String(code) } },
    },
  ])
})

test('a refusal without an id is to nobody in particular', () => {
  const [found] = read({ id: null, code: 20001, message: 'invalid argument' })
  expect(found).toMatchObject({ type: 'reject', error: { retry: 'never' } })
  expect(found).not.toHaveProperty('requestId')
})

test('the time of the server is a notice, and what cannot be unpacked says nothing', () => {
  const [notice] = read({ id: 3, code: 0, data: { timestamp: 1700490703564 }, message: 'OK' })
  expect(notice?.type).toBe('notice')
  expect(session.readControl(Buffer.from([0x1f, 0x8b, 1, 2]), 'spot')).toEqual([])
  expect(read([1])).toEqual([])
})
