import { describe, expect, test } from 'vitest'
import { type SimulatedBinanceOptions, simulatedBinance } from '../../../src/sim/binance/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

function setUp(options: Partial<SimulatedBinanceOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedBinance({ ports, ...options })
  const stream = (product: string, target: string) =>
    new HostClient(venue.hosts[`${product}-stream`]!, target)
  const rest = (target: string) => get(venue.hosts['spot-rest']!, target)
  venue.start()
  return { ports, venue, stream, rest }
}

describe('simulated Binance session', () => {
  test('answers its own methods', () => {
    const { stream } = setUp()
    const client = stream('spot', '/ws/btcusdt@trade')
    client.send({ method: 'SUBSCRIBE', params: ['nosuch@depth'], id: 'a-1' })
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 2 })
    client.send({ method: 'SET_PROPERTY', params: ['combined', true], id: 3 })
    client.send({ method: 'GET_PROPERTY', params: ['combined'], id: 4 })
    client.send({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 5 })
    expect(client.received).toEqual([
      { result: null, id: 'a-1' },
      { result: ['btcusdt@trade', 'nosuch@depth'], id: 2 },
      { result: null, id: 3 },
      { result: true, id: 4 },
      { result: null, id: 5 },
    ])
  })

  test.for([
    ['spot', '{', { code: 3 }],
    ['spot', { method: 'NONE', id: 1 }, { code: 2, id: 1 }],
    ['spot', { id: 1 }, { code: 2, id: 1 }],
    ['spot', { method: 'SET_PROPERTY', params: ['x', true], id: 1 }, { code: 0, id: 1 }],
    ['spot', { method: 'SET_PROPERTY', params: ['combined', 1], id: 1 }, { code: 1, id: 1 }],
    ['usdm', { method: 'SUBSCRIBE', params: [], id: 'text' }, { code: 2 }],
    ['usdm', { method: 'SUBSCRIBE', params: [], id: -1 }, { code: 2 }],
  ] as const)('%s answers %j with an error', ([product, message, error]) => {
    const client = setUp().stream(product, '/ws')
    client.send(message)
    expect(client.received).toEqual([{ ...error, msg: expect.any(String) }])
  })

  test('combined messages carry the name of their stream', () => {
    const { ports, stream } = setUp()
    const client = stream('spot', '/stream?streams=btcusdt@bookTicker/ethusdt@depth5@100ms')
    ports.advance(3000)
    const names = client.with<{ stream: string; data: object }>('stream')
    expect(new Set(names.map((message) => message.stream))).toEqual(
      new Set(['btcusdt@bookTicker', 'ethusdt@depth5@100ms']),
    )
    const partial = names.find((message) => message.stream.includes('depth5'))
    expect(Object.keys(partial!.data)).toEqual(['lastUpdateId', 'bids', 'asks'])
  })

  test('writes microseconds where the URL asks for them', () => {
    const { ports, stream } = setUp()
    const client = stream('spot', '/ws/btcusdt@trade?timeUnit=MICROSECOND')
    ports.advance(3000)
    expect(client.with<{ T: number }>('T')[0]!.T).toBeGreaterThan(1e15)
  })

  test.for([
    ['spot', 5],
    ['usdm', 10],
  ] as const)('%s closes after more than %i messages in a second', ([product, count]) => {
    const { ports, stream } = setUp()
    const client = stream(product, '/ws')
    for (let turn = 0; turn < 2; turn += 1) {
      for (let i = 0; i < count; i += 1) client.send({ method: 'LIST_SUBSCRIPTIONS', id: i })
      ports.advance(1000)
    }
    expect(client.closed).toBeUndefined()
    for (let i = 0; i <= count; i += 1) client.pong()
    expect(client.closed?.code).toBe(1008)
  })

  test('pings every 20 s and closes without a pong for 60 s', () => {
    const { ports, venue } = setUp()
    venue.stop()
    const host = venue.hosts['spot-stream']!
    const [alive, dead] = [new HostClient(host, '/ws'), new HostClient(host, '/ws', false)]
    ports.advance(160_000)
    expect(alive.pings).toBe(8)
    expect(alive.closed).toBeUndefined()
    expect(dead.closed).toEqual({ code: 1008, reason: 'Pong timeout' })
    expect(dead.pings).toBe(3)
  })

  test('closes every connection at its age', () => {
    const { ports, venue, stream } = setUp({ limits: { connectionLifetimeMs: 3000 } })
    venue.stop()
    const client = stream('usdm', '/public/ws')
    ports.advance(2999)
    expect(client.closed).toBeUndefined()
    ports.advance(1)
    expect(client.closed?.code).toBe(1001)
  })

  test('announces a shutdown on spot', () => {
    const { venue, stream } = setUp()
    const [raw, combined] = [stream('spot', '/ws'), stream('spot', '/stream')]
    venue.announceShutdown()
    const event = { e: 'serverShutdown', E: 1_763_683_200_000 }
    expect(raw.received).toEqual([event])
    expect(combined.received).toEqual([{ stream: '!serverShutdown', data: event }])
  })

  test('refuses unknown paths and too many connections', () => {
    const { stream } = setUp({ limits: { connectsPer5Min: 2 } })
    expect(stream('spot', '/other').refused).toBe(404)
    expect([stream('spot', '/ws').refused, stream('spot', '/ws').refused]).toEqual([
      undefined,
      undefined,
    ])
    expect(stream('spot', '/ws').refused).toBe(429)
  })

  test('refuses more than 1024 streams', () => {
    const client = setUp().stream('spot', '/ws')
    const params = Array.from({ length: 1025 }, (_, i) => `s${i}@trade`)
    client.send({ method: 'SUBSCRIBE', params, id: 1 })
    expect(client.received[0]).toMatchObject({ code: 2, id: 1 })
  })

  test('a bar is told while open and once when final', () => {
    const { ports, stream } = setUp()
    const client = stream('spot', '/ws/btcusdt@kline_1m')
    ports.advance(130_000)
    const bars = client.with<{ k: { t: number; x: boolean; n: number } }>('k').map(({ k }) => k)
    const finals = bars.filter((bar) => bar.x).map((bar) => bar.t)
    expect(finals).toEqual([1_763_683_200_000, 1_763_683_260_000])
    expect(bars.filter((bar) => !bar.x).length).toBeGreaterThan(10)
  })
})

describe('simulated Binance REST', () => {
  test.for([
    ['/api/v3/depth', 400, -1102],
    ['/api/v3/depth?symbol=NOSUCH', 400, -1121],
    ['/api/v3/klines?symbol=BTCUSDT&interval=7m', 400, -1120],
    ['/api/v3/depth?symbol=BTCUSDT&limit=x', 400, -1130],
    ['/api/v3/premiumIndex?symbol=BTCUSDT', 404, -5000],
    ['/other', 404, -5000],
  ] as const)('%s is refused with %i and %i', ([target, status, code]) => {
    const answer = setUp().rest(target)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ code, msg: expect.any(String) })
  })

  test('counts weight by the minute, refuses beyond it, then bans', () => {
    const { ports, rest } = setUp({ limits: { refusalsToBan: 3 } })
    const depth = '/api/v3/depth?symbol=BTCUSDT&limit=5000'
    const used = Array.from({ length: 24 }, () => rest(depth).headers['x-mbx-used-weight-1m'])
    expect(used.at(-1)).toBe('6000')
    const refused = rest(depth)
    expect(refused.status).toBe(429)
    expect(refused.headers['retry-after']).toBe('60')
    expect(refused.body).toMatchObject({ code: -1003 })
    ports.advance(60_000)
    expect(rest(depth).status).toBe(200)
    for (let i = 0; i < 23; i += 1) rest(depth)
    expect([rest(depth).status, rest(depth).status, rest(depth).status]).toEqual([429, 429, 418])
    ports.advance(60_000)
    expect(rest('/api/v3/time')).toMatchObject({ status: 418, headers: { 'retry-after': '60' } })
    ports.advance(60_001)
    expect(rest('/api/v3/time').status).toBe(200)
  })

  test('lists what it trades with the rules it keeps', () => {
    const { rest } = setUp()
    const { symbols } = rest('/api/v3/exchangeInfo?symbols=["BTCUSDT","ETHBTC"]').body as {
      symbols: { symbol: string; filters: Record<string, string>[] }[]
    }
    expect(symbols.map((each) => each.symbol)).toEqual(['BTCUSDT', 'ETHBTC'])
    expect(symbols[0]!.filters[0]).toMatchObject({
      filterType: 'PRICE_FILTER',
      tickSize: '0.01000000',
    })
    expect(symbols[0]!.filters[3]).toMatchObject({
      filterType: 'NOTIONAL',
      minNotional: '5.00000000',
    })
  })

  test('has bars and trades of before its start where it warmed up', () => {
    const { rest } = setUp({ warmUpMs: 120_000 })
    expect(rest('/api/v3/klines?symbol=BTCUSDT&interval=1m').body).toHaveLength(2)
    expect(rest('/api/v3/trades?symbol=BTCUSDT&limit=7').body).toHaveLength(7)
    expect(rest('/api/v3/aggTrades?symbol=BTCUSDT&limit=7').body).toHaveLength(7)
  })
})
