import { describe, expect, test } from 'vitest'
import { pushes, setUp } from './support.ts'

const books = { channel: 'books', instId: 'BTC-USDT' }
const connId = 'a4d3ae55'

describe('simulated OKX session', () => {
  test('answers each argument by itself, and one that fails spoils no other', () => {
    const { connect } = setUp()
    const client = connect('public')
    const unknown = { channel: 'books', instId: 'BTC-USDX' }
    const trades = { channel: 'trades', instId: 'BTC-USDT-SWAP' }
    client.send({ id: 's1', op: 'subscribe', args: [books, unknown, trades] })
    client.send({ op: 'unsubscribe', args: [books] })
    const msg =
      "Wrong URL or channel:books,instId:BTC-USDX doesn't exist. Please use the correct URL, channel and parameters referring to API document."
    expect(client.with('event')).toEqual([
      { id: 's1', event: 'subscribe', arg: books, connId },
      { id: 's1', event: 'error', code: '60018', msg, connId },
      { id: 's1', event: 'subscribe', arg: trades, connId },
      { event: 'unsubscribe', arg: books, connId },
    ])
  })

  test('the acknowledgement comes before the first data', () => {
    const { subscribe } = setUp({ warmUpMs: 60_000 })
    const names = ['books', 'books5', 'bbo-tbt', 'trades', 'tickers']
    const client = subscribe('public', ...names.map((channel) => ({ channel, instId: 'BTC-USDT' })))
    const kinds = client.received.map((message) =>
      'event' in (message as object) ? 'ack' : 'data',
    )
    expect(kinds).toEqual(names.flatMap(() => ['ack', 'data']))
  })

  test('nothing more is pushed after an unsubscribe', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('public', books)
    ports.advance(2000)
    client.send({ op: 'unsubscribe', args: [books] })
    const count = client.received.length
    ports.advance(2000)
    expect(client.received).toHaveLength(count)
  })

  test.for([
    ['public', { channel: 'candle1m', instId: 'BTC-USDT' }],
    ['public', { channel: 'trades-all', instId: 'BTC-USDT' }],
    ['business', books],
    ['public', { channel: 'nothing', instId: 'BTC-USDT' }],
    ['business', { channel: 'candle7m', instId: 'BTC-USDT' }],
    ['public', { channel: 'funding-rate', instId: 'BTC-USD-270326' }],
    ['public', { channel: 'mark-price', instId: 'BTC-USDT' }],
    ['public', { channel: 'liquidation-orders', instType: 'OPTION' }],
    ['public', { channel: 'index-tickers', instId: 'SOL-USDT' }],
  ] as const)('%s has no %o', ([path, arg]) => {
    const client = setUp().subscribe(path, arg)
    expect(client.received).toMatchObject([{ id: '1', event: 'error', code: '60018' }])
  })

  test.for([
    '{"op":"subscribe","argss":[{"channel":"tickers","instId":"BTC-USDT"}]}',
    '{"op":"subscribe","args":[]}',
    '{"id":"with-dash","op":"subscribe","args":[{"channel":"tickers","instId":"BTC-USDT"}]}',
    '{"op":"nothing","args":[{}]}',
    'nonsense',
    '[]',
  ])('%s is illegal', (text) => {
    const client = setUp().connect('public')
    client.send(text)
    expect(client.received).toEqual([
      { event: 'error', code: '60012', msg: `Illegal request: ${text}`, connId },
    ])
  })

  test('a login is refused: accounts are not simulated', () => {
    const client = setUp().connect('private')
    client.send({
      op: 'login',
      args: [{ apiKey: 'k', passphrase: 'p', timestamp: '1', sign: 's' }],
    })
    expect(client.received).toMatchObject([{ event: 'error', code: '60005' }])
  })

  test('answers the text ping with the text pong', () => {
    const client = setUp().connect('public')
    client.send('ping')
    expect(client.raw).toEqual(['pong'])
  })

  test('closes after 30 s in which nothing passed, whoever was silent', () => {
    const { ports, venue, connect, subscribe } = setUp({ limits: { connectsPerSecond: 10 } })
    const [silent, pinging, fed] = [
      connect('public'),
      connect('business'),
      subscribe('public', books),
    ]
    ports.advance(20_000)
    pinging.send('ping')
    ports.advance(10_000)
    expect(silent.closed).toEqual({ code: 4004, reason: 'No data received in 30s' })
    expect([pinging.closed, fed.closed]).toEqual([undefined, undefined])
    ports.advance(20_000)
    expect(pinging.closed?.code).toBe(4004)
    expect(fed.closed).toBeUndefined()
    venue.stop()
    ports.advance(30_200)
    expect(fed.closed?.code).toBe(4004)
  })

  test('refuses the 481st request of an hour, and pings do not count', () => {
    const { ports, venue, connect } = setUp()
    venue.stop()
    const client = connect('public')
    for (let i = 0; i < 480; i += 1) {
      client.send('ping')
      client.send({ op: i % 2 === 0 ? 'subscribe' : 'unsubscribe', args: [{ channel: 'status' }] })
    }
    expect(
      client.with<{ event: string }>('event').filter(({ event }) => event === 'error'),
    ).toEqual([])
    client.send({ id: '9', op: 'subscribe', args: [books] })
    expect(client.received.at(-1)).toMatchObject({ id: '9', event: 'error', code: '60014' })
    for (let minute = 0; minute < 181; minute += 1) {
      ports.advance(20_000)
      client.send('ping')
    }
    client.send({ id: '10', op: 'subscribe', args: [books] })
    expect(client.with('event').at(-1)).toMatchObject({ id: '10', event: 'subscribe' })
  })

  test('refuses unknown paths and more than three connections a second', () => {
    const { ports, connect } = setUp()
    expect(connect('nowhere').refused).toBe(404)
    const refused = Array.from({ length: 4 }, () => connect('public').refused)
    expect(refused).toEqual([undefined, undefined, undefined, 429])
    ports.advance(1000)
    expect(connect('public').refused).toBeUndefined()
  })

  test('announces an upgrade with notice 64008 and closes a minute later', () => {
    const { ports, venue, subscribe, connect } = setUp()
    const client = subscribe('public', books)
    venue.announceUpgrade()
    expect(client.received.at(-1)).toEqual({
      event: 'notice',
      code: '64008',
      msg: 'The connection will soon be closed for a service upgrade. Please reconnect.',
      connId,
    })
    ports.advance(59_000)
    expect(client.closed).toBeUndefined()
    const replacement = connect('public')
    ports.advance(1000)
    expect(client.closed?.code).toBe(1001)
    expect(replacement.closed).toBeUndefined()
  })

  test('keeps tick-by-tick books for VIP4, and lets them exclude each other', () => {
    const tick = { channel: 'books-l2-tbt', instId: 'BTC-USDT' }
    const refused = setUp().subscribe('public', tick)
    expect(refused.received).toMatchObject([{ event: 'error', code: '64003' }])
    const vip = setUp({ limits: { hasTickByTick: true } }).subscribe('public', books, tick)
    expect(vip.with('event')).toMatchObject([
      { event: 'subscribe' },
      { event: 'error', code: '64004' },
    ])
  })

  test('tells listings, states and maintenances', () => {
    const { venue, subscribe } = setUp()
    const swaps = { channel: 'instruments', instType: 'SWAP' }
    const client = subscribe('public', swaps, { channel: 'status' })
    venue.list({
      product: 'swap',
      kind: 'perpetual',
      symbol: 'SOL-USDT-SWAP',
      base: 'SOL',
      quote: 'USDT',
      settle: 'USDT',
      tickSize: '0.01',
      lotSize: '0.01',
      startPrice: '151.20',
      contractValue: '1',
    })
    venue.announceState('BTC-USD-270326', 'suspend')
    venue.announceState('SOL-USDT-SWAP', 'post_only')
    const maintenance = { title: 'Upgrade', state: 'scheduled', beginMs: 1, endMs: 2 }
    venue.announceMaintenance(maintenance)
    expect(
      pushes(client, 'instruments').map(({ data }) => [data[0]!['instId'], data[0]!['state']]),
    ).toEqual([
      ['SOL-USDT-SWAP', 'live'],
      ['SOL-USDT-SWAP', 'post_only'],
    ])
    expect(pushes(client, 'status')).toMatchObject([{ data: [{ title: 'Upgrade', begin: '1' }] }])
    const later = subscribe('public', { channel: 'status' })
    expect(pushes(later, 'status')).toHaveLength(1)
  })
})
