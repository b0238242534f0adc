import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { type BookEvent, messages, setUp, sideOf } from './support.ts'

describe('simulated Advanced Trade books', () => {
  test.for([
    ['spot', 'BTC-USD'],
    ['spot', 'BONK-USD'],
    ['futures', 'BIP-20DEC30-CDE'],
    ['intx', 'BTC-PERP-INTX'],
  ] as const)('of %s %s are whole at the start and then changed', ([product, symbol]) => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('level2', symbol)
    ports.advance(20_000)
    venue.stop()
    ports.advance(100)
    const told = messages<BookEvent>(client, 'l2_data')
    const book = new BookCopy()
    told.forEach(({ events }, i) => {
      const [event] = events
      expect(event).toMatchObject({ type: i === 0 ? 'snapshot' : 'update', product_id: symbol })
      book.apply(sideOf(event!.updates, 'bid'), sideOf(event!.updates, 'offer'))
    })
    const truth = venue.truth(product, symbol)
    expect(book.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
    expect(told.length).toBeGreaterThan(80)
  })

  test('have one name on the wire, by whichever they were asked for', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('level2', 'BTC-USDC')
    ports.advance(1000)
    const names = messages<BookEvent>(client, 'l2_data').map(({ events }) => events[0]!.product_id)
    expect(new Set(names)).toEqual(new Set(['BTC-USD']))
    expect(messages(client, 'subscriptions')[0]!.events).toEqual([
      { subscriptions: { level2: ['BTC-USD'] } },
    ])
  })

  test('come whole again to who subscribes again', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('level2', 'BTC-USD')
    ports.advance(1000)
    client.send({ type: 'unsubscribe', channel: 'level2', product_ids: ['BTC-USD'] })
    const count = client.received.length
    ports.advance(1000)
    expect(client.received).toHaveLength(count)
    client.send({ type: 'subscribe', channel: 'level2', product_ids: ['BTC-USD'] })
    const [last] = messages<BookEvent>(client, 'l2_data').slice(-1)
    expect(last!.events[0]!.type).toBe('snapshot')
  })
})

describe('simulated Advanced Trade sessions', () => {
  test('number every message of a connection from 0, whatever its channel', () => {
    const { ports, connect } = setUp()
    const client = connect()
    client.send({ type: 'subscribe', channel: 'heartbeats' })
    client.send({ type: 'subscribe', channel: 'level2', product_ids: ['BTC-USD', 'ETH-USD'] })
    client.send({ type: 'subscribe', channel: 'ticker', product_ids: ['BTC-USD'] })
    client.send({ type: 'subscribe', channel: 'nothing' })
    ports.advance(10_000)
    const numbers = client.with<{ sequence_num: number }>('sequence_num')
    expect(numbers.map(({ sequence_num }) => sequence_num)).toEqual(numbers.map((_, i) => i))
    expect(numbers.length).toBeGreaterThan(200)
    expect(messages(client, 'heartbeats')).toHaveLength(10)
  })

  test('number the messages that a fault takes away', () => {
    const faults = [{ fault: { kind: 'drop' as const }, when: { fromNth: 5, most: 3 } }]
    const { ports, subscribe } = setUp({ faults })
    const client = subscribe('level2', 'BTC-USD')
    ports.advance(2000)
    const numbers = client
      .with<{ sequence_num: number }>('sequence_num')
      .map(({ sequence_num }) => sequence_num)
    const holes = numbers.filter((number, i) => i > 0 && number !== numbers[i - 1]! + 1)
    expect(holes).toEqual([numbers[5]])
    expect(numbers.at(-1)! + 1 - numbers.length).toBe(3)
  })

  test('acknowledge with all that there is', () => {
    const { connect } = setUp()
    const client = connect()
    const send = (type: string, channel: string, ...product_ids: string[]) =>
      client.send({ type, channel, ...(product_ids.length > 0 ? { product_ids } : {}) })
    send('subscribe', 'heartbeats')
    send('subscribe', 'market_trades', 'BTC-USD', 'ETH-USD')
    send('unsubscribe', 'market_trades', 'BTC-USD')
    send('unsubscribe', 'market_trades')
    send('unsubscribe', 'heartbeats')
    const heartbeats = ['heartbeats']
    expect(messages(client, 'subscriptions').map(({ events }) => events[0])).toEqual([
      { subscriptions: { heartbeats } },
      { subscriptions: { market_trades: ['BTC-USD', 'ETH-USD'], heartbeats } },
      { subscriptions: { market_trades: ['ETH-USD'], heartbeats } },
      { subscriptions: { heartbeats } },
      { subscriptions: {} },
    ])
  })

  test('refuse an unknown product and subscribe the others', () => {
    const client = setUp().subscribe('level2', 'BTC-USD', 'NO-SUCH')
    expect(client.received[0]).toEqual({ type: 'error', message: 'invalid product_id NO-SUCH' })
    expect(messages(client, 'subscriptions')[0]!.events).toEqual([
      { subscriptions: { level2: ['BTC-USD'] } },
    ])
  })

  test.for([
    [{ type: 'subscribe', channels: ['level2'] }, 'channel field is required'],
    [{ type: 'subscribe', channel: 'full', product_ids: ['BTC-USD'] }, 'unknown channel full'],
    [{ type: 'subscribe', channel: 'level2' }, 'product_ids field is required'],
    [{ type: 'hello', channel: 'level2' }, 'failed to parse message'],
    ['nonsense', 'failed to parse message'],
  ] as const)('refuse %o', ([message, error]) => {
    const client = setUp().connect()
    client.send(message)
    expect(client.received).toEqual([{ type: 'error', message: error }])
    expect(client.closed).toBeUndefined()
  })

  test('close who asks for what is private', () => {
    const client = setUp().connect()
    client.send({ type: 'subscribe', channel: 'user' })
    expect(client.received).toEqual([{ type: 'error', message: 'authentication failure' }])
    expect(client.closed).toMatchObject({ code: 1008 })
  })

  test('refuse the ninth message of a second', () => {
    const { ports, connect } = setUp()
    const client = connect()
    for (let i = 0; i < 9; i += 1) client.send({ type: 'subscribe', channel: 'heartbeats' })
    expect(client.with('type')).toEqual([{ type: 'error', message: 'rate limit exceeded' }])
    ports.advance(1001)
    client.send({ type: 'subscribe', channel: 'heartbeats' })
    expect(client.with('type')).toHaveLength(1)
  })

  test('close after 5 s without a subscription', () => {
    const { ports, connect, subscribe } = setUp()
    const [idle, busy] = [connect(), subscribe('level2', 'BTC-USD')]
    ports.advance(4999)
    expect(idle.closed).toBeUndefined()
    ports.advance(1)
    expect(idle.closed).toMatchObject({ code: 1000 })
    expect(busy.closed).toBeUndefined()
  })

  test('close when nothing was said for a while, which heartbeats prevent', () => {
    const { ports, venue, connect, subscribe } = setUp()
    const quiet = subscribe('level2', 'BTC-USD')
    const beating = connect()
    beating.send({ type: 'subscribe', channel: 'heartbeats' })
    ports.advance(1000)
    venue.stop()
    ports.advance(74_000)
    expect(quiet.closed).toBeUndefined()
    ports.advance(3000)
    expect(quiet.closed).toMatchObject({ reason: 'no updates' })
    expect(beating.closed).toBeUndefined()
  })

  test('refuse other paths and more than eight connections a second', () => {
    const { ports, connect } = setUp()
    const refused = Array.from({ length: 9 }, () => connect().refused)
    expect(refused).toEqual([...Array.from({ length: 8 }, () => undefined), 429])
    ports.advance(1000)
    expect(connect().refused).toBeUndefined()
  })
})

describe('simulated Advanced Trade channels', () => {
  test('tell trades by the maker, the newest first, at most four times a second', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('market_trades', 'BTC-USD')
    ports.advance(20_000)
    const [first, ...later] = messages<{ type: string; trades: Record<string, string>[] }>(
      client,
      'market_trades',
    )
    expect(first!.events[0]!.type).toBe('snapshot')
    expect(later.length).toBeLessThanOrEqual(80)
    const told = later.flatMap(({ events }) => events[0]!.trades.toReversed())
    const ids = told.map(({ trade_id }) => Number(trade_id))
    expect(ids).toEqual(ids.map((_, i) => ids[0]! + i))
    const sides = new Map(
      venue.market.find('spot', 'BTC-USD')!.trades.map(({ id, takerSide }) => [id, takerSide]),
    )
    for (const { trade_id, side } of told)
      expect(side).toBe(sides.get(Number(trade_id)) === 'buy' ? 'SELL' : 'BUY')
    expect(later.some(({ events }) => events[0]!.trades.length > 1)).toBe(true)
  })

  test('tell tickers of each match, with best prices only where they are not of a batch', () => {
    const { ports, connect } = setUp()
    const client = connect()
    for (const channel of ['ticker', 'ticker_batch'])
      client.send({ type: 'subscribe', channel, product_ids: ['ETH-USD'] })
    ports.advance(20_000)
    const of = (channel: string) =>
      messages<{ tickers: Record<string, string>[] }>(client, channel).map(
        ({ events }) => events[0]!.tickers[0]!,
      )
    expect(of('ticker').length).toBeGreaterThan(20)
    expect(of('ticker_batch')).toHaveLength(5)
    for (const row of of('ticker')) expect(Number(row['best_bid'])).toBeGreaterThan(0)
    for (const row of of('ticker_batch')) expect(row).not.toHaveProperty('best_bid')
  })

  test('tell bars of five minutes, and statuses as they change', () => {
    const { ports, venue, connect } = setUp({ warmUpMs: 600_000 })
    const client = connect()
    for (const channel of ['candles', 'status'])
      client.send({ type: 'subscribe', channel, product_ids: ['BTC-USD'] })
    ports.advance(5000)
    const bars = messages<{ type: string; candles: Record<string, string>[] }>(client, 'candles')
    expect(bars[0]!.events[0]!.type).toBe('snapshot')
    for (const { events } of bars)
      for (const { start } of events[0]!.candles) expect(Number(start) % 300).toBe(0)
    expect(bars.length).toBeLessThanOrEqual(6)
    venue.announceStatus('BTC-USD', 'offline')
    const statuses = messages<{ products: Record<string, string>[] }>(client, 'status')
    expect(statuses.map(({ events }) => events[0]!.products[0]!['status'])).toEqual([
      'online',
      'offline',
    ])
  })
})
