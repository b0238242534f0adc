import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { type BookPayload, binary, pushes, setUp } from './support.ts'

const BOOK = {
  id: '1',
  action: 'SUBSCRIBE',
  channel: 'obu',
  tradeType: 'SPOT',
  symbol: 'BTC-USDT',
  depth: 'increment@10ms',
} as const

describe('simulated KuCoin, unified sockets', () => {
  test('say everything in binary frames, the welcome first', () => {
    const { ports, push } = setUp()
    const client = push('spot')
    client.send(BOOK)
    ports.advance(2000)
    expect(client.raw.some((frame) => typeof frame === 'string')).toBe(false)
    const said = binary(client)
    expect(said[0]).toEqual({ sessionId: 'spot-1', message: 'welcome', pingInterval: 18_000 })
    expect(said[1]).toEqual({ id: '1', result: true })
  })

  test('send a snapshot after its delay, then changes without a hole, and no change before it', () => {
    const { ports, push, venue } = setUp()
    const client = push('spot')
    client.send(BOOK)
    ports.advance(490)
    expect(pushes(client, 'obu.SPOT')).toEqual([])
    ports.advance(5000)
    const [first, ...changes] = pushes<BookPayload>(client, 'obu.SPOT')
    expect(first).toMatchObject({ t: 'snapshot', dp: 'increment@10ms' })
    expect(changes.length).toBeGreaterThan(20)
    const copy = new BookCopy()
    let last = first?.d.C ?? 0
    copy.apply(first?.d.b ?? [], first?.d.a ?? [])
    for (const { t, d } of changes) {
      expect([t, d.O]).toEqual(['delta', last + 1])
      last = d.C
      copy.apply(d.b, d.a)
    }
    const truth = venue.truth('spot', 'BTC-USDT', last)
    expect(copy.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
  })

  test('write times in ns and trade ids beyond 2^53 digit by digit', () => {
    const { ports, push } = setUp()
    const client = push('spot')
    client.send({
      id: '1',
      action: 'subscribe',
      channel: 'trade',
      tradeType: 'SPOT',
      symbol: 'BTC-USDT',
    })
    ports.advance(5000)
    const texts = client.raw.map((frame) =>
      typeof frame === 'string' ? frame : new TextDecoder().decode(frame),
    )
    const trade = texts.find((text) => text.includes('"trade.SPOT"')) ?? ''
    expect(trade).toMatch(/"P":17\d{17},/)
    expect(trade).toMatch(/"M":17\d{14}000,/)
    expect(trade).toMatch(/"E":20631804\d{9},.*"ti":"20631804\d{9}"/)
  })

  test('resend whole books every 100 ms though nothing changed', () => {
    const { ports, push, venue } = setUp()
    venue.stop()
    const client = push('futures')
    client.send({ ...BOOK, tradeType: 'FUTURES', symbol: 'XBTUSDTM', depth: '5' })
    ports.advance(1000)
    const all = pushes<BookPayload>(client, 'obu.FUTURES')
    expect(all).toHaveLength(11)
    expect(new Set(all.map(({ d }) => d.C)).size).toBe(1)
    expect(all.every(({ t, d }) => t === 'snapshot' && d.a.length === 5 && d.b.length === 5)).toBe(
      true,
    )
  })

  test('tell the best prices with every change of them, and only then', () => {
    const { ports, push } = setUp()
    const client = push('spot')
    client.send({ ...BOOK, depth: '1' })
    ports.advance(5000)
    const all = pushes<BookPayload>(client, 'obu.SPOT').map(({ d }) => JSON.stringify([d.a, d.b]))
    expect(all.length).toBeGreaterThan(10)
    expect(all.slice(1).filter((text, i) => text === all[i])).toEqual([])
  })

  test.for([
    [{ ...BOOK, depth: '20' }, { message: 'invalid request data' }],
    [{ ...BOOK, channel: 'nope' }, { message: 'invalid request data' }],
    [{ id: '1', action: 'CLOSE' }, { message: 'invalid request data' }],
    [
      { ...BOOK, symbol: undefined, symbols: ['BTC-USDT'] },
      { reason: 'symbols are not supported for topic obu' },
    ],
    [
      { ...BOOK, tradeType: 'FUTURES' },
      { reason: 'topic Obu type = "public_futures" not allowed in current environment' },
    ],
    [{ ...BOOK, channel: 'kline', interval: '7min' }, { message: 'invalid request data' }],
    [{ ...BOOK, channel: 'mark-price' }, { message: 'invalid request data' }],
  ] as const)('%o is refused', ([request, why]) => {
    const client = setUp().push('spot')
    client.send(request)
    expect(binary(client)[1]).toEqual({ id: '1', result: false, ...why })
  })

  test('acknowledge a symbol that nobody listed, and never say a word of it', () => {
    const { ports, push } = setUp()
    const client = push('futures')
    client.send({ ...BOOK, tradeType: 'FUTURES', symbol: 'NOPEUSDTM' })
    ports.advance(5000)
    expect(binary(client).slice(1)).toEqual([{ id: '1', result: true }])
  })

  test('answer a second subscription, and deliver one stream', () => {
    const { ports, push } = setUp()
    const [once, twice] = [push('spot'), push('spot')]
    once.send(BOOK)
    twice.send(BOOK)
    twice.send({ ...BOOK, id: '2' })
    ports.advance(3000)
    expect(binary(twice)[2]).toEqual({ id: '2', result: true })
    expect(pushes(twice, 'obu.SPOT')).toEqual(pushes(once, 'obu.SPOT'))
  })

  test('are silent after an unsubscribe, and bring a new snapshot with the next subscribe', () => {
    const { ports, push } = setUp()
    const client = push('spot')
    client.send(BOOK)
    ports.advance(2000)
    client.send({ ...BOOK, id: '2', action: 'UNSUBSCRIBE' })
    const count = client.raw.length
    ports.advance(2000)
    expect(client.raw).toHaveLength(count)
    client.send({ ...BOOK, id: '3' })
    ports.advance(600)
    expect(pushes(client, 'obu.SPOT').filter(({ t }) => t === 'snapshot')).toHaveLength(2)
  })

  test('take several symbols for tickers, and tell all funding rates in one message', () => {
    const { ports, push } = setUp()
    const spot = push('spot')
    spot.send({
      id: '1',
      action: 'SUBSCRIBE',
      channel: 'ticker',
      tradeType: 'SPOT',
      symbols: ['BTC-USDT', 'ETH-USDT'],
    })
    const futures = push('futures')
    futures.send({ id: '1', action: 'SUBSCRIBE', channel: 'funding-fee-all-symbols' })
    ports.advance(61_000)
    const symbols = pushes<{ s: string }>(spot, 'ticker.SPOT').map(({ d }) => d.s)
    expect([...new Set(symbols)].sort()).toEqual(['BTC-USDT', 'ETH-USDT'])
    const [rates] = pushes<{ s: string }[]>(futures, 'funding-fee-all-symbols')
    expect(rates?.d.map(({ s }) => s)).toContain('XBTUSDTM')
  })

  test('answer pings in both spellings, and drop who pings twice in a second', () => {
    const { ports, push } = setUp()
    const client = push('spot')
    client.send({ id: 'p1', type: 'ping' })
    ports.advance(1000)
    client.send({ id: 'p2', op: 'ping' })
    expect(binary(client).slice(1)).toMatchObject([
      { type: 'pong', id: 'p1', ts: expect.any(Number) },
      { op: 'pong', id: 'p2' },
    ])
    ports.advance(500)
    client.send({ id: 'p3', type: 'ping' })
    expect(client.closed?.code).toBe(1006)
  })

  test('do not answer what is no JSON, and stay open', () => {
    const client = setUp().push('spot')
    client.send('not json')
    client.send('[]')
    expect(binary(client)).toHaveLength(1)
    expect(client.closed).toBeUndefined()
  })

  test('close after a minute without a subscription, and not with one', () => {
    const { ports, push } = setUp()
    const [idle, listening] = [push('spot'), push('spot')]
    listening.send(BOOK)
    ports.advance(90_000)
    expect(idle.closed?.code).toBe(1006)
    expect(listening.closed).toBeUndefined()
  })

  test('drop who sends more than 300 messages in ten seconds', () => {
    const { push } = setUp()
    const client = push('spot')
    for (let i = 0; i < 300; i += 1) client.send({ ...BOOK, id: String(i) })
    expect(client.closed).toBeUndefined()
    client.send(BOOK)
    expect(client.closed).toBeDefined()
  })

  test('refuse a topic too many, and a connection too many', () => {
    const { push } = setUp({ limits: { unifiedTopics: 1, unifiedConnectsPer5Min: 1 } })
    const client = push('spot')
    client.send(BOOK)
    client.send({ ...BOOK, id: '2', depth: '5' })
    expect(binary(client)[2]).toEqual({ id: '2', result: false, reason: 'topic limit exceeded' })
    expect(push('spot').refused).toBe(429)
  })

  test('tell bars, prices and every change in the layouts of the venue', () => {
    const { ports, push } = setUp({ warmUpMs: 60_000 })
    const client = push('futures')
    const of = { action: 'SUBSCRIBE', tradeType: 'FUTURES', symbol: 'XBTUSDTM' } as const
    client.send({ ...of, id: '1', channel: 'kline', interval: '1min' })
    client.send({ ...of, id: '2', channel: 'mark-price' })
    client.send({ ...of, id: '3', channel: 'obu', depth: 'increment' })
    client.send({ ...of, id: '4', channel: 'funding-fee' })
    ports.advance(70_000)
    const bars = pushes(client, 'kline.FUTURES').map(({ d }) => d)
    expect(bars[0]).toMatchObject({ i: '1min', s: 'XBTUSDTM', O: expect.any(Number) })
    expect(new Set(bars.map((bar) => bar['S']))).toEqual(new Set(['false', 'true']))
    expect(pushes(client, 'mark-price')[0]?.d).toMatchObject({
      s: 'XBTUSDTM',
      mp: expect.stringMatching(/^\d+\.\d+$/),
      ip: expect.any(String),
      oi: expect.stringMatching(/^\d+$/),
    })
    const changes = pushes<BookPayload>(client, 'obu.FUTURES')
    expect(changes.every(({ t, dp }) => t === 'delta' && dp === 'increment')).toBe(true)
    expect(changes.slice(1).filter(({ d }, i) => d.O !== (changes[i]?.d.C ?? 0) + 1)).toEqual([])
    const [rate] = pushes<{ nt: number; ft: number; gl: number }>(client, 'funding-fee')
    expect((rate?.d.nt ?? 0) - (rate?.d.ft ?? 0)).toBe(rate?.d.gl)
  })
})
