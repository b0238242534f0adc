import { describe, expect, test } from 'vitest'
import { pushes, setUp } from './support.ts'

const BOOK = 'orderbook.50.BTCUSDT'
const conn_id = 'cejreaspqfm9se7usbrg-1'

describe('simulated Bybit session', () => {
  test('spot answers before the first data, futures after it', () => {
    const { subscribe } = setUp()
    const kinds = (path: string) =>
      subscribe(path, BOOK).received.map((message) =>
        'op' in (message as object) ? 'ack' : 'data',
      )
    expect(kinds('spot')).toEqual(['ack', 'data'])
    expect(kinds('linear')).toEqual(['data', 'ack'])
  })

  test('one answer for a request, in the words of the product', () => {
    const { connect } = setUp()
    const spot = connect('spot')
    spot.send({ req_id: 's1', op: 'subscribe', args: [BOOK, 'publicTrade.BTCUSDT'] })
    spot.send({ op: 'unsubscribe', args: [BOOK] })
    expect(spot.with('op')).toEqual([
      { success: true, ret_msg: 'subscribe', conn_id, req_id: 's1', op: 'subscribe' },
      { success: true, ret_msg: '', conn_id, op: 'unsubscribe' },
    ])
    const linear = connect('linear')
    linear.send({ op: 'subscribe', args: [BOOK] })
    expect(linear.with('op')).toEqual([
      {
        success: true,
        ret_msg: '',
        conn_id: `${conn_id.slice(0, -1)}2`,
        req_id: '',
        op: 'subscribe',
      },
    ])
  })

  test('one bad topic fails its whole request', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('linear', BOOK, 'orderbook.500.BTCUSDT')
    ports.advance(1000)
    expect(client.received).toEqual([
      {
        success: false,
        ret_msg: 'error:handler not found,topic:orderbook.500.BTCUSDT',
        conn_id,
        req_id: '1',
        op: 'subscribe',
      },
    ])
  })

  test.for([
    ['spot', 'orderbook.50.NOSUCH'],
    ['spot', 'allLiquidation.BTCUSDT'],
    ['linear', 'orderbook.50.BTCUSD'],
    ['inverse', 'orderbook.50.BTCUSDT'],
    ['linear', 'kline.7.BTCUSDT'],
    ['linear', 'nothing.BTCUSDT'],
    ['linear', 'system.status'],
    ['misc/status', BOOK],
  ] as const)('%s has no %s', ([path, topic]) => {
    const client = setUp().subscribe(path, topic)
    expect(client.received).toMatchObject([
      { success: false, ret_msg: `error:handler not found,topic:${topic}` },
    ])
  })

  test('spot takes ten topics a request, futures any number within 21,000 characters', () => {
    const { subscribe } = setUp({ limits: { topicCharacters: 400 } })
    const bars = ['1', '3', '5', '15', '30', '60', '120', '240', '360', '720', 'D']
    const topics = bars.map((word) => `kline.${word}.BTCUSDT`)
    expect(subscribe('spot', ...topics).with('op')).toMatchObject([
      { success: false, ret_msg: 'args size >10' },
    ])
    expect(subscribe('spot', ...topics.slice(1)).with('op')).toMatchObject([{ success: true }])
    const client = subscribe('linear', ...topics)
    expect(client.with('op')).toMatchObject([{ success: true }])
    const more = ['1', '50', '200', '1000', 'rpi', 'full'].map((d) => `orderbook.${d}.1000PEPEUSDT`)
    client.send({ req_id: '2', op: 'subscribe', args: more })
    client.send({ req_id: '3', op: 'subscribe', args: bars.map((w) => `kline.${w}.1000PEPEUSDT`) })
    expect(client.with<{ success: boolean }>('op').map(({ success }) => success)).toEqual([
      true,
      true,
      false,
    ])
  })

  test('what is subscribed already is refused by name', () => {
    const { subscribe } = setUp()
    const client = subscribe('linear', BOOK)
    client.send({ req_id: '2', op: 'subscribe', args: [BOOK] })
    expect(client.with('op').at(-1)).toMatchObject({
      success: false,
      req_id: '2',
      ret_msg: `error:already subscribed,topic:${BOOK}`,
    })
  })

  test('nothing more is pushed after an unsubscribe', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('linear', BOOK)
    ports.advance(2000)
    client.send({ op: 'unsubscribe', args: [BOOK] })
    const count = client.received.length
    ports.advance(2000)
    expect(client.received).toHaveLength(count)
  })

  test('answers a JSON ping, with its id on futures only', () => {
    const { connect } = setUp()
    const [spot, linear] = [connect('spot'), connect('linear')]
    for (const client of [spot, linear]) client.send({ req_id: '100001', op: 'ping' })
    expect(spot.received).toEqual([{ success: true, ret_msg: 'pong', conn_id, op: 'ping' }])
    expect(linear.received).toMatchObject([
      { success: true, ret_msg: 'pong', req_id: '100001', op: 'ping' },
    ])
  })

  test.for(['nonsense', '[]', '{}', '{"op":"dance"}'])('%s is no operation', (text) => {
    const client = setUp().connect('spot')
    client.send(text)
    expect(client.received).toMatchObject([{ success: false, ret_msg: 'error:invalid op' }])
  })

  test('a login is refused: accounts have a socket of their own', () => {
    const client = setUp().connect('linear')
    client.send({ op: 'auth', args: ['key', 1, 'signature'] })
    expect(client.received).toMatchObject([{ success: false, op: 'auth' }])
  })

  test('closes after ten minutes in which nothing passed, looked for every 30 s', () => {
    const { ports, venue, connect, subscribe } = setUp()
    const [silent, pinging, fed] = [connect('spot'), connect('linear'), subscribe('linear', BOOK)]
    ports.advance(590_000)
    pinging.send({ op: 'ping' })
    expect(silent.closed).toBeUndefined()
    ports.advance(40_000)
    expect(silent.closed).toMatchObject({ reason: 'idle' })
    expect([pinging.closed, fed.closed]).toEqual([undefined, undefined])
    venue.stop()
    ports.advance(700_000)
    expect(pinging.closed).toBeDefined()
    expect(fed.closed).toBeDefined()
  })

  test('refuses unknown paths and too many connections in five minutes', () => {
    const { ports, connect } = setUp({ limits: { connectsPerFiveMinutes: 3 } })
    expect(connect('nowhere').refused).toBe(404)
    const refused = Array.from({ length: 4 }, () => connect('spot').refused)
    expect(refused).toEqual([undefined, undefined, undefined, 403])
    ports.advance(300_000)
    expect(connect('spot').refused).toBeUndefined()
  })

  test('tells maintenances on a socket of their own', () => {
    const { venue, subscribe } = setUp()
    const client = subscribe('misc/status', 'system.status')
    venue.announceMaintenance({ title: 'Upgrade', state: 'scheduled', beginMs: 1, endMs: 2 })
    expect(pushes(client, 'system.status')).toMatchObject([
      { data: [{ title: 'Upgrade', state: 'scheduled', begin: '1', product: [1, 2] }] },
    ])
    const later = subscribe('misc/status', 'system.status')
    expect(pushes(later, 'system.status')).toHaveLength(1)
  })
})
