import { describe, expect, test } from 'vitest'
import { messages, setUp } from './support.ts'

interface Answer {
  method?: string
  result?: Record<string, unknown>
  success?: boolean
  error?: string
  symbol?: string
  req_id?: number
}

const BOOK = { channel: 'book', symbol: ['BTC/USD'], depth: 25 }

describe('a session of simulated Kraken spot', () => {
  test('begins with the status, whose connection id exceeds 2^53', () => {
    const { connect } = setUp()
    const client = connect()
    const text = String(client.raw[0])
    expect(messages(client, 'status')).toMatchObject([{ data: [{ system: 'online' }] }])
    expect(BigInt(/"connection_id":(\d+)/.exec(text)?.[1] ?? '0')).toBeGreaterThan(2n ** 53n)
  })

  test('hears of maintenance', () => {
    const { venue, connect } = setUp()
    const client = connect()
    venue.announceSystem('maintenance')
    expect(messages<{ system: string }>(client, 'status').at(-1)?.data[0]?.system).toBe(
      'maintenance',
    )
  })

  test('has an answer for each symbol, with the id of the request', () => {
    const { subscribe } = setUp()
    const symbol = ['BTC/USD', 'FOO/BAR', 'ETH/USD']
    const client = subscribe({ ...BOOK, symbol }, 7)
    const answers = client.with<Answer>('method')
    expect(answers).toMatchObject([
      { success: true, req_id: 7, result: { channel: 'book', depth: 25, symbol: 'BTC/USD' } },
      {
        success: false,
        req_id: 7,
        symbol: 'FOO/BAR',
        error: 'Currency pair not supported FOO/BAR',
      },
      { success: true, req_id: 7, result: { symbol: 'ETH/USD', snapshot: true } },
    ])
  })

  test.for([
    [{ channel: 'spread', symbol: ['BTC/USD'] }, 'Subscription name invalid'],
    [{ channel: 'book', symbol: ['BTC/USD'], depth: 20 }, 'Subscription depth not supported'],
    [
      { channel: 'ohlc', symbol: ['BTC/USD'], interval: 3 },
      'Subscription ohlc interval not supported',
    ],
    [
      { channel: 'executions', symbol: ['BTC/USD'] },
      'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com',
    ],
    [{ channel: 'book' }, 'Symbol(s) not found'],
  ] as const)('refuses %j', ([params, error]) => {
    const { subscribe } = setUp()
    const [answer] = subscribe(params, 3).with<Answer>('method')
    expect(answer).toMatchObject({ error, success: false, req_id: 3, method: 'subscribe' })
  })

  test.for([
    [BOOK, { ...BOOK, depth: 100 }],
    [BOOK, BOOK],
    [
      { channel: 'ticker', symbol: ['BTC/USD'] },
      { channel: 'ticker', symbol: ['BTC/USD'], event_trigger: 'bbo' },
    ],
  ] as const)('holds one subscription of a kind and symbol', ([first, second]) => {
    const { subscribe } = setUp()
    const client = subscribe(first)
    client.send({ method: 'subscribe', params: second })
    expect(client.with<Answer>('method').at(-1)).toMatchObject({ error: 'Already subscribed' })
  })

  test('ends a subscription that is named with its depth', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe(BOOK)
    client.send({ method: 'unsubscribe', params: { ...BOOK, depth: 10 } })
    client.send({ method: 'unsubscribe', params: BOOK, req_id: 9 })
    const told = client.raw.length
    expect(client.with<Answer>('method').slice(-2)).toMatchObject([
      { error: 'Subscription Not Found' },
      { success: true, req_id: 9, result: { channel: 'book', depth: 25, symbol: 'BTC/USD' } },
    ])
    ports.advance(3000)
    expect(client.raw).toHaveLength(told)
    client.send({ method: 'subscribe', params: BOOK })
    expect(messages(client, 'book').at(-1)?.type).toBe('snapshot')
  })

  test('ends a ticker without its trigger', () => {
    const { subscribe } = setUp()
    const params = { channel: 'ticker', symbol: ['BTC/USD'] }
    const client = subscribe({ ...params, event_trigger: 'bbo' })
    client.send({ method: 'unsubscribe', params })
    expect(client.with<Answer>('method').at(-1)).toMatchObject({ success: true })
  })

  test('has a heartbeat for each second without data', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe(BOOK)
    venue.stop()
    ports.advance(5050)
    expect(messages(client, 'heartbeat').length).toBeGreaterThanOrEqual(4)
    expect(messages(client, 'heartbeat').length).toBeLessThanOrEqual(5)
  })

  test('answers a ping', () => {
    const { connect } = setUp()
    const client = connect()
    client.send({ method: 'ping', req_id: 101 })
    expect(client.received.at(-1)).toMatchObject({ method: 'pong', req_id: 101 })
  })

  test('is closed after a minute without subscriptions', () => {
    const { ports, connect, subscribe } = setUp()
    const unused = connect()
    const used = subscribe(BOOK)
    ports.advance(62_000)
    expect(unused.closed).toMatchObject({ code: 1000 })
    expect(used.closed).toBeUndefined()
  })

  test('is told that it sends too many messages', () => {
    const { connect } = setUp()
    const client = connect()
    for (let i = 0; i < 21; i += 1) client.send({ method: 'ping' })
    expect(client.received.at(-1)).toEqual({ Error: 'Exceeded msg rate' })
  })

  test.for(['no json', '[]', '{"params":{}}', '{"method":"subscribe","req_id":"a"}'])(
    'refuses %s',
    (text) => {
      const { connect } = setUp()
      const client = connect()
      client.send(text)
      expect(client.received.at(-1)).toMatchObject({ success: false })
    },
  )

  test('is refused at another path, and after too many attempts', () => {
    const { venue, connect } = setUp({ limits: { connectsPer10Min: 2 } })
    expect([connect().refused, connect().refused, connect().refused]).toEqual([
      undefined,
      undefined,
      429,
    ])
    const host = venue.hosts['spot-ws']
    expect(host?.accept('/', {}, { send() {}, ping() {}, close() {}, terminate() {} })).toEqual({
      refuse: 404,
    })
  })
})

describe('a session of simulated Kraken futures', () => {
  test('greets, and takes product ids in any case', () => {
    const { futures } = setUp()
    const client = futures()
    client.send({ event: 'subscribe', feed: 'book', product_ids: ['pf_xbtusd', 'PI_XBTUSD'] })
    expect(client.received).toMatchObject([
      { event: 'info', version: 1 },
      { event: 'subscribed', feed: 'book', product_ids: ['PF_XBTUSD'] },
      { feed: 'book_snapshot', product_id: 'PF_XBTUSD' },
      { event: 'subscribed', feed: 'book', product_ids: ['PI_XBTUSD'] },
      { feed: 'book_snapshot', product_id: 'PI_XBTUSD' },
    ])
  })

  test.for([
    [{ event: 'subscribe', feed: 'book', product_ids: ['PF_NONE'] }, 'Invalid product id'],
    [{ event: 'subscribe', feed: 'spread', product_ids: ['PF_XBTUSD'] }, 'Invalid feed'],
    [{ event: 'subscribe', feed: 'fills' }, 'Failed to subscribe to authenticated feed'],
    ['no json', 'Json Error'],
  ] as const)('refuses %j', ([message, error]) => {
    const { futures } = setUp()
    const client = futures()
    client.send(message)
    expect(client.received.at(-1)).toEqual({ event: 'error', message: error })
  })

  test('warns of a second subscription, and serves it', () => {
    const { futures } = setUp()
    const client = futures()
    const request = { event: 'subscribe', feed: 'book', product_ids: ['PF_XBTUSD'] }
    client.send(request)
    client.send(request)
    expect(client.with<{ event: string }>('event').map(({ event }) => event)).toEqual([
      'info',
      'subscribed',
      'alert',
      'subscribed',
    ])
  })

  test('ends a feed', () => {
    const { ports, futures } = setUp()
    const client = futures()
    const request = { event: 'subscribe', feed: 'book', product_ids: ['PF_XBTUSD'] }
    client.send(request)
    client.send({ ...request, event: 'unsubscribe' })
    const told = client.raw.length
    ports.advance(2000)
    expect(client.received.at(-1)).toEqual({
      event: 'unsubscribed',
      feed: 'book',
      product_ids: ['PF_XBTUSD'],
    })
    expect(client.raw).toHaveLength(told)
  })

  test('is closed after a minute without a ping', () => {
    const { ports, futures } = setUp()
    const silent = futures()
    const pinging = futures()
    for (let i = 0; i < 4; i += 1) {
      ports.advance(20_000)
      pinging.pong()
    }
    expect(silent.closed).toMatchObject({ code: 1008 })
    expect(pinging.closed).toBeUndefined()
  })
})
