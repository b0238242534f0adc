import { describe, expect, test } from 'vitest'
import { simulatedBinance } from '../../../src/sim/binance/index.ts'
import { BookCopy } from '../support/book-copy.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

interface Diff {
  e: string
  E: number
  s: string
  U: number
  u: number
  b: [string, string][]
  a: [string, string][]
}
interface Snapshot {
  lastUpdateId: number
  bids: [string, string][]
  asks: [string, string][]
}

function setUp() {
  const ports = new ManualPorts()
  const venue = simulatedBinance({ ports, seed: 7 })
  const stream = (target: string) => new HostClient(venue.hosts['spot-stream']!, target)
  const rest = (target: string) => get(venue.hosts['spot-rest']!, target)
  venue.start()
  return { ports, venue, stream, rest }
}

describe('simulated Binance spot', () => {
  test.for([100, 1000])('diffs every %i ms on a snapshot rebuild the truth exactly', (everyMs) => {
    const { ports, venue, stream, rest } = setUp()
    const client = stream(`/ws/btcusdt@depth@${everyMs}ms`)
    ports.advance(1730)
    const snapshot = rest('/api/v3/depth?symbol=BTCUSDT&limit=5000').body as Snapshot
    ports.advance(20_000)
    const book = new BookCopy()
    book.apply(snapshot.bids, snapshot.asks)
    let id = snapshot.lastUpdateId
    for (const diff of client.with<Diff>('U')) {
      if (diff.u <= id) continue
      expect(diff.U).toBeLessThanOrEqual(id + 1)
      book.apply(diff.b, diff.a)
      id = diff.u
      expect(book.levels()).toEqual(pick(venue.truth('spot', 'BTCUSDT', id)))
    }
    expect(id).toBeGreaterThan(snapshot.lastUpdateId + 100)
  })

  test('a diff begins where the one before ended', () => {
    const { ports, stream } = setUp()
    const client = stream('/ws/btcusdt@depth@100ms')
    ports.advance(10_000)
    const diffs = client.with<Diff>('U')
    expect(diffs.length).toBeGreaterThan(20)
    diffs.forEach((diff, i) => i > 0 && expect(diff.U).toBe(diffs[i - 1]!.u + 1))
  })

  test('writes every number with eight digits', () => {
    const { ports, stream } = setUp()
    const client = stream('/stream?streams=btcusdt@bookTicker/btcusdt@trade')
    ports.advance(5000)
    const texts = client.raw.join('\n').match(/"[bBaApq]":"[^"]*"/g) ?? []
    expect(texts.length).toBeGreaterThan(20)
    for (const text of texts) expect(text).toMatch(/:"\d+\.\d{8}"$/)
  })

  test('bookTicker is the truth at its id', () => {
    const { ports, venue, stream } = setUp()
    const client = stream('/ws/ethusdt@bookTicker')
    ports.advance(3000)
    const tickers = client.with<{ u: number; b: string; B: string; a: string; A: string }>('u')
    expect(tickers.length).toBeGreaterThan(5)
    for (const { u, b, B, a, A } of tickers) {
      const truth = venue.truth('spot', 'ETHUSDT', u)
      expect([Number(b), Number(B)]).toEqual(truth?.bids[0]?.map(Number))
      expect([Number(a), Number(A)]).toEqual(truth?.asks[0]?.map(Number))
    }
  })

  test('trade ids have no holes', () => {
    const { ports, stream } = setUp()
    const client = stream('/ws/btcusdt@trade')
    ports.advance(10_000)
    const ids = client.with<{ t: number }>('t').map((trade) => trade.t)
    expect(ids.length).toBeGreaterThan(20)
    expect(ids).toEqual(ids.map((_, i) => ids[0]! + i))
  })
})

function pick(truth: { bids: unknown; asks: unknown } | undefined) {
  return { bids: truth?.bids, asks: truth?.asks }
}
