import { describe, expect, test } from 'vitest'
import type { Instrument, Topic } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { LISTED } from './listed.ts'

const driver = hyperliquid()
const { session, facts } = driver

const topicOf = (instrument: Instrument, channel: 'book' | 'trade', depth?: 'bbo'): Topic => {
  const [topic] = driver.topics(
    instrument,
    channel === 'book' ? { channel, ...(depth && { depth }) } : { channel },
  )
  if (topic === undefined) throw new Error('no topic')
  return topic
}
const fast = topicOf(LISTED.hip3, 'book', 'bbo')
const slow = topicOf(LISTED.perp, 'book')
const trades = topicOf(LISTED.spot, 'trade')

const read = (message: unknown) =>
  session.readControl(
    Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    'public',
  )
const echo = (method: string, subscription: object) => ({
  channel: 'subscriptionResponse',
  data: { method, subscription },
})
const error = (data: string) => ({ channel: 'error', data })

test('each topic goes out in a message of its own, without an id', () => {
  expect(session.subscribe([slow, fast, trades], 7)).toEqual([
    {
      data: '{"method":"subscribe","subscription":{"type":"l2Book","coin":"BTC"}}',
      topics: [slow],
    },
    {
      data: '{"method":"subscribe","subscription":{"type":"l2Book","coin":"xyz:TSLA","fast":true}}',
      topics: [fast],
    },
    {
      data: '{"method":"subscribe","subscription":{"type":"trades","coin":"@107"}}',
      topics: [trades],
    },
  ])
  expect(session.unsubscribe([fast], 9)).toEqual([
    {
      data: '{"method":"unsubscribe","subscription":{"type":"l2Book","coin":"xyz:TSLA","fast":true}}',
      topics: [fast],
    },
  ])
  expect(session.hello('public')).toEqual([])
})

test('the keep-alive is asked well within the minute after which the server closes', () => {
  expect(session.ping?.(1, 'public')).toEqual({ data: '{"method":"ping"}', topics: [] })
  for (const { keepAlive } of facts.streams)
    expect(keepAlive).toEqual({ kind: 'message', everyMs: 20_000, deadAfterMs: 45_000 })
  expect(read({ channel: 'pong' })).toEqual([{ type: 'pong' }])
})

test('the limits of an address are kept by all connections together, one replacement included', () => {
  for (const {
    maxTopics,
    maxConnections = 0,
    maxTopicsPerMessage,
    outbound,
    connects,
  } of facts.streams) {
    expect(maxConnections + 1).toBeLessThanOrEqual(10)
    expect((maxConnections + 1) * maxTopics).toBeLessThanOrEqual(1000)
    expect((maxConnections + 1) * outbound.count).toBeLessThanOrEqual(2000)
    expect([maxTopicsPerMessage, outbound.perMs, connects]).toEqual([
      1,
      60_000,
      { count: 30, perMs: 60_000 },
    ])
  }
})

describe('an answer names its topic by the subscription that it repeats', () => {
  test.each<readonly [string, object, Topic]>([
    ['as it was sent', { type: 'l2Book', coin: 'BTC' }, slow],
    [
      'with the defaults of 2025',
      { type: 'l2Book', coin: 'BTC', nSigFigs: null, mantissa: null },
      slow,
    ],
    [
      'with the defaults of 2026',
      { type: 'l2Book', coin: 'BTC', nSigFigs: null, mantissa: null, fast: false },
      slow,
    ],
    [
      'with what is no default',
      { type: 'l2Book', coin: 'xyz:TSLA', nSigFigs: null, mantissa: null, fast: true },
      fast,
    ],
    ['in another order', { coin: '@107', type: 'trades' }, trades],
  ])('%s', (_how, subscription, topic) => {
    for (const method of ['subscribe', 'unsubscribe'])
      expect(read(echo(method, subscription))).toEqual([{ type: 'ack', topic: topic.name }])
  })

  test('and not by another: an aggregated book, a book at another pace', () => {
    const [found] = read(
      echo('subscribe', { type: 'l2Book', coin: 'BTC', nSigFigs: 5, mantissa: 2, fast: false }),
    )
    expect(found).toEqual({
      type: 'ack',
      topic: '{"type":"l2Book","coin":"BTC","mantissa":2,"nSigFigs":5}',
    })
    expect(read(echo('subscribe', { type: 'l2Book', coin: 'BTC', fast: true }))).not.toEqual([
      { type: 'ack', topic: slow.name },
    ])
  })

  test('statistics of spot are named as they are asked for', () => {
    const [ticker] = driver.topics(LISTED.spot, { channel: 'ticker' })
    expect(read(echo('subscribe', { type: 'activeSpotAssetCtx', coin: '@107' }))).toEqual([
      { type: 'ack', topic: ticker?.name },
    ])
  })
})

test.each(['Already subscribed', 'Already unsubscribed'])(
  '"%s" says that what was asked for is so',
  (text) => {
    const body = '{"type":"l2Book","coin":"BTC","nSigFigs":null,"mantissa":null,"fast":false}'
    expect(read(error(`${text}: ${body}`))).toEqual([{ type: 'ack', topic: slow.name }])
  },
)

test.each([
  `Error parsing JSON into valid websocket request: ${session.subscribe([slow], 1)[0]?.data as string}`,
  `Invalid subscription ${slow.name}`,
])('a refusal names its topic in its text: %s', (text) => {
  expect(read(error(text))).toMatchObject([
    { type: 'reject', topic: slow.name, error: { code: 'SUBSCRIBE_REJECTED', retry: 'never' } },
  ])
})

test.each([
  ['Cannot subscribe to more than 1000 channels.', 'RATE_LIMITED', 'safe'],
  ['Cannot track more than 10 total users.', 'RATE_LIMITED', 'safe'],
  ['Too many pending post requests id=7', 'RATE_LIMITED', 'safe'],
  ['Something new {not JSON}', 'SUBSCRIBE_REJECTED', 'never'],
  [
    'Error parsing JSON into valid websocket request: {"method":"nothing"}',
    'SUBSCRIBE_REJECTED',
    'never',
  ],
])('a refusal without a subscription names no topic: %s', (text, code, retry) => {
  const [found] = read(error(text))
  expect(found).toMatchObject({ type: 'reject', error: { code, retry } })
  expect(found).not.toHaveProperty('topic')
})

test('the greeting, which is no JSON, is a notice', () => {
  expect(read('Websocket connection established.')).toEqual([
    { type: 'notice', detail: 'Websocket connection established.' },
  ])
})

test.each([{ channel: 'subscriptionResponse' }, { channel: 'subscriptionResponse', data: {} }, []])(
  'an answer that repeats nothing says nothing: %o',
  (message) => {
    expect(read(message)).toEqual([])
  },
)
