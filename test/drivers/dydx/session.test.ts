import { describe, expect, test } from 'vitest'
import type { Topic } from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'

const { session, facts } = dydx()

const topic = (name: string): Topic => ({ name, endpoint: 'indexer', channel: 'book' })
const read = (message: object) =>
  session.readControl(Buffer.from(JSON.stringify(message)), 'indexer')
const head = { connection_id: 'c', message_id: 4 }

test('each topic is a message of its own, books without batches, all markets without an id', () => {
  const topics = ['v4_orderbook:BTC-USD', 'v4_candles:A,B,0x1-USD/1MIN', 'v4_markets'].map(topic)
  expect(session.subscribe(topics, 7)).toEqual([
    {
      data: '{"type":"subscribe","channel":"v4_orderbook","id":"BTC-USD","batched":false}',
      topics: [topics[0]],
    },
    {
      data: '{"type":"subscribe","channel":"v4_candles","id":"A,B,0x1-USD/1MIN"}',
      topics: [topics[1]],
    },
    { data: '{"type":"subscribe","channel":"v4_markets"}', topics: [topics[2]] },
  ])
  expect(session.unsubscribe(topics.slice(0, 1), 8).map(({ data }) => data)).toEqual([
    '{"type":"unsubscribe","channel":"v4_orderbook","id":"BTC-USD"}',
  ])
})

test('every connection asks for block heights, and is dead after 15 s without a message', () => {
  expect(session.hello('indexer')).toEqual([
    { data: '{"type":"subscribe","channel":"v4_block_height"}', topics: [] },
  ])
  expect(facts.streams).toMatchObject([
    { keepAlive: { kind: 'server', deadAfterMs: 15_000 }, awaitsWelcome: true, maxTopics: 32 },
  ])
  const height = { ...head, channel: 'v4_block_height', id: 'v4_block_height', contents: {} }
  for (const type of ['subscribed', 'channel_data'])
    expect(read({ type, ...height })).toEqual([{ type: 'heartbeat' }])
})

test('no order of subscribes of one id can be faster than two a second', () => {
  const { count, perMs } = facts.streams[0]?.outbound ?? { count: 0, perMs: 0 }
  // A renewal is an unsubscribe and a subscribe.
  expect((1000 / perMs) * count).toBeLessThanOrEqual(4)
})

test('the greeting is what everything waits for', () => {
  expect(read({ type: 'connected', connection_id: 'c', message_id: 0 })).toEqual([
    { type: 'welcome' },
  ])
})

test.each([
  ['v4_trades', 'BTC-USD', 'v4_trades:BTC-USD'],
  ['v4_candles', 'BTC-USD/1MIN', 'v4_candles:BTC-USD/1MIN'],
  ['v4_markets', undefined, 'v4_markets'],
  ['v4_markets', 'v4_markets', 'v4_markets'],
])('an answer of %s %s acknowledges %s', (channel, id, expected) => {
  for (const type of ['subscribed', 'unsubscribed'])
    expect(read({ type, ...head, channel, id, contents: {} })).toEqual([
      { type: 'ack', topic: expected },
    ])
})

test('a snapshot acknowledges its topic, and a change none', () => {
  const frame = (type: string) =>
    Buffer.from(
      JSON.stringify({ type, ...head, channel: 'v4_orderbook', id: 'BTC-USD', contents: {} }),
    )
  expect(session.readEvent?.(frame('subscribed'), 'indexer')).toEqual([
    { type: 'ack', topic: 'v4_orderbook:BTC-USD' },
  ])
  expect(session.readEvent?.(frame('channel_data'), 'indexer')).toEqual([{ type: 'heartbeat' }])
})

describe('a refusal', () => {
  const refuse = (message: string, more: object = {}) =>
    read({ type: 'error', message, ...head, ...more })

  test.each([
    [
      'Invalid subscription id for channel: (v4_trades-FOO-USD)',
      { topic: 'v4_trades:FOO-USD' },
      'SUBSCRIBE_REJECTED',
      'never',
    ],
    [
      'Internal error, could not fetch data for subscription: v4_orderbook.',
      { oldestOf: 'v4_orderbook' },
      'VENUE_UNAVAILABLE',
      'safe',
    ],
    [
      'Per-connection subscription limit reached for v4_orderbook (limit=32).',
      { oldestOf: 'v4_orderbook' },
      'RATE_LIMITED',
      'safe',
    ],
    [
      'Too many subscribe attempts for channel v4_orderbook-BTC-USD. Please  reconnect and try again.',
      { topic: 'v4_orderbook:BTC-USD' },
      'RATE_LIMITED',
      'safe',
    ],
    ['Invalid channel: v4_weather', { oldestOf: 'v4_weather' }, 'SUBSCRIBE_REJECTED', 'never'],
    ['Invalid message: could not parse', {}, 'SUBSCRIBE_REJECTED', 'never'],
  ])('"%s" is of %o: %s, %s', (message, whose, code, retry) => {
    expect(refuse(message)).toEqual([
      {
        type: 'reject',
        ...whose,
        error: expect.objectContaining({ name: 'VenueError', code, retry }),
      },
    ])
  })

  test('that names its topic in members is of that topic', () => {
    const message = 'Internal error, could not fetch data for subscription: v4_orderbook.'
    expect(refuse(message, { channel: 'v4_orderbook', id: 'ETH-USD' })).toMatchObject([
      { type: 'reject', topic: 'v4_orderbook:ETH-USD' },
    ])
  })

  test('because the topic is subscribed already is a yes', () => {
    expect(
      refuse('Invalid subscribe message: already subscribed (v4_candles-BTC-USD/1MIN)'),
    ).toEqual([{ type: 'ack', topic: 'v4_candles:BTC-USD/1MIN' }])
  })
})

test('what is not known is a notice', () => {
  expect(read({ type: 'banner', text: 'hello' })).toMatchObject([{ type: 'notice' }])
})
