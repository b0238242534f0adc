import { describe, expect, test } from 'vitest'
import { type Json, newestText, pushes, setUp } from './support.ts'

const SYMBOL = 'BTC_USDT'

describe('futures frames of simulated MEXC', () => {
  test.each([true, false])('changes chain by their versions, merged: %s', (compress) => {
    const { ports, futures } = setUp()
    const client = futures('sub.depth', { symbol: SYMBOL, compress })
    ports.advance(5000)
    const books = pushes(client, 'depth').map(({ data }) => data as Json)
    expect(books.length).toBeGreaterThan(20)
    for (const [i, book] of books.entries()) {
      expect('begin' in book).toBe(compress)
      const first = Number(book['begin'] ?? book['version'])
      if (i > 0) expect(first).toBe(Number(books[i - 1]?.['version']) + 1)
      expect(book['end'] ?? book['version']).toBe(book['version'])
    }
  })

  test('are merged unless asked otherwise, and sides are in no order', () => {
    const { ports, futures } = setUp()
    const client = futures('sub.depth', { symbol: SYMBOL })
    ports.advance(20_000)
    const sides = pushes(client, 'depth').map(({ data }) =>
      ((data as Json)['bids'] as number[][]).map(([price = 0]) => price),
    )
    const isSorted = (side: readonly number[]): boolean =>
      side.every((price, i) => i === 0 || price <= (side[i - 1] ?? 0))
    expect(sides.some((side) => !isSorted(side))).toBe(true)
  })

  test('removals are 0 contracts of 0 orders; whole tens and tiny prices have exponents', () => {
    const { ports, futures } = setUp()
    const client = futures('sub.depth', { symbol: SYMBOL })
    const tiny = futures('sub.depth.full', { symbol: 'PEPE_USDT' })
    ports.advance(60_000)
    const texts = client.raw.filter((frame) => typeof frame === 'string').join('')
    expect(texts).toMatch(/\[[\d.E+]+,0,0\]/)
    expect(texts).toMatch(/\[\d(\.\d+)?E\+4,/)
    expect(newestText(tiny, 'depth.full')).toMatch(/\[9\.\d+E-6,\d+,1\]/)
  })

  test.each([5, 20, undefined])('the best levels come as a whole: %s', (limit) => {
    const { ports, venue, futures } = setUp()
    const client = futures('sub.depth.full', { symbol: SYMBOL, limit })
    ports.advance(2000)
    const book = pushes(client, 'depth.full').at(-1)?.['data'] as Json
    const truth = venue.truth('linear', SYMBOL, Number(book['version']))
    const told = (book['asks'] as number[][]).map(([price, size]) => [price, size])
    expect(told).toEqual(
      truth?.asks.slice(0, limit ?? 20).map(([price, size]) => [Number(price), Number(size)]),
    )
  })

  test('grouped books sum what is in a step', () => {
    const { ports, venue, futures } = setUp()
    const client = futures('sub.depth.step', { symbol: SYMBOL, step: '10' })
    ports.advance(1000)
    const book = pushes(client, 'depth.step').at(-1)?.['data'] as Json
    const truth = venue.truth('linear', SYMBOL, Number(book['version']))
    for (const [price = 0, size] of book['bids'] as number[][]) {
      expect(price % 10).toBe(0)
      const inside = truth?.bids.filter(([at]) => Number(at) >= price && Number(at) < price + 10)
      expect(inside?.reduce((sum, [, each]) => sum + Number(each), 0)).toBe(size)
    }
  })

  test('deals, ticker, bars, funding, index, mark and listings have their documented rows', () => {
    const { ports, venue, futures } = setUp({ warmUpMs: 60_000 })
    const client = futures('sub.deal', { symbol: SYMBOL })
    for (const name of ['ticker', 'funding.rate', 'index.price', 'fair.price'])
      client.send({ method: `sub.${name}`, param: { symbol: SYMBOL } })
    client.send({ method: 'sub.kline', param: { symbol: SYMBOL, interval: 'Min1' } })
    client.send({ method: 'sub.contract', param: {} })
    client.send({ method: 'sub.tickers', param: {} })
    for (let i = 0; i < 7; i += 1) {
      client.send({ method: 'ping' })
      ports.advance(10_000)
    }
    venue.announce('linear', SYMBOL, { state: 4 })
    const newest = (channel: string): unknown => pushes(client, channel).at(-1)?.['data']
    expect(newest('deal')).toMatchObject([
      { T: expect.any(Number), i: expect.stringMatching(/^\d+$/) },
    ])
    expect(newest('ticker')).toMatchObject({ symbol: SYMBOL, holdVol: expect.any(Number) })
    expect(newest('kline')).toMatchObject({ interval: 'Min1', q: expect.any(Number) })
    expect(newest('funding.rate')).toMatchObject({ rate: expect.any(Number) })
    expect(newest('index.price')).toMatchObject({ price: expect.any(Number) })
    expect(newest('fair.price')).toMatchObject({ price: expect.any(Number) })
    expect(newest('contract')).toMatchObject({ symbol: SYMBOL, state: 4, contractSize: 0.0001 })
    expect(newest('tickers')).toHaveLength(3)
    const keys = Object.keys(pushes(client, 'deal')[0] ?? {})
    expect(keys).toEqual(['symbol', 'data', 'channel', 'ts'])
  })
})

describe('the futures session of simulated MEXC', () => {
  test('acknowledges by the channel alone, names an unknown contract, and ignores unknown methods', () => {
    const client = setUp().futures('sub.depth', { symbol: SYMBOL })
    client.send({ method: 'sub.deal', param: { symbol: 'NOPE_USDT' } })
    client.send({ method: 'sub.nothing', param: { symbol: SYMBOL } })
    client.send({ method: 'unsub.depth', param: { symbol: SYMBOL } })
    client.send('nonsense')
    expect(client.received).toMatchObject([
      { channel: 'rs.sub.depth', data: 'success', ts: expect.any(Number) },
      { channel: 'rs.error', data: 'Contract [NOPE_USDT] not exists' },
      { channel: 'rs.unsub.depth', data: 'success' },
    ])
  })

  test('subscribing twice is acknowledged twice and pushed once; nothing comes after the end', () => {
    const { ports, futures } = setUp()
    const client = futures('sub.depth', { symbol: SYMBOL })
    client.send({ method: 'sub.depth', param: { symbol: SYMBOL } })
    ports.advance(1000)
    const versions = pushes(client, 'depth').map(({ data }) => (data as Json)['version'])
    expect(new Set(versions).size).toBe(versions.length)
    client.send({ method: 'unsub.depth', param: { symbol: SYMBOL } })
    const count = client.received.length
    ports.advance(1000)
    expect(client.received).toHaveLength(count)
  })

  test('closes 60 s after the last ping, data or not, and sometimes answers a ping twice', () => {
    const { ports, futures } = setUp()
    const silent = futures('sub.depth', { symbol: SYMBOL })
    const pinging = futures('sub.depth', { symbol: SYMBOL })
    for (let i = 0; i < 7; i += 1) {
      pinging.send({ method: 'ping' })
      ports.advance(9000)
    }
    expect([silent.closed?.code, pinging.closed]).toEqual([1001, undefined])
    const pongs = pinging.with<Json>('channel').filter(({ channel }) => channel === 'pong')
    expect(pongs).toHaveLength(8)
    ports.advance(60_000)
    expect(pinging.closed?.code).toBe(1001)
  })
})
