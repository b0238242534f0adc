import { describe, expect, test } from 'vitest'
import { pushes, setUp } from './support.ts'

describe('a connection to simulated CoinEx', () => {
  test('is answered by the id of its request, then pushed to', () => {
    const { connect, ask } = setUp()
    const client = connect()
    ask(client, 'bbo.subscribe', ['BTCUSDT', 'ETHUSDT'], 42)
    expect(client.received[0]).toEqual({ id: 42, code: 0, message: 'OK' })
    expect(pushes(client, 'bbo.update').map(({ market }) => market)).toEqual(['BTCUSDT', 'ETHUSDT'])
  })

  test('is told every frame as bytes of a gzip stream', () => {
    const { connect, ask } = setUp()
    const client = connect()
    // The support unpacks, and throws where there is nothing to unpack.
    ask(client, 'server.ping', undefined, 5)
    expect(client.received).toEqual([{ id: 5, code: 0, data: { result: 'pong' }, message: 'OK' }])
  })

  test('is told the time', () => {
    const { connect, ask } = setUp()
    const client = connect('futures')
    ask(client, 'server.time', undefined, 6)
    expect(client.received).toEqual([
      { id: 6, code: 0, data: { timestamp: 1_763_683_200_000 }, message: 'OK' },
    ])
  })

  test.each([
    ['spot', 'depth.listen', 20_002],
    ['futures', 'kline.subscribe', 30_002],
    ['futures', 'server.dance', 30_002],
    ['spot', 'order.subscribe', 21_001],
    ['futures', 'position.subscribe', 31_001],
    ['spot', 'server.sign', 21_002],
  ] as const)('on %s is refused %s with %i', (half, method, code) => {
    const { connect, ask } = setUp()
    const client = connect(half)
    ask(client, method, [], 8)
    expect(client.received).toMatchObject([{ id: 8, code }])
  })

  test.each(['no json', '[]', '{"id":1}', '{"method":"bbo.subscribe","params":[],"id":1}'])(
    'is refused what is no request: %s',
    (text) => {
      const client = setUp().connect()
      client.send(text)
      expect(client.received).toMatchObject([{ code: 20_001 }])
    },
  )

  test('is refused a list that is none', () => {
    const { connect, ask } = setUp()
    const client = connect()
    ask(client, 'deals.subscribe', 'BTCUSDT')
    ask(client, 'deals.unsubscribe', 'BTCUSDT')
    expect(client.received).toMatchObject([{ code: 20_001 }, { code: 20_001 }])
  })

  test.each([
    ['bbo', 'NOPEUSDT'],
    ['depth', ['NOPEUSDT', 50, '0', true]],
    ['depth', ['BTCUSDT', 7, '0', true]],
    ['depth', ['BTCUSDT', 50, '0.3', true]],
    ['depth', 'BTCUSDT'],
    ['index', 'ELONUSDT'],
  ])('is accepted %s of %j, and told nothing', (subject, entry) => {
    const { ports, subscribe } = setUp()
    const client = subscribe('spot', subject, entry)
    ports.advance(5000)
    expect(client.received).toEqual([{ id: 1, code: 0, message: 'OK' }])
  })

  test('hears every market where its list is empty', () => {
    const { ports, subscribe } = setUp()
    const [deals, states, index] = ['deals', 'state', 'index'].map((each) =>
      subscribe('futures', each),
    )
    ports.advance(10_000)
    const listed = ['BTCUSDT', 'ETHUSDT', 'BTCUSDC', 'BTCUSD']
    const marketsOf = (client: typeof deals, method: string) =>
      new Set(pushes(client!, method).map(({ market }) => market))
    expect(marketsOf(deals, 'deals.update')).toEqual(new Set(listed))
    expect(marketsOf(index, 'index.update')).toEqual(new Set(listed))
    for (const { state_list } of pushes<{ state_list: { market: string }[] }>(
      states!,
      'state.update',
    ))
      expect(state_list.map(({ market }) => market)).toEqual(listed)
  })

  test('hears no more of what it unsubscribes, by name or all of a subject', () => {
    const { ports, ask, subscribe } = setUp()
    const client = subscribe('spot', 'bbo', 'BTCUSDT', 'ETHUSDT')
    ask(client, 'depth.subscribe', [['BTCUSDT', 5, '0', false]], 2)
    ask(client, 'bbo.unsubscribe', ['BTCUSDT'], 3)
    ports.advance(3000)
    const markets = pushes(client, 'bbo.update').slice(2)
    expect(new Set(markets.map(({ market }) => market))).toEqual(new Set(['ETHUSDT']))
    ask(client, 'bbo.unsubscribe', [], 4)
    const told = pushes(client, 'bbo.update').length
    ports.advance(3000)
    expect(pushes(client, 'bbo.update')).toHaveLength(told)
    expect(pushes(client, 'depth.update').length).toBeGreaterThan(5)
    expect(client.with('code')).toHaveLength(4)
  })

  test('is cut without a word after 60 s in which it sent nothing, however much it was sent', () => {
    const { ports, connect, ask, subscribe } = setUp()
    const [silent, fed, pinging] = [connect(), subscribe('spot', 'bbo', 'BTCUSDT'), connect()]
    ports.advance(59_000)
    ask(pinging, 'server.ping')
    fed.pong()
    expect([silent, fed].map(({ closed }) => closed)).toEqual([undefined, undefined])
    ports.advance(1000)
    for (const client of [silent, fed]) expect(client.closed).toEqual({ code: 1006, reason: '' })
    expect(pinging.closed).toBeUndefined()
    ports.advance(59_000)
    expect(pinging.closed).toEqual({ code: 1006, reason: '' })
  })

  test('is refused requests that come too often', () => {
    const { ports, connect, ask } = setUp({ limits: { messagesPerSecond: 3 } })
    const client = connect('futures')
    for (let id = 1; id <= 4; id += 1) ask(client, 'server.ping', undefined, id)
    expect(client.received.at(-1)).toMatchObject({ id: 4, code: 33_002 })
    ports.advance(1000)
    ask(client, 'server.ping', undefined, 5)
    expect(client.received.at(-1)).toMatchObject({ id: 5, code: 0 })
  })

  test('is taken at both paths, with and without a slash at the end, and at no other', () => {
    const { connect } = setUp()
    for (const path of ['/v2/spot', '/v2/spot/', '/v2/futures', '/v2/futures/'])
      expect(connect('spot', path).refused).toBeUndefined()
    for (const path of ['/', '/v2', '/v2/options', '/v1/spot'])
      expect(connect('spot', path).refused).toBe(404)
  })
})
