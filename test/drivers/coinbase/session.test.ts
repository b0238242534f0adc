import { describe, expect, test } from 'vitest'
import type { ControlMessage, Topic } from '../../../src/core/index.ts'
import { coinbase } from '../../../src/drivers/coinbase/index.ts'

const { session, facts } = coinbase()

const topic = (name: string, endpoint = 'advanced'): Topic => {
  const [channel = '', symbol = ''] = name.split(':')
  return {
    name,
    endpoint,
    channel: channel.startsWith('level2') ? 'book' : 'trade',
    symbol: symbol as Topic['symbol'] & string, // a symbol as the venue writes it
  }
}
const sent = (topics: readonly Topic[], type: 'subscribe' | 'unsubscribe' = 'subscribe') =>
  session[type](topics, 1).map(({ data }) => JSON.parse(String(data)) as unknown)
const read = (message: unknown, endpoint = 'advanced'): readonly ControlMessage[] =>
  session.readControl(Buffer.from(JSON.stringify(message)), endpoint)

describe('Advanced Trade', () => {
  test('is first of all asked for heartbeats, which every connection needs', () => {
    expect(session.hello('advanced')).toEqual([
      { data: '{"type":"subscribe","channel":"heartbeats"}', topics: [] },
    ])
    const [stream] = facts.streams
    expect(stream?.outbound).toEqual({ count: 4, perMs: 1000 })
    expect(stream?.keepAlive).toEqual({ kind: 'server', deadAfterMs: 10_000 })
    expect(stream?.maxFrameBytes).toBeGreaterThanOrEqual(100 * 1024 * 1024)
  })

  test.each(['subscribe', 'unsubscribe'] as const)('%s sends one channel a message', (type) => {
    const topics = ['level2:BTC-USD', 'market_trades:BTC-USD', 'level2:ETH-USD'].map((name) =>
      topic(name),
    )
    expect(sent(topics, type)).toEqual([
      { type, channel: 'level2', product_ids: ['BTC-USD', 'ETH-USD'] },
      { type, channel: 'market_trades', product_ids: ['BTC-USD'] },
    ])
    const frames = session[type](topics, 1)
    expect(frames.map(({ topics: waiting }) => waiting.length)).toEqual([2, 1])
    expect(frames[0]).not.toHaveProperty('requestId')
  })

  test('cuts many products into messages within the limits', () => {
    const topics = Array.from({ length: 250 }, (_, i) => topic(`level2:COIN${i}-USD`))
    const frames = session.subscribe(topics, 1)
    expect(frames.map(({ topics: some }) => some.length)).toEqual([100, 100, 50])
    expect(frames.flatMap((frame) => frame.topics)).toEqual(topics)
  })

  test('acknowledges by telling all that it carries', () => {
    const subscriptions = {
      level2: ['BTC-USD'],
      market_trades: ['BTC-USD', 'ETH-USD'],
      heartbeats: ['heartbeats'],
    }
    expect(
      read({ channel: 'subscriptions', sequence_num: 3, events: [{ subscriptions }] }),
    ).toEqual([
      {
        type: 'carried',
        topics: [
          'level2:BTC-USD',
          'market_trades:BTC-USD',
          'market_trades:ETH-USD',
          'heartbeats:heartbeats',
        ],
      },
    ])
    expect(read({ channel: 'subscriptions', events: [{ subscriptions: {} }] })).toEqual([
      { type: 'carried', topics: [] },
    ])
  })

  test('does not take an acknowledgement without a list for the end of everything', () => {
    expect(read({ channel: 'subscriptions', sequence_num: 0 })).toMatchObject([{ type: 'notice' }])
  })

  test.each([
    ['authentication failure', 'SUBSCRIBE_REJECTED'],
    ['rate limit exceeded', 'RATE_LIMITED'],
  ])('refuses with "%s" whatever was asked for', (message, code) => {
    const [found] = read({ type: 'error', message })
    expect(found).toMatchObject({ type: 'reject', error: { code } })
    expect(found).not.toHaveProperty('topic')
  })

  test('tells heartbeats, and anything else as a notice', () => {
    expect(read({ channel: 'heartbeats', events: [{ heartbeat_counter: 1 }] })).toEqual([
      { type: 'heartbeat' },
    ])
    expect(read({ channel: 'news' })).toMatchObject([{ type: 'notice' }])
  })
})

describe('Coinbase Exchange', () => {
  const of = (name: string): Topic => topic(name, 'exchange')

  test('is asked for several channels in one message, and for the heartbeats of its products', () => {
    const topics = ['level2_batch:BTC-USD', 'matches:BTC-USD', 'matches:ETH-USD'].map(of)
    const channels = [
      { name: 'level2_batch', product_ids: ['BTC-USD'] },
      { name: 'matches', product_ids: ['BTC-USD', 'ETH-USD'] },
    ]
    expect(sent(topics)).toEqual([
      {
        type: 'subscribe',
        channels: [...channels, { name: 'heartbeat', product_ids: ['BTC-USD', 'ETH-USD'] }],
      },
    ])
    // Others of the products may still need them.
    expect(sent(topics, 'unsubscribe')).toEqual([{ type: 'unsubscribe', channels }])
    expect(session.hello('exchange')).toEqual([])
  })

  test('acknowledges by telling all that it carries, a book by whichever name', () => {
    const channels = [
      { name: 'level2', product_ids: ['BTC-USD'], account_ids: null },
      { name: 'level2_batch', product_ids: ['ETH-USD'] },
      { name: 'heartbeat', product_ids: ['ETH-USD'] },
    ]
    expect(read({ type: 'subscriptions', channels }, 'exchange')).toEqual([
      {
        type: 'carried',
        topics: ['level2_batch:BTC-USD', 'level2_batch:ETH-USD', 'heartbeat:ETH-USD'],
      },
    ])
  })

  test('refuses a product by its name, on whatever channel', () => {
    const reason = 'BTC-XXX is not a valid product'
    const found = read({ type: 'error', message: 'Failed to subscribe', reason }, 'exchange')
    expect(found).toMatchObject(
      ['level2_batch', 'matches', 'ticker'].map((channel) => ({
        type: 'reject',
        topic: `${channel}:BTC-XXX`,
        error: { code: 'SUBSCRIBE_REJECTED' },
      })),
    )
    const other = read({ type: 'error', message: 'Authentication Failed' }, 'exchange')
    expect(other).toMatchObject([{ type: 'reject' }])
    expect(other[0]).not.toHaveProperty('topic')
  })

  test.each(['ErrSlowConsume', 'ErrSlowRead', 'Message too big'])(
    'is about to close when it says %s',
    (message) => {
      expect(read({ type: 'error', message }, 'exchange')).toEqual([
        { type: 'closing', detail: message },
      ])
    },
  )

  test('tells heartbeats', () => {
    expect(read({ type: 'heartbeat', last_trade_id: 1 }, 'exchange')).toEqual([
      { type: 'heartbeat' },
    ])
  })
})
