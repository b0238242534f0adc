import { describe, expect, test } from 'vitest'
import { BookCopy } from '../support/book-copy.ts'
import { setUp } from './support.ts'

interface Level {
  price: number
  qty: number
}
interface Message {
  feed: string
  product_id: string
  seq: number
  side: string
  price: number
  qty: number
  type: string
  uid: string
  time: number
  bids: Level[]
  asks: Level[]
  trades: Message[]
}

const texts = (levels: readonly Level[]): string[][] =>
  levels.map(({ price, qty }) => [String(price), String(qty)])

describe('simulated Kraken futures', () => {
  test.for(['PF_XBTUSD', 'PF_ETHUSD', 'PI_XBTUSD', 'FI_XBTUSD_270326'])(
    'the book of %s is the truth at every number',
    (product) => {
      const { ports, venue, futures } = setUp()
      const client = futures()
      client.send({ event: 'subscribe', feed: 'book', product_ids: [product] })
      ports.advance(15_000)
      const [snapshot, ...updates] = client.with<Message>('seq')
      const book = new BookCopy()
      book.apply(texts(snapshot?.bids ?? []), texts(snapshot?.asks ?? []))
      let seq = snapshot?.seq ?? 0
      expect(updates.length).toBeGreaterThan(200)
      for (const update of updates) {
        expect(update.seq).toBe(seq + 1)
        seq = update.seq
        const level = texts([update])
        book.apply(update.side === 'buy' ? level : [], update.side === 'sell' ? level : [])
        const truth = venue.truth('futures', product, seq)
        expect(book.levels()).toEqual({ bids: truth?.bids, asks: truth?.asks })
      }
    },
  )

  test('trades come newest first, then one a message, forced ones by their type', () => {
    const { ports, venue, futures } = setUp({ warmUpMs: 30_000 })
    const client = futures()
    client.send({ event: 'subscribe', feed: 'trade', product_ids: ['PF_XBTUSD'] })
    let forced = 0
    venue.market.listen(({ instrument, liquidation, trades }) => {
      if (instrument.spec.symbol === 'PF_XBTUSD' && liquidation) forced += trades.length
    })
    for (let spent = 0; spent < 120_000; spent += 20_000) {
      ports.advance(20_000)
      client.pong()
    }
    const [snapshot, ...updates] = client.with<Message>('product_id')
    const first = snapshot?.trades.map(({ seq }) => seq) ?? []
    expect(first).toHaveLength(100)
    expect(first).toEqual(first.toSorted((a, b) => b - a))
    expect(updates[0]?.seq).toBe((first[0] ?? 0) + 1)
    expect(updates.filter(({ type }) => type === 'liquidation')).toHaveLength(forced)
    expect(forced).toBeGreaterThan(0)
    expect(new Set(updates.map(({ uid }) => uid)).size).toBe(updates.length)
  })

  test('tickers come at most once a second', () => {
    const { ports, futures } = setUp()
    const client = futures()
    for (const feed of ['ticker', 'ticker_lite']) {
      client.send({ event: 'subscribe', feed, product_ids: ['PI_XBTUSD', 'FI_XBTUSD_270326'] })
    }
    ports.advance(10_000)
    const told = client.with<Record<string, unknown>>('product_id').filter((row) => 'feed' in row)
    const of = (feed: string, product: string) =>
      told.filter((row) => row['feed'] === feed && row['product_id'] === product)
    for (const feed of ['ticker', 'ticker_lite']) {
      expect(of(feed, 'PI_XBTUSD').length).toBeGreaterThan(3)
      expect(of(feed, 'PI_XBTUSD').length).toBeLessThanOrEqual(11)
    }
    const [perpetual] = of('ticker', 'PI_XBTUSD')
    expect(perpetual).toMatchObject({
      relative_funding_rate: expect.any(Number),
      next_funding_rate_time: expect.any(Number),
      tag: 'perpetual',
      pair: 'XBT:USD',
    })
    const [dated] = of('ticker', 'FI_XBTUSD_270326')
    expect(dated).not.toHaveProperty('relative_funding_rate')
    expect(dated).toMatchObject({ maturityTime: Date.UTC(2027, 2, 26, 16) })
  })

  test('the heartbeat comes each second where it is asked for', () => {
    const { ports, futures } = setUp()
    const client = futures()
    client.send({ event: 'subscribe', feed: 'heartbeat' })
    ports.advance(5000)
    const beats = client.with<Message>('time').filter(({ feed }) => feed === 'heartbeat')
    expect(beats).toHaveLength(5)
  })
})
