import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { messages, post, setUp } from './support.ts'

const subscribe = (topic: string, id = '1') => ({
  id,
  type: 'subscribe',
  topic,
  privateChannel: false,
  response: true,
})

describe('simulated KuCoin, classic sockets', () => {
  test('welcome the holder of a token under the name that it chose, in a text frame', () => {
    const { classic } = setUp()
    expect(classic('spot').raw).toEqual(['{"id":"mine","type":"welcome"}'])
  })

  test.each(['', 'no-token-of-mine'])('show the holder of "%s" out', (token) => {
    const client = setUp().classic('spot', token)
    expect(client.received).toEqual([
      { id: 'mine', type: 'error', code: 401, data: 'token is expired' },
    ])
    expect(client.closed).toEqual({ code: 1000, reason: 'Bye' })
  })

  test('take no token of the other market, and none after a day', () => {
    const { ports, classic, token, venue } = setUp()
    venue.stop()
    const [spot, futures] = [token('spot'), token('futures')]
    expect(classic('spot', futures).closed).toBeDefined()
    expect(classic('spot', spot).closed).toBeUndefined()
    ports.advance(86_400_000)
    expect(classic('spot', spot).closed).toBeDefined()
  })

  test('say where they are by the name that the client used', () => {
    const { venue } = setUp()
    const at = (headers: Record<string, string>) =>
      (
        post(venue.hosts['futures']!, '/api/v1/bullet-public', headers) as {
          data: { instanceServers: unknown[] }
        }
      ).data.instanceServers
    expect(at({})).toEqual([
      {
        endpoint: 'wss://ws-api-futures.kucoin.com/',
        encrypt: true,
        protocol: 'websocket',
        pingInterval: 18_000,
        pingTimeout: 10_000,
      },
    ])
    expect(at({ host: '127.0.0.1:4711' })).toMatchObject([{ endpoint: 'ws://127.0.0.1:4711/' }])
  })

  test('acknowledge only who asks for it, and a symbol that nobody listed too', () => {
    const { ports, classic } = setUp()
    const client = classic('spot')
    client.send({ ...subscribe('/market/match:NOPE-USDT'), response: false })
    client.send(subscribe('/market/level2:NOPE-USDT', '2'))
    ports.advance(3000)
    expect(client.received.slice(1)).toEqual([{ id: '2', type: 'ack' }])
  })

  test.for([
    [subscribe('/market/nope:BTC-USDT'), 404, 'topic does not exist'],
    [subscribe('/contractMarket/level2Depth20:XBTUSDTM'), 404, 'topic does not exist'],
    [subscribe('/market/level2'), 404, 'topic does not exist'],
    [{ ...subscribe('/account/balance'), privateChannel: true }, 403, 'login is required'],
    [{ id: '1', type: 'nope' }, 415, 'type is not supported'],
    [
      subscribe(`/market/ticker:${Array.from({ length: 101 }, (_, i) => `A${i}-USDT`).join(',')}`),
      509,
      'exceed max topic count per time 100',
    ],
  ] as const)('%o is refused with %i', ([request, code, data]) => {
    const client = setUp().classic('spot')
    client.send(request)
    expect(client.received.slice(1)).toEqual([{ id: '1', type: 'error', code, data }])
  })

  test('answer what is no JSON under an id of their own', () => {
    const client = setUp().classic('spot')
    client.send('not json')
    expect(client.received[1]).toMatchObject({ type: 'error', code: 400 })
  })

  test('answer pings in µs, and close a minute after the last message though data flows', () => {
    const { ports, classic } = setUp()
    const client = classic('spot')
    client.send(subscribe('/market/ticker:BTC-USDT'))
    client.send({ id: '9', type: 'ping' })
    expect(client.received.at(-1)).toEqual({
      id: '9',
      type: 'pong',
      timestamp: 1_763_683_200_000_000,
    })
    ports.advance(59_000)
    expect(client.closed).toBeUndefined()
    ports.advance(1000)
    expect(client.closed).toEqual({ code: 1000, reason: 'Bye' })
    expect(client.received.at(-1)).not.toMatchObject({ type: 'error' })
  })

  test('tell an idle client why it is closed', () => {
    const { ports, classic } = setUp()
    const client = classic('futures')
    ports.advance(60_000)
    expect(client.received.at(-1)).toMatchObject({ type: 'error', code: 400, data: 'ping timeout' })
    expect(client.closed).toEqual({ code: 1000, reason: 'Bye' })
  })

  test('refuse the message after the hundredth in ten seconds, and take the next after them', () => {
    const { ports, classic } = setUp()
    const client = classic('spot')
    for (let i = 0; i <= 100; i += 1) client.send({ id: String(i), type: 'ping' })
    expect(client.received.at(-1)).toMatchObject({ id: '100', type: 'error', code: 509 })
    ports.advance(11_000)
    client.send({ id: '200', type: 'ping' })
    expect(client.received.at(-1)).toMatchObject({ id: '200', type: 'pong' })
  })

  test('refuse a topic too many on spot, and a connection too many', () => {
    const { classic } = setUp({ limits: { classicTopics: 1, classicConnectsPerMin: 1 } })
    const client = classic('spot')
    client.send(subscribe('/market/match:BTC-USDT,ETH-USDT'))
    expect(client.received[1]).toMatchObject({ type: 'error', code: 509 })
    expect(classic('spot').refused).toBe(429)
  })

  test('spot changes joined to the part of the book that is public make the venue its best levels', () => {
    const { ports, classic, data, venue } = setUp()
    const client = classic('spot')
    client.send(subscribe('/market/level2:BTC-USDT'))
    ports.advance(1000)
    const snapshot = data('/api/v1/market/orderbook/level2_100?symbol=BTC-USDT') as {
      sequence: string
      bids: [string, string][]
      asks: [string, string][]
    }
    ports.advance(2000)
    type Changes = {
      changes: { asks: string[][]; bids: string[][] }
      sequenceStart: number
      sequenceEnd: number
    }
    const all = messages<Changes>(client, '/market/level2:BTC-USDT').map((each) => each.data)
    const copy = new BookCopy()
    copy.apply(snapshot.bids, snapshot.asks)
    let last = Number(snapshot.sequence)
    let counted = 0
    for (const { changes, sequenceStart, sequenceEnd } of all) {
      if (sequenceEnd <= last) continue
      expect(sequenceStart).toBeLessThanOrEqual(last + 1)
      const real = (rows: string[][]) => rows.filter(([price]) => Number(price) > 0)
      counted += changes.asks.length - real(changes.asks).length
      copy.apply(real(changes.bids), real(changes.asks))
      last = sequenceEnd
    }
    expect(counted).toBeGreaterThan(0)
    const truth = venue.truth('spot', 'BTC-USDT', last)
    const { bids, asks } = copy.levels()
    expect([bids.slice(0, 20), asks.slice(0, 20)]).toEqual([
      truth?.bids.slice(0, 20),
      truth?.asks.slice(0, 20),
    ])
  })

  test('contract changes are one level each, numbered without a hole, and join the whole book', () => {
    const { ports, classic, data, venue } = setUp()
    const client = classic('futures')
    client.send(subscribe('/contractMarket/level2:XBTUSDTM'))
    ports.advance(1000)
    const snapshot = data('/api/v1/level2/snapshot?symbol=XBTUSDTM', 'futures') as {
      sequence: number
      bids: [string, number][]
      asks: [string, number][]
    }
    ports.advance(2000)
    const all = messages<{ sequence: number; change: string }>(
      client,
      '/contractMarket/level2:XBTUSDTM',
    )
    const copy = new BookCopy()
    const texts = (rows: [string, number][]) => rows.map((row) => row.map(String))
    copy.apply(texts(snapshot.bids), texts(snapshot.asks))
    let last = snapshot.sequence
    for (const { sn, data: change } of all) {
      expect(sn).toBe(change.sequence)
      if (change.sequence <= last) continue
      expect(change.sequence).toBe(last + 1)
      last = change.sequence
      const [price = '', side, size = ''] = change.change.split(',')
      if (side === 'buy') copy.apply([[price, size]], [])
      else copy.apply([], [[price, size]])
    }
    expect(last).toBeGreaterThan(snapshot.sequence + 20)
    const truth = venue.truth('linear', 'XBTUSDTM')
    expect(copy.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
  })

  test.for([
    [
      'spot',
      '/spotMarket/level2Depth5:BTC-USDT',
      { asks: expect.any(Array), timestamp: expect.any(Number) },
    ],
    ['spot', '/spotMarket/level2Depth50:BTC-USDT', { bids: expect.any(Array) }],
    ['spot', '/spotMarket/level1:BTC-USDT', { asks: [expect.any(String), expect.any(String)] }],
    [
      'spot',
      '/market/ticker:BTC-USDT',
      { bestAsk: expect.any(String), sequence: expect.any(String) },
    ],
    ['spot', '/market/ticker:all', { bestAsk: expect.any(String) }],
    [
      'spot',
      '/market/snapshot:BTC-USDT',
      { data: { symbol: 'BTC-USDT', vol: expect.any(Number) } },
    ],
    [
      'spot',
      '/market/match:BTC-USDT',
      { type: 'match', time: expect.stringMatching(/^17\d{17}$/) },
    ],
    ['spot', '/market/candles:BTC-USDT_1min', { candles: expect.any(Array) }],
    ['futures', '/contractMarket/level2Depth5:XBTUSDTM', { sequence: expect.any(Number) }],
    ['futures', '/contractMarket/tickerV2:XBTUSDTM', { bestBidSize: expect.any(Number) }],
    [
      'futures',
      '/contractMarket/ticker:XBTUSDTM',
      { price: expect.any(String), side: expect.any(String) },
    ],
    [
      'futures',
      '/contractMarket/execution:XBTUSDTM',
      { size: expect.any(Number), tradeId: expect.any(String) },
    ],
    [
      'futures',
      '/contractMarket/snapshot:XBTUSDTM',
      { highPrice: expect.any(Number), volume: expect.any(Number) },
    ],
    ['futures', '/contractMarket/limitCandle:XBTUSDTM_1min', { candles: expect.any(Array) }],
    ['futures', '/contract/instrument:XBTUSDTM', { markPrice: expect.any(Number) }],
  ] as const)('%s tells %s', ([market, topic, expected]) => {
    const { ports, classic } = setUp({ warmUpMs: 60_000 })
    const client = classic(market)
    client.send(subscribe(topic))
    ports.advance(6000)
    expect(messages(client, topic)[0]?.data).toMatchObject(expected)
  })

  test('contracts announce the beginning and the end of a settlement', () => {
    const { ports, classic, venue } = setUp()
    const client = classic('futures')
    client.send(subscribe('/contract/announcement'))
    const hours = 8 * 3_600_000
    const untilMs = hours - ((ports.wallClock.nowUs() / 1000) % hours)
    venue.stop()
    for (let leftMs = untilMs + 20_000; leftMs > 0; leftMs -= 30_000) {
      client.send({ id: 'p', type: 'ping' })
      ports.advance(Math.min(30_000, leftMs))
      venue.market.step()
    }
    ports.advance(20_000)
    const told = messages<{ symbol: string }>(client, '/contract/announcement')
    const ofOne = told
      .filter(({ data }) => data.symbol === 'XBTUSDTM')
      .map(({ subject }) => subject)
    expect(ofOne).toEqual(['funding.begin', 'funding.end'])
  })
})
