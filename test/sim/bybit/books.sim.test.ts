import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { type BookData, pushes, setUp } from './support.ts'

const BTC = ['spot', 'BTCUSDT'] as const

describe('simulated Bybit books', () => {
  test.for([
    ['50', 'spot', 'BTCUSDT', 50],
    ['50', 'linear', 'BTCUSDT', 50],
    ['200', 'inverse', 'BTCUSD', 200],
    ['1000', 'linear', 'ETH-26MAR27', 1000],
    ['1000', 'inverse', 'BTCUSDH27', 1000],
    ['rpi', 'spot', 'PEPEUSDT', 50],
  ] as const)(
    'depth %s of %s %s is the truth after every message, none missing',
    ([depth, product, symbol, levels]) => {
      const { ports, venue, subscribe } = setUp()
      const client = subscribe(product, `orderbook.${depth}.${symbol}`)
      ports.advance(20_000)
      const messages = pushes<BookData>(client, 'orderbook.')
      expect(messages[0]).toMatchObject({ type: 'snapshot', data: { s: symbol } })
      const book = new BookCopy()
      let last = messages[0]!.data.u - 1
      for (const { type, data } of messages) {
        expect(type).toBe(data === messages[0]!.data ? 'snapshot' : 'delta')
        expect(data.u).toBe(last + 1)
        last = data.u
        book.apply(data.b, data.a)
        const truth = venue.truth(product, symbol, data.u)
        expect(book.levels()).toEqual({
          bids: truth?.bids.slice(0, levels),
          asks: truth?.asks.slice(0, levels),
        })
      }
      expect(messages.length).toBeGreaterThan(60)
    },
  )

  test('all levels come as changes only, and join the REST snapshot of the same u and seq', () => {
    const { ports, venue, subscribe, result } = setUp()
    const client = subscribe('spot', 'orderbook.full.BTCUSDT')
    ports.advance(3_050)
    const snapshot = result('market/full_orderbook?category=spot&symbol=BTCUSDT')
    ports.advance(5_000)
    const messages = pushes<BookData>(client, 'orderbook.full')
    expect(new Set(messages.map(({ type }) => type))).toEqual(new Set(['delta']))
    const at = messages.findIndex(({ data }) => data.u === snapshot['u'])
    expect(messages[at]?.data.seq).toBe(snapshot['seq'])
    const book = new BookCopy()
    book.apply(snapshot['b'] as string[][], snapshot['a'] as string[][])
    for (const { data } of messages.slice(at + 1)) {
      book.apply(data.b, data.a)
      const truth = venue.truth(...BTC, data.u)
      expect(book.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
    }
    expect(messages.length - at).toBeGreaterThan(15)
  })

  test('a snapshot of all levels that nobody listens to has the book of now, and goes on from there', () => {
    const { ports, venue, subscribe, result } = setUp()
    ports.advance(1_000)
    const before = result('market/full_orderbook?category=spot&symbol=BTCUSDT')
    ports.advance(1_000)
    const snapshot = result('market/full_orderbook?category=spot&symbol=BTCUSDT')
    expect(snapshot['u']).toBe(Number(before['u']) + 1)
    const now = venue.market.truth(...BTC)
    expect(venue.truth(...BTC, Number(snapshot['u']))?.bids).toEqual(now?.bids)
    const client = subscribe('spot', 'orderbook.full.BTCUSDT')
    ports.advance(1_000)
    expect(pushes<BookData>(client, 'orderbook.full')[0]?.data.u).toBe(Number(snapshot['u']) + 1)
  })

  test('the best level is a snapshot each time, again with the same u after 3 s without a change', () => {
    const { ports, venue, subscribe } = setUp()
    const client = subscribe('linear', 'orderbook.1.BTCUSDT')
    ports.advance(5_000)
    const messages = pushes<BookData>(client, 'orderbook.1.')
    expect(messages.length).toBeGreaterThan(20)
    for (const { type, data } of messages) {
      expect(type).toBe('snapshot')
      const truth = venue.truth('linear', 'BTCUSDT', data.u)
      expect(data.b.map(([price]) => Number(price))).toEqual([Number(truth?.bids[0]?.[0])])
      expect(data.a.map(([price]) => Number(price))).toEqual([Number(truth?.asks[0]?.[0])])
    }
    venue.stop()
    ports.advance(100)
    const told = client.received.length
    ports.advance(9_500)
    const again = client.received.slice(told) as { data: BookData }[]
    expect(again).toHaveLength(3)
    expect(new Set(again.map(({ data }) => data.u)).size).toBe(1)
  })

  test('a client that joins later gets a snapshot on the same numbering', () => {
    const { ports, venue, subscribe } = setUp()
    const first = subscribe('linear', 'orderbook.50.BTCUSDT')
    ports.advance(5_030)
    const second = subscribe('linear', 'orderbook.50.BTCUSDT')
    ports.advance(3_000)
    const [one, two] = [first, second].map((client) => pushes<BookData>(client, 'orderbook.50'))
    const [snapshot, ...changes] = two!
    expect(changes).toEqual(one!.slice(-changes.length))
    expect(changes[0]!.data.u).toBe(snapshot!.data.u + 1)
    const truth = venue.truth('linear', 'BTCUSDT', snapshot!.data.u)
    expect(snapshot!.data.b.map((level) => level.map(Number))).toEqual(
      truth?.bids.slice(0, 50).map((level) => level.map(Number)),
    )
  })

  test('each depth has a numbering of its own, and seq is the same on all', () => {
    const { ports, subscribe } = setUp()
    const topics = ['50', '200', '1000'].map((depth) => `orderbook.${depth}.BTCUSDT`)
    const client = subscribe('linear', ...topics)
    ports.advance(20_000)
    const of = (depth: string) => pushes<BookData>(client, `orderbook.${depth}.`)
    const [fifty, deep] = [of('50'), of('1000')]
    const seqs = new Set(fifty.map(({ data }) => data.seq))
    expect(deep.filter(({ data }) => seqs.has(data.seq)).length).toBeGreaterThan(10)
    const us = new Set(fifty.map(({ data }) => data.u))
    expect(deep.some(({ data }) => us.has(data.u))).toBe(false)
  })

  test('when the service starts again, u is 1: a snapshot, or an empty change of all levels', () => {
    const { ports, venue, subscribe, result } = setUp()
    const client = subscribe('spot', 'orderbook.50.BTCUSDT', 'orderbook.full.BTCUSDT')
    ports.advance(3_000)
    venue.restartBooks()
    ports.advance(1)
    const last = (depth: string) => pushes<BookData>(client, `orderbook.${depth}.`).at(-1)
    expect(last('50')).toMatchObject({ type: 'snapshot', data: { u: 1 } })
    expect(last('full')).toMatchObject({ type: 'delta', data: { u: 1, b: [], a: [] } })
    expect(result('market/full_orderbook?category=spot&symbol=BTCUSDT')['u']).toBe(1)
    ports.advance(3_000)
    expect(last('50')!.data.u).toBeGreaterThan(5)
    expect(last('50')!.data.u).toBeLessThan(1000)
  })

  test('prices and sizes are padded on futures and not on spot, and 0 is 0', () => {
    const { ports, subscribe } = setUp()
    const texts = (path: string): string[][] => {
      const client = subscribe(path, 'orderbook.50.BTCUSDT')
      ports.advance(3_000)
      return pushes<BookData>(client, 'orderbook.').flatMap(({ data }) => [...data.b, ...data.a])
    }
    for (const [price = '', size = ''] of texts('linear')) {
      expect(price).toMatch(/\.\d{2}$/)
      expect(size).toMatch(/^0$|\.\d{3}$/)
    }
    for (const [price = ''] of texts('spot')) expect(price).toMatch(/^\d+(\.\d)?$/)
  })
})
