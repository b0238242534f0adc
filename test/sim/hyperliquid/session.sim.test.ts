import { describe, expect, test } from 'vitest'
import { GREETING, setUp, told } from './support.ts'

const BOOK = { type: 'l2Book', coin: 'BTC' }
const ECHO = { type: 'l2Book', coin: 'BTC', nSigFigs: null, mantissa: null, fast: false }

describe('simulated Hyperliquid session', () => {
  test('begins with a line that is no JSON', () => {
    const { connect } = setUp()
    expect(connect().raw).toEqual([GREETING])
    expect(setUp({ limits: { hasGreeting: false } }).connect().raw).toEqual([])
  })

  test('repeats a subscription with its defaults filled in, then tells what is now', () => {
    const { subscribe } = setUp()
    const client = subscribe(BOOK)
    expect(client.received[1]).toEqual({
      channel: 'subscriptionResponse',
      data: { method: 'subscribe', subscription: ECHO },
    })
    expect(client.received[2]).toMatchObject({ channel: 'l2Book', data: { coin: 'BTC' } })
  })

  test('says of a second subscribe that it stands, and of a second unsubscribe that it is gone', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe(BOOK, { ...ECHO })
    expect(told(client, 'error')).toEqual([`Already subscribed: ${JSON.stringify(ECHO)}`])
    for (let i = 0; i < 2; i += 1) client.send({ method: 'unsubscribe', subscription: BOOK })
    expect(told(client, 'error').at(-1)).toBe(`Already unsubscribed: ${JSON.stringify(ECHO)}`)
    const count = client.received.length
    ports.advance(20_000)
    expect(client.received).toHaveLength(count)
    expect(client.closed).toBeUndefined()
  })

  test.for([
    BOOK,
    { ...BOOK, fast: true },
    { ...BOOK, nSigFigs: 5, mantissa: 2 },
    { type: 'bbo', coin: 'xyz:SILVER' },
    { type: 'trades', coin: '@107' },
    { type: 'candle', coin: 'PURR/USDC', interval: '1m' },
    { type: 'activeAssetCtx', coin: 'kPEPE' },
    { type: 'activeAssetCtx', coin: '@107' },
    { type: 'allMids' },
    { type: 'allMids', dex: 'xyz' },
    { type: 'assetCtxs', dex: 'flx' },
    { type: 'allDexsAssetCtxs' },
    { type: 'spotAssetCtxs' },
  ] as const)('has a stream of %o', (subscription) => {
    const { ports, subscribe } = setUp({ warmUpMs: 5_000 })
    const client = subscribe(subscription)
    expect(told(client, 'subscriptionResponse')).toMatchObject([{ subscription }])
    ports.advance(16_000)
    const { coin, type } = subscription as { coin?: string; type: string }
    const isSpot = type === 'activeAssetCtx' && coin === '@107'
    expect(told(client, isSpot ? 'activeSpotAssetCtx' : type).length).toBeGreaterThan(0)
  })

  test.for([
    { type: 'l2Book', coin: 'NOPE' },
    { type: 'bbo', coin: 'btc' },
    { type: 'trades', coin: 'XYZ:SILVER' },
    { type: 'l2Book', coin: 'SILVER' },
    { type: 'l2Book', coin: 'BTC', nSigFigs: 6 },
    { type: 'l2Book', coin: 'BTC', nSigFigs: 4, mantissa: 2 },
    { type: 'allMids', dex: 'XYZ' },
  ] as const)(
    '%o ends the connection without a word, and its other subscriptions with it',
    (wrong) => {
      const { ports, subscribe } = setUp()
      const client = subscribe({ type: 'bbo', coin: 'BTC' }, wrong)
      expect(told(client, 'subscriptionResponse')).toHaveLength(1)
      expect(told(client, 'error')).toEqual([])
      ports.advance(150)
      expect(client.closed).toEqual({ code: 1006, reason: '' })
      const count = client.received.length
      ports.advance(10_000)
      expect(client.received).toHaveLength(count)
    },
  )

  test('a coin that is out of trading can be subscribed to, and its books are empty', () => {
    const { ports, venue, subscribe } = setUp()
    venue.delist('ETH')
    const client = subscribe({ type: 'l2Book', coin: 'ETH' }, { type: 'bbo', coin: 'ETH' })
    ports.advance(11_000)
    expect(client.closed).toBeUndefined()
    expect(told(client, 'bbo')).toEqual([])
    for (const book of told(client, 'l2Book')) expect(book).toMatchObject({ levels: [[], []] })
    expect(told(client, 'l2Book')).toHaveLength(3)
  })

  test.for([
    '{"method":"subscribe","subscription":{"type":"bbo","coin":["BTC","ETH"]}}',
    '{"method":"subscribe","subscription":{"type":"nothing","coin":"BTC"}}',
    '{"method":"subscribe","subscription":{"type":"candle","coin":"BTC","interval":"6h"}}',
    '{"method":"subscribe"}',
    '{"method":"nothing"}',
    '{"method":"post","request":{}}',
    'nonsense',
    '[]',
  ])('%s cannot be read, is repeated, and harms nothing', (text) => {
    const { ports, connect } = setUp()
    const client = connect()
    client.send(text)
    expect(client.received.slice(1)).toEqual([
      { channel: 'error', data: `Error parsing JSON into valid websocket request: ${text}` },
    ])
    ports.advance(1000)
    expect(client.closed).toBeUndefined()
  })

  test('answers a ping, which keeps a connection alive that has nothing else to hear', () => {
    const { ports, connect } = setUp()
    const [silent, pinging] = [connect(), connect()]
    ports.advance(40_000)
    pinging.send({ method: 'ping' })
    expect(pinging.received.at(-1)).toEqual({ channel: 'pong' })
    ports.advance(20_000)
    expect(silent.closed).toEqual({ code: 1006, reason: '' })
    expect(pinging.closed).toBeUndefined()
    ports.advance(40_000)
    expect(pinging.closed?.code).toBe(1006)
  })

  test('what is pushed keeps a connection alive too', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe(BOOK)
    ports.advance(130_000)
    expect(client.closed).toBeUndefined()
  })

  test('takes ten connections at once and thirty new ones a minute', () => {
    const { ports, connect } = setUp()
    const clients = Array.from({ length: 11 }, () => connect())
    expect(clients.map(({ refused }) => refused)).toEqual([
      ...Array.from({ length: 10 }, () => undefined),
      429,
    ])
    for (let i = 0; i < 20; i += 1) {
      clients[i % 10]?.leave()
      clients[i % 10] = connect()
      expect(clients[i % 10]?.refused).toBeUndefined()
    }
    clients[0]?.leave()
    expect(connect().refused).toBe(429)
    ports.advance(60_000)
    expect(connect().refused).toBeUndefined()
    expect(connect('/other').refused).toBe(404)
  })

  test('takes a thousand subscriptions and two thousand messages a minute, of all connections together', () => {
    const { subscribe, connect } = setUp({ limits: { subscriptions: 2, messagesPerMinute: 5 } })
    subscribe(BOOK)
    const client = subscribe({ ...BOOK, coin: 'ETH' }, { ...BOOK, coin: 'kPEPE' })
    expect(told(client, 'error')).toEqual(['Cannot subscribe to more than 2 channels.'])
    const other = connect()
    for (let i = 0; i < 3; i += 1) other.send({ method: 'ping' })
    expect(other.received.slice(1)).toEqual([
      { channel: 'pong' },
      { channel: 'pong' },
      { channel: 'error', data: 'Too many messages' },
    ])
  })

  test('answers questions of REST on the socket by their ids, and refuses actions', () => {
    const { connect } = setUp()
    const client = connect()
    const post = (id: number, type: string, payload: object): void =>
      client.send({ method: 'post', id, request: { type, payload } })
    post(6, 'info', { type: 'l2Book', coin: 'BTC' })
    post(7, 'info', { type: 'l2Book', coin: 'NOPE' })
    post(8, 'action', { type: 'order' })
    expect(told(client, 'post')).toMatchObject([
      { id: 6, response: { type: 'info', payload: { type: 'l2Book', data: { coin: 'BTC' } } } },
      { id: 7, response: { type: 'info', payload: { type: 'l2Book', data: null } } },
      { id: 8, response: { type: 'error' } },
    ])
  })
})
