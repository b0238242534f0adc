import { describe, expect, test } from 'vitest'
import { HostClient } from '../support/client.ts'
import { messages, setUp } from './support.ts'

const connection_id = '004a1efa-21bb-4b19-a2e9-000000000001'

describe('simulated dYdX session', () => {
  test('greets, and answers a subscribe with what there is', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('v4_trades', 'BTC-USD')
    expect(client.received).toEqual([{ type: 'connected', connection_id, message_id: 0 }])
    ports.advance(20)
    expect(client.received[1]).toEqual({
      type: 'subscribed',
      connection_id,
      message_id: 1,
      channel: 'v4_trades',
      id: 'BTC-USD',
      contents: { trades: [] },
    })
  })

  test('numbers count all messages; an answer has the number of the moment it was asked for', () => {
    const { ports, connect } = setUp({ limits: { snapshotDelayMs: 300 } })
    const client = connect()
    client.send({ type: 'subscribe', channel: 'v4_orderbook', id: 'BTC-USD' })
    ports.advance(5000)
    client.send({ type: 'subscribe', channel: 'v4_orderbook', id: 'ETH-USD' })
    ports.advance(5000)
    const all = client.received as { type: string; message_id: number; id?: string }[]
    const numbers = all.map(({ message_id }) => message_id)
    expect([...numbers].sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i))
    const late = all.findIndex(({ type, id }) => type === 'subscribed' && id === 'ETH-USD')
    expect(all[late]!.message_id).toBeLessThan(all[late - 1]!.message_id)
    expect(numbers.filter((number, i) => number < (numbers[i - 1] ?? 0))).toHaveLength(1)
  })

  test('an unsubscribe is answered at once, also of what was not subscribed, and nothing comes after it', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('v4_orderbook', 'BTC-USD')
    ports.advance(2000)
    client.send({ type: 'unsubscribe', channel: 'v4_orderbook', id: 'BTC-USD' })
    client.send({ type: 'unsubscribe', channel: 'v4_trades', id: 'ETH-USD' })
    const count = client.received.length
    expect(client.received.slice(-2)).toMatchObject([
      { type: 'unsubscribed', channel: 'v4_orderbook', id: 'BTC-USD' },
      { type: 'unsubscribed', channel: 'v4_trades', id: 'ETH-USD' },
    ])
    ports.advance(2000)
    expect(client.received).toHaveLength(count)
  })

  test.for([
    ['nonsense', 'Invalid message: could not parse'],
    ['{}', 'Invalid message: type is required'],
    ['{"type":"hello"}', 'Invalid message type: hello'],
    ['{"type":"subscribe"}', 'Invalid subscribe message: channel is required'],
    ['{"type":"subscribe","channel":"v4_weather"}', 'Invalid channel: v4_weather'],
    ['{"type":"subscribe","channel":"v4_trades"}', 'Invalid id: undefined'],
  ])('%s is refused without a number of its own', ([text, message]) => {
    const client = setUp().connect()
    client.send(text)
    expect(client.received[1]).toEqual({ type: 'error', message, connection_id, message_id: 0 })
  })

  test.for([
    ['v4_trades', 'FOO-USD'],
    ['v4_candles', 'BTC-USD'],
    ['v4_candles', 'BTC-USD/2MINS'],
    ['v4_subaccounts', 'dydx1abc'],
  ] as const)('%s has no %s', ([channel, id]) => {
    const client = setUp().subscribe(channel, id)
    expect(client.received[1]).toEqual({
      type: 'error',
      message: `Invalid subscription id for channel: (${channel}-${id})`,
      connection_id,
      message_id: 1,
    })
  })

  test('a second subscribe is refused, a third within a second ends the connection', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('v4_trades', 'BTC-USD')
    ports.advance(100)
    client.send({ type: 'subscribe', channel: 'v4_trades', id: 'BTC-USD' })
    ports.advance(100)
    expect(messages(client, 'error')).toMatchObject([
      {
        message: 'Invalid subscribe message: already subscribed (v4_trades-BTC-USD)',
        message_id: 2,
      },
    ])
    client.send({ type: 'subscribe', channel: 'v4_trades', id: 'BTC-USD' })
    expect(messages(client, 'error')[1]?.message).toMatch(/^Too many subscribe attempts/)
    expect(client.closed).toEqual({ code: 1008, reason: '{"message":"Rate limited"}' })
  })

  test('holds 32 subscriptions of each channel, and one of block heights', () => {
    const { ports, connect } = setUp({ limits: { subscriptionsPerChannel: 2 } })
    const client = connect()
    for (const id of ['BTC-USD', 'ETH-USD', 'PEPE-USD'])
      for (const channel of ['v4_trades', 'v4_orderbook'])
        client.send({ type: 'subscribe', channel, id })
    client.send({ type: 'subscribe', channel: 'v4_block_height' })
    client.send({ type: 'subscribe', channel: 'v4_block_height', id: 'other' })
    ports.advance(100)
    expect(messages(client, 'subscribed')).toHaveLength(5)
    expect(messages(client, 'error').map(({ message }) => message)).toEqual([
      'Per-connection subscription limit reached for v4_trades (limit=2).',
      'Per-connection subscription limit reached for v4_orderbook (limit=2).',
      'Per-connection subscription limit reached for v4_block_height (limit=1).',
    ])
  })

  test('two invalid messages a second are borne, a third ends the connection', () => {
    const client = setUp().connect()
    for (let i = 0; i < 3; i += 1) client.send('nonsense')
    expect(client.closed?.code).toBe(1008)
  })

  test('pings every 30 s and closes 10 s later where no pong came; JSON pings are never answered', () => {
    const { ports, venue, connect } = setUp()
    const deaf = new HostClient(venue.hosts['ws']!, '/v4/ws', false)
    const client = connect()
    client.send({ type: 'ping' })
    ports.advance(39_000)
    expect([client.pings, deaf.pings, deaf.closed]).toEqual([1, 1, undefined])
    ports.advance(2000)
    expect(deaf.closed).toEqual({ code: 1011, reason: 'Heartbeat timeout' })
    expect(client.closed).toBeUndefined()
    expect(client.received).toHaveLength(1)
  })

  test('tells each block, by other names in the answer than in what follows', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('v4_block_height')
    venue.market.stop()
    ports.advance(3100)
    expect(messages(client, 'subscribed')).toMatchObject([
      { id: 'v4_block_height', contents: { height: '66624085' } },
    ])
    expect(messages(client, 'channel_data').map(({ contents }) => contents)).toMatchObject([
      { blockHeight: '66624086', time: expect.stringMatching(/^\d{4}-.*Z$/) },
      { blockHeight: '66624087' },
      { blockHeight: '66624088' },
    ])
  })

  test('an account that was never funded is an empty object', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('v4_subaccounts', 'dydx1abc/0')
    ports.advance(100)
    expect(messages(client, 'subscribed')).toMatchObject([{ contents: {} }])
  })

  test('fails to fetch for a while, closes all for a restart, and knows one path', () => {
    const { ports, venue, connect, subscribe } = setUp()
    venue.failFetches(1000)
    const client = subscribe('v4_orderbook', 'BTC-USD')
    ports.advance(100)
    expect(messages(client, 'error')).toMatchObject([
      {
        message: 'Internal error, could not fetch data for subscription: v4_orderbook.',
        message_id: 1,
      },
    ])
    venue.restart()
    expect(client.closed).toEqual({ code: 1012, reason: '{"message":"Service restarting"}' })
    expect(connect('/v3/ws').refused).toBe(404)
  })
})
