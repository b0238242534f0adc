import { describe, expect, test } from 'vitest'
import { setUp } from './support.ts'

const TRADES = 'market.BTC-USDT.trade.detail'

describe('simulated HTX sessions', () => {
  test('accept, refuse and end topics by the id of the request', () => {
    const { connect } = setUp()
    const client = connect('spot')
    client.send({ sub: 'market.btcusdt.detail', id: 'a1' })
    client.send({ sub: 'market.linkusdt.detail', id: 'a2' })
    client.send({ unsub: 'market.btcusdt.detail', id: 'a3' })
    client.send({ unsub: 'market.btcusdt.detail', id: 'a4' })
    client.send('nonsense')
    client.send({ id: 'a5' })
    const answers = client.received.filter((message) => 'id' in message)
    expect(answers).toMatchObject([
      { id: 'a1', status: 'ok', subbed: 'market.btcusdt.detail' },
      { id: 'a2', status: 'error', 'err-code': 'bad-request' },
      { id: 'a3', status: 'ok', unsubbed: 'market.btcusdt.detail' },
      { id: 'a4', status: 'error', 'err-code': 'bad-request' },
      { id: '', status: 'error', 'err-msg': 'not json, is not json string' },
      { id: 'a5', status: 'error', 'err-code': 'bad-request' },
    ])
  })

  test.each([
    ['spot', 'market.btcusdt.mbp.150'],
    ['spot', 'market.BTC-USDT.bbo'],
    ['spot-feed', 'market.btcusdt.bbo'],
    ['spot-feed', 'market.btcusdt.mbp.7'],
    ['linear', 'market.BTC-USDT.depth.size_400.high_freq'],
    ['linear', 'market.BTC-USD.bbo'],
    ['coin-swap', 'market.BTC-USDT.bbo'],
    ['index', 'market.BTC-USDT-270326.mark_price.1min'],
    ['index', 'market.BTC-USDT.bbo'],
  ])('%s has no %s', (endpoint, topic) => {
    const client = setUp().subscribe(endpoint, topic)
    expect(client.received).toMatchObject([
      { id: '1', status: 'error', 'err-msg': `invalid topic ${topic}` },
    ])
  })

  test('data comes after the answer, but for the last trade of a contract', () => {
    const { subscribe } = setUp({ warmUpMs: 60_000 })
    const kinds = (endpoint: string, topic: string) =>
      subscribe(endpoint, topic).received.map((message) => ('ch' in message ? 'data' : 'answer'))
    expect(kinds('linear', TRADES)).toEqual(['data', 'answer'])
    expect(kinds('spot', 'market.btcusdt.trade.detail')).toEqual(['answer', 'data'])
    expect(kinds('linear', 'market.BTC-USDT.bbo')).toEqual(['answer', 'data'])
  })

  test('nothing is pushed after an unsubscribe', () => {
    const { ports, subscribe } = setUp()
    const topics = ['market.BTC-USDT.bbo', 'market.BTC-USDT.depth.size_20.high_freq']
    const client = subscribe('linear', ...topics)
    ports.advance(2000)
    for (const topic of topics) client.send({ unsub: topic, id: topic })
    const count = client.received.length
    ports.advance(2000)
    expect(client.received).toHaveLength(count)
  })

  test('market sockets ping by number, notification sockets by text, every 5 s', () => {
    const { ports, connect } = setUp()
    const [spot, linear, notices, center] = ['spot', 'linear', 'linear-notification', 'center'].map(
      connect,
    )
    ports.advance(5000)
    for (const client of [spot, linear]) {
      expect(client?.received).toEqual([{ ping: ports.wallClock.nowUs() / 1000 }])
    }
    for (const client of [notices, center]) {
      expect(client?.received).toEqual([{ op: 'ping', ts: String(ports.wallClock.nowUs() / 1000) }])
    }
  })

  test('closes who answers no ping, spot sooner than futures', () => {
    const { ports, connect } = setUp()
    const clients = ['spot', 'linear', 'linear-notification'].map(connect)
    const answering = connect('spot')
    for (let second = 0; second < 19; second += 1) {
      ports.advance(1000)
      answering.send({ pong: 1 })
    }
    expect(clients.map(({ closed }) => closed?.code)).toEqual([undefined, undefined, undefined])
    ports.advance(1000)
    expect(clients.map(({ closed }) => closed?.code)).toEqual([1003, undefined, undefined])
    ports.advance(10_000)
    expect(clients.map(({ closed }) => closed?.code)).toEqual([1003, 1003, 1003])
    expect(answering.closed).toBeUndefined()
  })

  test('answers the ping of a client', () => {
    const client = setUp().connect('spot')
    client.send({ ping: 18212558000 })
    expect(client.received).toEqual([{ pong: 18212558000 }])
  })

  test('refuses the 41st subscribe of a second on futures, and the 11th request on spot', () => {
    const { connect } = setUp()
    const linear = connect('linear')
    for (let i = 1; i <= 41; i += 1) linear.send({ sub: 'market.BTC-USDT.detail', id: String(i) })
    const refused = linear.received.filter(({ status }) => status === 'error')
    expect(refused).toMatchObject([{ id: '41' }])
    const feed = connect('spot-feed')
    feed.send({ sub: 'market.btcusdt.mbp.150', id: 's' })
    for (let i = 1; i <= 11; i += 1) feed.send({ req: 'market.btcusdt.mbp.150', id: String(i) })
    expect(feed.received.filter(({ status }) => status === 'error')).toMatchObject([{ id: '11' }])
  })

  test('refuses unknown paths and too many connections', () => {
    const { ports, connect } = setUp({ limits: { connectsPerSecond: 2 } })
    expect(connect('/nowhere').refused).toBe(404)
    const refused = Array.from({ length: 3 }, () => connect('spot').refused)
    expect(refused).toEqual([undefined, undefined, 429])
    ports.advance(1000)
    expect(connect('spot').refused).toBeUndefined()
  })

  test('notification sockets tell each error by its number', () => {
    const { connect } = setUp()
    const client = connect('linear-notification')
    const topic = 'public.BTC-USDT.funding_rate'
    const ops = [
      { op: 'sub', cid: '1', topic },
      { op: 'sub', cid: '2', topic },
      { op: 'unsub', cid: '3', topic },
      { op: 'unsub', cid: '4', topic },
      { op: 'sub', cid: '5', topic: 'public.XRP-USDT.funding_rate' },
      { op: 'sub', cid: '6', topic: 'public.BTC-USDT.weather' },
      { op: 'sub', cid: '7', topic: 'orders.*' },
      { op: 'sub', cid: '8' },
      { op: 'auth', cid: '9', topic },
    ]
    for (const op of ops) client.send(op)
    const codes = client.received.flatMap((each) => ('cid' in each ? [each['err-code']] : []))
    expect(codes).toEqual([0, 2014, 0, 2012, 2011, 2010, 2002, 2040, 2010])
  })

  test('says goodbye on notification sockets and closes a second later', () => {
    const { ports, venue, connect } = setUp()
    const [notices, market] = [connect('coin-swap-notification'), connect('linear')]
    venue.announceGoodbye()
    expect(notices.received).toMatchObject([{ op: 'close' }])
    ports.advance(1000)
    expect([notices.closed?.code, market.closed?.code]).toEqual([1001, undefined])
  })

  test('tells listings, states and maintenances', () => {
    const { venue, subscribe } = setUp()
    const topic = 'public.*.contract_info'
    const contracts = subscribe('linear-notification', topic)
    const center = subscribe('center', 'public.linear-swap.heartbeat', 'public.swap.heartbeat')
    venue.list({
      product: 'linear-swap',
      kind: 'perpetual',
      symbol: 'SOL-USDT',
      base: 'SOL',
      quote: 'USDT',
      settle: 'USDT',
      contractSize: '1',
      tickSize: '0.01',
      lotSize: '1',
      startPrice: '151.20',
    })
    venue.announceContract('BTC-USDT', 5)
    venue.announceContract('BTC-USD', 3)
    venue.announceStatus('linear-swap', 1_600_000_000_000)
    venue.announceStatus('linear-swap', undefined)
    type Row = { contract_code: string; contract_status: number }
    const told = contracts.notices<Row[]>(topic)
    expect(told[0]?.event).toBe('init')
    expect(told[0]?.data).toHaveLength(4)
    expect(
      told
        .slice(1)
        .map(({ event, data }) => [event, data[0]?.contract_code, data[0]?.contract_status]),
    ).toEqual([
      ['update', 'SOL-USDT', 1],
      ['update', 'BTC-USDT', 5],
    ])
    expect(center.notices('public.linear-swap.heartbeat').map(({ data }) => data)).toEqual([
      { heartbeat: 1, estimated_recovery_time: null },
      { heartbeat: 0, estimated_recovery_time: 1_600_000_000_000 },
      { heartbeat: 1, estimated_recovery_time: null },
    ])
    expect(center.notices('public.swap.heartbeat')).toHaveLength(1)
  })
})
