import { describe, expect, test } from 'vitest'
import { answers, pushes, setUp } from './support.ts'

describe('a simulated Gate session', () => {
  test('answers a request with its id, its payload and its success', () => {
    const { subscribe } = setUp()
    const client = subscribe('spot', 'spot.trades', ['BTC_USDT', 'ETH_USDT'])
    expect(answers(client)).toMatchObject([
      {
        id: 7,
        channel: 'spot.trades',
        event: 'subscribe',
        payload: ['BTC_USDT', 'ETH_USDT'],
        error: null,
        result: { status: 'success' },
      },
    ])
  })

  test.each([
    ['spot', 'spot.trades', ['BTC_USDT', 'GHOST_USDT'], 'unknown currency pair: GHOST_USDT'],
    ['usdt', 'futures.trades', ['BTC_USDT', 'GHOST_USDT'], 'unknown contract: GHOST_USDT'],
    ['usdt', 'futures.trades', ['BTC_USD'], 'unknown contract: BTC_USD'],
    ['usdt', 'spot.trades', ['BTC_USDT'], 'unknown channel spot.trades'],
    ['spot', 'spot.weather', ['BTC_USDT'], 'unknown channel spot.weather'],
    ['spot', 'spot.public_liquidates', ['BTC_USDT'], 'unknown channel spot.public_liquidates'],
    ['spot', 'spot.obu', ['ob.BTC_USDT.20'], 'invalid argument ob.BTC_USDT.20'],
    ['spot', 'spot.obu', ['BTC_USDT'], 'invalid argument BTC_USDT'],
    ['spot', 'spot.candlesticks', ['2m', 'BTC_USDT'], 'unknown interval 2m'],
    ['spot', 'spot.order_book_update', ['BTC_USDT', '5ms'], 'invalid interval 5ms'],
    ['usdt', 'futures.order_book_update', ['BTC_USDT', '20ms', '100'], 'invalid level 100'],
    ['usdt', 'futures.order_book_update', ['BTC_USDT', '100ms', '30'], 'invalid level 30'],
  ] as const)('%s %s %j fails as a whole: %s', (product, channel, payload, message) => {
    const { ports, subscribe } = setUp()
    const client = subscribe(product, channel, payload)
    ports.advance(3_000)
    expect(answers(client)).toMatchObject([
      { id: 7, error: { code: 2, message }, result: { status: 'fail' } },
    ])
    expect(pushes(client, channel)).toEqual([])
  })

  test('a repeated book is refused by name, another repeated channel is not', () => {
    const { subscribe } = setUp()
    const client = subscribe('spot', 'spot.obu', ['ob.BTC_USDT.50'])
    client.send({
      id: 8,
      channel: 'spot.obu',
      event: 'subscribe',
      payload: ['ob.BTC_USDT.50', 'ob.ETH_USDT.50'],
    })
    client.send({ id: 9, channel: 'spot.trades', event: 'subscribe', payload: ['BTC_USDT'] })
    client.send({ id: 10, channel: 'spot.trades', event: 'subscribe', payload: ['BTC_USDT'] })
    expect(answers(client).map(({ id, error }) => [id, error?.message])).toEqual([
      [7, undefined],
      [8, 'Alert sub ob.BTC_USDT.50'],
      [9, undefined],
      [10, undefined],
    ])
  })

  test('an end stops what it names', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('spot', 'spot.book_ticker', ['BTC_USDT', 'ETH_USDT'])
    ports.advance(2_000)
    client.send({ id: 8, channel: 'spot.book_ticker', event: 'unsubscribe', payload: ['BTC_USDT'] })
    const before = pushes(client, 'spot.book_ticker').length
    ports.advance(2_000)
    const after = pushes<{ s: string }>(client, 'spot.book_ticker').slice(before)
    expect(after.length).toBeGreaterThan(5)
    expect(new Set(after.map(({ result }) => result.s))).toEqual(new Set(['ETH_USDT']))
  })

  test('private channels and requests need a login', () => {
    const { connect } = setUp()
    const client = connect('spot')
    client.send({ channel: 'spot.orders', event: 'subscribe', payload: ['!all'] })
    expect(answers(client)).toMatchObject([{ error: { code: 4 }, result: { status: 'fail' } }])
    client.send({ channel: 'spot.order_place', event: 'api', payload: { req_id: '9' } })
    expect(client.received.at(-1)).toMatchObject({
      header: { status: '401' },
      data: { errs: { label: 'AUTHENTICATION_FAILED' } },
      request_id: '9',
    })
  })

  test.each(['no JSON', '[]', '{}', '{"channel":"spot.trades"}'])('%s is no request', (text) => {
    const { connect } = setUp()
    const client = connect('spot')
    client.send(text)
    expect(client.received).toMatchObject([{ channel: '', error: { code: 1 }, result: null }])
  })

  test('its pings are answered by its pongs', () => {
    const { connect } = setUp()
    for (const [product, prefix] of [
      ['spot', 'spot'],
      ['delivery', 'futures'],
    ] as const) {
      const client = connect(product)
      client.send({ time: 1763683200, channel: `${prefix}.ping` })
      expect(client.received).toMatchObject([
        { time_ms: expect.any(Number), channel: `${prefix}.pong`, event: '', result: null },
      ])
    }
  })

  test('closes who does not answer protocol pings, and only those', () => {
    const { ports, connect } = setUp()
    const [deaf, well] = [false, true].map((answersPings) => connect('spot', {}, answersPings))
    ports.advance(60_000)
    expect(deaf!.closed?.code).toBe(1008)
    expect(well!.closed).toBeUndefined()
    expect(well!.pings).toBe(4)
  })

  test('paths without a product and connections beyond the limit are refused', () => {
    const { connect, venue } = setUp({ limits: { connections: 2 } })
    expect(venue.hosts['futures-ws']!.accept('/v4/ws/eth', {}, {} as never)).toEqual({
      refuse: 404,
    })
    expect(venue.hosts['spot-ws']!.accept('/v4/ws/usdt', {}, {} as never)).toEqual({ refuse: 404 })
    const [first] = [connect('spot'), connect('spot')]
    expect(connect('spot').refused).toBe(429)
    first!.leave()
    expect(connect('spot').refused).toBeUndefined()
  })
})
