import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { decimalText } from '../../../src/core/index.ts'
import { BookCopy } from '../support/book-copy.ts'
import { type DepthData, pushes, type Rows, setUp } from './support.ts'

const plain = (rows: readonly (readonly string[])[]) =>
  rows.map(([price = '', size = '']) => [decimalText(price), decimalText(size)])
const sumOf = ({ bids, asks }: { bids: Rows; asks: Rows }) =>
  crc32([...bids, ...asks].flat().join(':'))

describe('simulated CoinEx books', () => {
  test.for([
    ['spot', 'spot', 'BTCUSDT', 50],
    ['spot', 'spot', 'ELONUSDT', 20],
    ['futures', 'linear', 'BTCUSDT', 10],
    ['futures', 'inverse', 'BTCUSD', 5],
  ] as const)(
    'of %s, %s %s in %i levels are the truth after every change',
    ([half, product, symbol, limit]) => {
      const { ports, venue, subscribe } = setUp()
      // Between two steps of the market, so that nothing moves while a book is told and looked at.
      ports.advance(5)
      const client = subscribe(half, 'depth', [symbol, limit, '0', false])
      ports.advance(2)
      let book = new BookCopy()
      let changes = 0
      let told = 0
      for (let turn = 0; turn < 150; turn += 1) {
        const news = pushes<DepthData>(client, 'depth.update').slice(told)
        told += news.length
        for (const { is_full, depth } of news) {
          expect(is_full).toBe(turn === 0)
          changes += is_full ? 0 : 1
          book.apply(depth.bids, depth.asks)
        }
        // As the procedure says: each side is cut to the depth after every change.
        const held = book.levels()
        const [bids, asks] = [held.bids.slice(0, limit), held.asks.slice(0, limit)]
        const truth = venue.truth(product, symbol)
        expect({ bids, asks }).toEqual({
          bids: truth?.bids.slice(0, limit),
          asks: truth?.asks.slice(0, limit),
        })
        book = new BookCopy()
        book.apply(bids, asks)
        ports.advance(200)
      }
      expect(changes).toBeGreaterThan(50)
    },
  )

  test('that are always whole are cut to their depth, with a checksum over what they show', () => {
    const { ports, venue, subscribe } = setUp()
    ports.advance(5)
    const client = subscribe('spot', 'depth', ['BTCUSDT', 20, '0', true])
    ports.advance(10_002)
    const told = pushes<DepthData>(client, 'depth.update')
    expect(told.length).toBeGreaterThan(30)
    for (const { is_full, depth } of told) {
      expect([is_full, depth.bids.length, depth.asks.length]).toEqual([true, 20, 20])
      expect(depth.checksum).toBe(sumOf(depth))
    }
    const last = told.at(-1)?.depth
    const truth = venue.truth('spot', 'BTCUSDT')
    expect(plain(last?.bids ?? [])).toEqual(truth?.bids.slice(0, 20))
  })

  test('write prices without zeros at their end, and sizes with them', () => {
    const { ports, subscribe } = setUp()
    const client = subscribe('spot', 'depth', ['BTCUSDT', 50, '0', true])
    ports.advance(3000)
    const rows = pushes<DepthData>(client, 'depth.update').flatMap(({ depth }) => depth.bids)
    for (const [price, size] of rows) {
      expect(price).not.toMatch(/\.\d*0$/)
      expect(size).toMatch(/^\d+\.\d{8}$/)
    }
    expect(rows.some(([price]) => /\.\d$/.test(price))).toBe(true)
    expect(rows.some(([, size]) => size.endsWith('0'))).toBe(true)
  })

  test('come whole once a minute beside their changes', () => {
    const { ports, ask, subscribe } = setUp()
    const client = subscribe('futures', 'depth', ['BTCUSDT', 50, '0', false])
    for (let minute = 0; minute < 3; minute += 1) {
      ports.advance(50_000)
      ask(client, 'server.ping')
    }
    const whole = pushes<DepthData>(client, 'depth.update').filter(({ is_full }) => is_full)
    expect(whole).toHaveLength(3)
    for (const { depth } of whole) expect(depth.checksum).toBe(sumOf(depth))
  })

  test('are told whole to who joins later, in step with who was there before', () => {
    const { ports, subscribe } = setUp()
    const one = subscribe('spot', 'depth', ['BTCUSDT', 50, '0', false])
    ports.advance(5130)
    const two = subscribe('spot', 'depth', ['BTCUSDT', 50, '0', false])
    ports.advance(3000)
    const [whole, ...changes] = pushes<DepthData>(two, 'depth.update')
    expect(whole?.is_full).toBe(true)
    expect(changes).toEqual(pushes<DepthData>(one, 'depth.update').slice(-changes.length))
  })

  test('have one view a market and connection: asking again replaces it', () => {
    const { ports, ask, subscribe } = setUp()
    const client = subscribe('spot', 'depth', ['BTCUSDT', 5, '0', true])
    ask(client, 'depth.subscribe', [['BTCUSDT', 10, '0', true]], 2)
    ports.advance(2000)
    const counts = pushes<DepthData>(client, 'depth.update').map(({ depth }) => depth.bids.length)
    expect(counts[0]).toBe(5)
    expect(new Set(counts.slice(1))).toEqual(new Set([10]))
  })

  test('are merged away from the touch by the interval asked for', () => {
    const { ports, venue, subscribe } = setUp()
    ports.advance(5)
    const client = subscribe('spot', 'depth', ['BTCUSDT', 50, '1', true])
    ports.advance(1002)
    const { depth } = pushes<DepthData>(client, 'depth.update').at(-1) ?? {}
    const truth = venue.truth('spot', 'BTCUSDT')
    for (const [side, place] of [
      ['bids', Math.floor],
      ['asks', Math.ceil],
    ] as const) {
      const sums = new Map<number, number>()
      for (const [price, size] of truth?.[side] ?? []) {
        const at = place(Number(price))
        sums.set(at, (sums.get(at) ?? 0) + Number(size))
      }
      const told = (depth?.[side] ?? []).map(
        ([price, size]) => `${price} ${Number(size).toFixed(8)}`,
      )
      const expected = [...sums].slice(0, 50).map(([price, size]) => `${price} ${size.toFixed(8)}`)
      expect(told).toEqual(expected)
    }
  })

  test('that are empty have the checksum 0', () => {
    const { ports, venue, subscribe } = setUp({ stepMs: 1_000_000 })
    const live = venue.market.find('spot', 'BTCUSDT')!
    const client = subscribe('spot', 'depth', ['BTCUSDT', 50, '0', true])
    for (const [taker, side] of [
      ['buy', 'ask'],
      ['sell', 'bid'],
    ] as const) {
      const size = live.engine.top(side, 1000).reduce((sum, [, each]) => sum + each, 0)
      venue.market.submit(live, { side: taker, size, timeInForce: 'ioc' })
    }
    ports.advance(200)
    expect(pushes<DepthData>(client, 'depth.update').at(-1)).toMatchObject({
      depth: { bids: [], asks: [], checksum: 0 },
    })
  })
})
